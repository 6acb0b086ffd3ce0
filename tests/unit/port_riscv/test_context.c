// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Contexts of RISC-V processes: starts, upcalls, results, and what is said about a fault.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <kernel/port_ipc.h>
#include <string.h>

#include "causes.h"
#include "process_state.h"

enum { RA = 0, SP = 1, A0 = 9 };

struct arch_context *arch_current;

static struct arch_context context;

static int setup(void **unused)
{
    (void)unused;
    memset(&context, 0xA5, sizeof context);
    arch_current = NULL;
    return 0;
}

static void process_starts_with_its_arguments_and_nothing_else(void **unused)
{
    (void)unused;
    struct arch_context other;
    arch_current = &other;
    const struct port_entry entry = {
        .entry = 0x80101, .stack_end = 0x9001F, .argument = {1, 2, 3, 4}};
    assert_int_equal(port_context_start(&context, &entry), ERROR_NONE);
    assert_ptr_equal(arch_current, &other);
    assert_int_equal(context.pc, 0x80100);
    for (size_t i = 0; i < ARCH_REGISTERS; i++) {
        const bool is_argument = i >= A0 && i < A0 + 4;
        assert_int_equal(context.registers[i], i == SP ? 0x90010 : is_argument ? i - A0 + 1 : 0);
    }
}

static void last_life_leaves_nothing_in_the_processor(void **unused)
{
    (void)unused;
    arch_current = &context;
    assert_int_equal(port_context_start(&context, &(struct port_entry){.entry = 4}), ERROR_NONE);
    assert_null(arch_current);
}

static void upcall_returns_behind_the_yield(void **unused)
{
    (void)unused;
    const uint32_t arguments[4] = {5, 6, 7, 8};
    const struct arch_context before = context;
    context.pc = 0x80204;
    assert_int_equal(port_context_upcall(&context, 0x80301, arguments), ERROR_NONE);
    assert_int_equal(context.pc, 0x80300);
    for (size_t i = 0; i < ARCH_REGISTERS; i++) {
        const bool is_argument = i >= A0 && i < A0 + 4;
        assert_int_equal(context.registers[i], i == RA       ? 0x80204
                                               : is_argument ? arguments[i - A0]
                                                             : before.registers[i]);
    }
}

static void results_leave_further_registers(void **unused)
{
    (void)unused;
    const uint32_t words[4] = {5, 6, 7, 8};
    const struct arch_context before = context;
    for (size_t count = 0; count <= 4; count++) {
        context = before;
        assert_int_equal(port_context_result(&context, words, count), ERROR_NONE);
        for (size_t i = 0; i < ARCH_REGISTERS; i++) {
            assert_int_equal(context.registers[i],
                             i >= A0 && i < A0 + count ? words[i - A0] : before.registers[i]);
        }
    }
}

static void every_cause_is_told(void **unused)
{
    (void)unused;
    static const struct {
        uintptr_t cause;
        enum port_fault_cause told;
        bool has_address;
    } cases[] = {
        {CAUSE_INSTRUCTION_MISALIGNED, FAULT_INVALID_PC, true},
        {CAUSE_INSTRUCTION_ACCESS, FAULT_INSTRUCTION_ACCESS, true},
        {CAUSE_INSTRUCTION_PAGE, FAULT_INSTRUCTION_ACCESS, true},
        {CAUSE_ILLEGAL_INSTRUCTION, FAULT_UNDEFINED_INSTRUCTION, false},
        {CAUSE_BREAKPOINT, FAULT_BREAKPOINT, false},
        {CAUSE_LOAD_MISALIGNED, FAULT_UNALIGNED, true},
        {CAUSE_STORE_MISALIGNED, FAULT_UNALIGNED, true},
        {CAUSE_LOAD_ACCESS, FAULT_DATA_ACCESS, true},
        {CAUSE_STORE_ACCESS, FAULT_DATA_ACCESS, true},
        {CAUSE_LOAD_PAGE, FAULT_DATA_ACCESS, true},
        {CAUSE_STORE_PAGE, FAULT_DATA_ACCESS, true},
        {24, FAULT_OTHER, true},
        {UINTPTR_MAX, FAULT_OTHER, true},
    };
    struct port_fault fault;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        arch_fault_note =
            (struct fault_note){.cause = cases[i].cause, .value = 0x123, .is_present = true};
        port_fault_collect(&context, &fault);
        assert_int_equal(fault.cause, cases[i].told);
        assert_int_equal(fault.status, (uint32_t)cases[i].cause);
        assert_int_equal(fault.has_address, cases[i].has_address);
        assert_true(!fault.has_address || fault.address == 0x123);
    }
    port_fault_collect(&context, &fault); // Taken once.
    assert_int_equal(fault.cause, FAULT_OTHER);
    assert_false(fault.has_address);
    assert_true(fault.has_registers);
}

static void registers_are_listed_with_their_names(void **unused)
{
    (void)unused;
    static const struct {
        size_t index;
        const char *name;
    } some[] = {{0, "pc"},  {1, "ra"},   {2, "sp"},  {8, "s0"}, {10, "a0"},
                {18, "s2"}, {27, "s11"}, {28, "t3"}, {31, "t6"}};
    for (size_t i = 0; i < ARCH_REGISTERS; i++) {
        context.registers[i] = 1000 + i;
    }
    context.pc = 999;
    struct port_register shown;
    for (size_t i = 0; i <= ARCH_REGISTERS; i++) {
        assert_true(port_fault_register(&context, i, &shown));
        assert_int_equal(shown.value, 999 + i);
    }
    for (size_t i = 0; i < sizeof some / sizeof some[0]; i++) {
        assert_true(port_fault_register(&context, some[i].index, &shown));
        assert_string_equal(shown.name, some[i].name);
    }
    assert_false(port_fault_register(&context, ARCH_REGISTERS + 1, &shown));
    assert_false(port_fault_register(&context, SIZE_MAX, &shown));
}

static void words_of_faults_stand_in_their_order(void **unused)
{
    (void)unused;
    static const struct {
        enum port_fault_words which;
        uint32_t count;
        uint8_t number[PORT_FAULT_WORDS_MAX]; ///< of the register, with 0 the program counter
    } cases[] = {
        {FAULT_WORDS_NONE, 0, {0}},
        {FAULT_WORDS_PC, 1, {0}},
        {FAULT_WORDS_CALL, 10, {0, 2, 1, 10, 11, 12, 13, 14, 15, 16}},
        {FAULT_WORDS_EXCEPTION, 2, {0, 2}},
        {FAULT_WORDS_ALL, 32, {0,  1,  2,  3,  8,  9,  18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
                               10, 11, 12, 13, 14, 15, 16, 17, 5,  6,  7,  28, 29, 30, 31, 4}},
    };
    uint32_t word[PORT_FAULT_WORDS_MAX + 1];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        context.pc = 1000;
        for (size_t j = 0; j < ARCH_REGISTERS; j++) {
            context.registers[j] = 1001 + j;
        }
        word[cases[i].count] = 0xA5;
        assert_int_equal(port_fault_words_get(&context, cases[i].which, word), cases[i].count);
        for (size_t j = 0; j < cases[i].count; j++) {
            assert_int_equal(word[j], 1000 + cases[i].number[j]);
        }
        assert_int_equal(word[cases[i].count], 0xA5);
        // As many are set as are given, and no others.
        for (size_t count = 0; count <= PORT_FAULT_WORDS_MAX; count++) {
            struct arch_context expected = context;
            for (size_t j = 0; j < PORT_FAULT_WORDS_MAX; j++) {
                word[j] = (uint32_t)(2001 + 10 * j + count);
                const uint8_t number = cases[i].number[j];
                if (j < count && j < cases[i].count && number == 0) {
                    expected.pc = word[j] & ~1u;
                } else if (j < count && j < cases[i].count) {
                    expected.registers[number - 1] = word[j];
                }
            }
            assert_int_equal(port_fault_words_set(&context, cases[i].which, word, count),
                             ERROR_NONE);
            assert_memory_equal(&context, &expected, sizeof context);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(process_starts_with_its_arguments_and_nothing_else, setup),
        cmocka_unit_test_setup(last_life_leaves_nothing_in_the_processor, setup),
        cmocka_unit_test_setup(upcall_returns_behind_the_yield, setup),
        cmocka_unit_test_setup(results_leave_further_registers, setup),
        cmocka_unit_test_setup(every_cause_is_told, setup),
        cmocka_unit_test_setup(registers_are_listed_with_their_names, setup),
        cmocka_unit_test_setup(words_of_faults_stand_in_their_order, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
