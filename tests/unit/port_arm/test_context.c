// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Frames of processes: where they may lie, and what is in the first one.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "stack.h"
#include "status_bits.h"

static const struct port_entry entry = {.entry = 0x10101, .argument = {1, 2, 3, 4}};

static void process_starts_with_a_frame_at_the_end_of_its_memory(void **unused)
{
    (void)unused;
    struct arch_context context = stack_prepare();
    context.callee_saved[7] = 7;
    assert_int_equal(port_context_start(&context, &entry), ERROR_NONE);
    assert_int_equal(context.stack_pointer, STACK_END - 32);
    assert_int_equal(context.callee_saved[7], 0);
    const struct exception_frame frame = stack_frame(context.stack_pointer);
    assert_memory_equal(frame.r0_to_r3, entry.argument, sizeof frame.r0_to_r3);
    assert_int_equal(frame.r12, 0);
    assert_int_equal(frame.pc, 0x10100);
    assert_int_equal(frame.lr, 1);
    assert_int_equal(frame.xpsr, XPSR_THUMB);
}

static void first_frame_is_aligned_and_fits_or_is_refused(void **unused)
{
    (void)unused;
    for (uint32_t bytes = 0; bytes < 64; bytes++) {
        struct arch_context context = stack_prepare();
        const struct range memory = {STACK_START, STACK_START + bytes};
        port_context_bounds_set(&context, memory, (struct range){0, 0});
        const enum error error = port_context_start(&context, &entry);
        assert_int_equal(error, bytes >= 32 ? ERROR_NONE : ERROR_FAULT);
        if (bytes >= 32) {
            assert_int_equal(context.stack_pointer, (STACK_START + bytes - 32) & ~7u);
            assert_int_equal(stack[bytes], 0xA5);
        } else {
            assert_int_equal(stack_accesses, 0);
        }
    }
}

static void frame_that_the_hardware_refuses_is_an_error(void **unused)
{
    (void)unused;
    struct arch_context context = stack_prepare();
    stack_limit(STACK_END - 1);
    const uint32_t words[4] = {0};
    assert_int_equal(port_context_start(&context, &entry), ERROR_FAULT);
    assert_int_equal(port_context_result(&context, words, 4), ERROR_NONE);
    context.stack_pointer = STACK_END - 32;
    assert_int_equal(port_context_upcall(&context, 0x10200, words), ERROR_FAULT);
    stack_limit(STACK_END - 17);
    assert_int_equal(port_context_result(&context, words, 4), ERROR_FAULT);
}

static void stack_pointer_outside_the_memory_reaches_nothing(void **unused)
{
    (void)unused;
    static const uint32_t outside[] = {0,          4,          STACK_START - 1, STACK_END - 31,
                                       STACK_END,  0x7FFFFFFF, 0x80000000,      UINT32_MAX - 31,
                                       UINT32_MAX, 0xE000ED00};
    const uint32_t words[4] = {0};
    struct arch_context context = stack_prepare();
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        context.stack_pointer = outside[i];
        assert_int_equal(port_context_upcall(&context, 0x10200, words), ERROR_FAULT);
        assert_int_equal(port_context_result(&context, words, 1), ERROR_FAULT);
    }
    assert_int_equal(stack_accesses, 0);
    context.stack_pointer = STACK_END - 32;
    assert_int_equal(port_context_upcall(&context, 0x10200, words), ERROR_NONE);
}

static void results_go_into_the_frame_and_leave_the_rest(void **unused)
{
    (void)unused;
    const uint32_t words[4] = {11, 12, 13, 14};
    for (size_t count = 0; count <= 4; count++) {
        struct arch_context context = stack_prepare();
        assert_int_equal(port_context_result(&context, words, count), ERROR_NONE);
        const struct exception_frame frame = stack_frame(STACK_START);
        for (size_t i = 0; i < 4; i++) {
            assert_int_equal(frame.r0_to_r3[i], i < count ? words[i] : 0xA5A5A5A5);
        }
    }
}

static void calls_come_from_the_code_or_from_nowhere(void **unused)
{
    (void)unused;
    struct arch_context context;
    port_context_bounds_set(&context, (struct range){0, 0}, (struct range){0x1000, 0x1004});
    // Behind the first and the last instruction.
    assert_int_equal(context.call_low, 0x1002);
    assert_int_equal(context.call_places, 3);
    port_context_bounds_set(&context, (struct range){0, 0}, (struct range){0x1000, 0x1001});
    assert_int_equal(context.call_places, 0);
    assert_int_equal(context.stack_places, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(process_starts_with_a_frame_at_the_end_of_its_memory),
        cmocka_unit_test(first_frame_is_aligned_and_fits_or_is_refused),
        cmocka_unit_test(frame_that_the_hardware_refuses_is_an_error),
        cmocka_unit_test(stack_pointer_outside_the_memory_reaches_nothing),
        cmocka_unit_test(results_go_into_the_frame_and_leave_the_rest),
        cmocka_unit_test(calls_come_from_the_code_or_from_nowhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
