// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What becomes of what the hardware says about a fault of a process.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "security_status.h"
#include "stack.h"
#include "status_bits.h"

static struct port_fault collect(struct arch_context *context, struct fault_note note)
{
    struct port_fault fault;
    note.is_present = true;
    arch_fault_note = note;
    port_fault_collect(context, &fault);
    return fault;
}

static struct port_fault collect_status(uint32_t status)
{
    struct arch_context context = stack_prepare();
    return collect(&context, (struct fault_note){.configurable_status = status,
                                                 .memory_address = 0x111,
                                                 .bus_address = 0x222,
                                                 .stack_pointer = STACK_START,
                                                 .has_frame = true});
}

static void every_bit_has_its_cause(void **unused)
{
    (void)unused;
    static const struct {
        uint32_t status;
        enum port_fault_cause cause;
    } cases[] = {
        {0, FAULT_BREAKPOINT},
        {CFSR_STKOF, FAULT_STACK_POINTER},
        {CFSR_MSTKERR, FAULT_STACK_ENTRY},
        {CFSR_STKERR, FAULT_STACK_ENTRY},
        {CFSR_MUNSTKERR, FAULT_STACK_RETURN},
        {CFSR_UNSTKERR, FAULT_STACK_RETURN},
        {CFSR_DACCVIOL, FAULT_DATA_ACCESS},
        {CFSR_IACCVIOL, FAULT_INSTRUCTION_ACCESS},
        {CFSR_PRECISERR, FAULT_BUS},
        {CFSR_IMPRECISERR, FAULT_BUS},
        {CFSR_IBUSERR, FAULT_BUS},
        {CFSR_UNDEFINSTR, FAULT_UNDEFINED_INSTRUCTION},
        {CFSR_INVSTATE, FAULT_INVALID_STATE},
        {CFSR_INVPC, FAULT_INVALID_PC},
        {CFSR_NOCP, FAULT_NO_COPROCESSOR},
        {CFSR_UNALIGNED, FAULT_UNALIGNED},
        {CFSR_DIVBYZERO, FAULT_DIVIDE_BY_ZERO},
        {1u << 31, FAULT_OTHER},
        {UINT32_MAX, FAULT_STACK_POINTER},
        {UINT32_MAX & ~(uint32_t)CFSR_STKOF, FAULT_STACK_ENTRY},
        {CFSR_STKERR | CFSR_DACCVIOL, FAULT_STACK_ENTRY},
        {CFSR_UNSTKERR | CFSR_INVPC, FAULT_STACK_RETURN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct port_fault fault = collect_status(cases[i].status);
        assert_int_equal(fault.cause, cases[i].cause);
        assert_int_equal(fault.status, cases[i].status);
    }
}

static void address_is_the_one_that_the_status_calls_valid(void **unused)
{
    (void)unused;
    assert_false(collect_status(CFSR_DACCVIOL | CFSR_PRECISERR).has_address);
    const struct port_fault memory = collect_status(CFSR_DACCVIOL | CFSR_MMARVALID);
    assert_true(memory.has_address);
    assert_int_equal(memory.address, 0x111);
    const struct port_fault bus = collect_status(CFSR_PRECISERR | CFSR_BFARVALID);
    assert_true(bus.has_address);
    assert_int_equal(bus.address, 0x222);
}

static void note_is_taken_once(void **unused)
{
    (void)unused;
    struct arch_context context = stack_prepare();
    (void)collect_status(CFSR_DIVBYZERO);
    struct port_fault fault;
    port_fault_collect(&context, &fault);
    assert_int_equal(fault.cause, FAULT_OTHER);
    assert_int_equal(fault.status, 0);
    assert_true(fault.has_registers);
}

static void registers_are_not_there_without_a_frame(void **unused)
{
    (void)unused;
    static const uint32_t gone[] = {CFSR_MSTKERR, CFSR_STKERR, CFSR_MUNSTKERR, CFSR_UNSTKERR,
                                    CFSR_INVPC};
    for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++) {
        assert_false(collect_status(gone[i]).has_registers);
    }
    assert_true(collect_status(CFSR_UNDEFINSTR).has_registers);
    // At its limit, the stack pointer has no frame; above it, the frame of another exception.
    assert_false(collect_status(CFSR_STKOF).has_registers);
    struct arch_context context = stack_prepare();
    struct fault_note note = {
        .configurable_status = CFSR_STKOF, .stack_pointer = STACK_START + 8, .has_frame = true};
    assert_true(collect(&context, note).has_registers);
    assert_int_equal(context.stack_pointer, STACK_START + 8);
    note.has_frame = false; // A security fault leaves none.
    assert_false(collect(&context, note).has_registers);
    note = (struct fault_note){.stack_pointer = STACK_END - 28, .has_frame = true};
    assert_false(collect(&context, note).has_registers);
}

static void registers_are_listed_with_their_names(void **unused)
{
    (void)unused;
    static const char *const names[] = {"pc", "lr", "sp", "psr", "r0", "r1",  "r2",  "r3", "r4",
                                        "r5", "r6", "r7", "r8",  "r9", "r10", "r11", "r12"};
    struct arch_context context = stack_prepare();
    const struct exception_frame frame = {
        .r0_to_r3 = {100, 101, 102, 103}, .r12 = 112, .lr = 201, .pc = 200, .xpsr = XPSR_THUMB};
    memcpy(stack, &frame, sizeof frame);
    for (uint32_t i = 0; i < 8; i++) {
        context.callee_saved[i] = 104 + i;
    }
    struct port_register shown;
    for (size_t i = 0; i < 17; i++) {
        assert_true(port_fault_register(&context, i, &shown));
        assert_string_equal(shown.name, names[i]);
        const uintptr_t others[] = {200, 201, STACK_START + 32, XPSR_THUMB};
        assert_int_equal(shown.value, i < 4 ? others[i] : 96 + i);
    }
    assert_false(port_fault_register(&context, 17, &shown));
    assert_false(port_fault_register(&context, SIZE_MAX, &shown));
    // The hardware left out a word to align the frame.
    stack[offsetof(struct exception_frame, xpsr) + 1] |= XPSR_PADDED >> 8;
    assert_true(port_fault_register(&context, 2, &shown));
    assert_int_equal(shown.value, STACK_START + 36);
    stack_limit(STACK_START + 31);
    assert_false(port_fault_register(&context, 0, &shown));
}

static void security_faults_are_told_as_others(void **unused)
{
    (void)unused;
    assert_int_equal(security_status_decode(0), 0);
    assert_int_equal(security_status_decode(1 << 0 | 1 << 3), CFSR_IACCVIOL);
    assert_int_equal(security_status_decode(1 << 3 | 1 << 6), CFSR_DACCVIOL);
    assert_int_equal(security_status_decode(1 << 1), CFSR_INVSTATE);
    assert_int_equal(security_status_decode(1 << 7), CFSR_INVSTATE);
    assert_int_equal(security_status_decode(1 << 6), 0); // An address of nothing.
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bit_has_its_cause),
        cmocka_unit_test(address_is_the_one_that_the_status_calls_valid),
        cmocka_unit_test(note_is_taken_once),
        cmocka_unit_test(registers_are_not_there_without_a_frame),
        cmocka_unit_test(registers_are_listed_with_their_names),
        cmocka_unit_test(security_faults_are_told_as_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
