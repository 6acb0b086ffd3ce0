// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Registers that messages about faults carry, and those that replies set.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <kernel/port_ipc.h>
#include <string.h>

#include "stack.h"
#include "status_bits.h"

enum { AT = STACK_START + 64, PC = 0x10100, SP = AT + 32, ALL = 17 };

static const struct exception_frame whole = {
    .r0_to_r3 = {0, 1, 2, 3}, .r12 = 12, .lr = 14, .pc = PC, .xpsr = XPSR_THUMB | 0xF0000000};

/// A process whose register n has the value n.
static struct arch_context context_prepare(struct exception_frame frame)
{
    struct arch_context context = stack_prepare();
    context.stack_pointer = AT;
    for (uint32_t i = 0; i < 8; i++) {
        context.callee_saved[i] = 4 + i;
    }
    memcpy(&stack[AT - STACK_START], &frame, sizeof frame);
    return context;
}

static void words_stand_in_their_order(void **unused)
{
    (void)unused;
    static const struct {
        enum port_fault_words which;
        uint32_t count;
        uint32_t word[ALL];
    } cases[] = {
        {FAULT_WORDS_NONE, 0, {0}},
        {FAULT_WORDS_PC, 1, {PC}},
        {FAULT_WORDS_CALL, 12, {0, 1, 2, 3, 4, 5, 6, 7, PC, SP, 14, 0xF1000000}},
        {FAULT_WORDS_EXCEPTION, 3, {PC, SP, 0xF1000000}},
        {FAULT_WORDS_ALL, ALL, {PC, SP, 0xF1000000, 0, 1, 8, 9, 10, 11, 12, 2, 3, 4, 5, 6, 7, 14}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct arch_context context = context_prepare(whole);
        uint32_t word[PORT_FAULT_WORDS_MAX];
        memset(word, 0xA5, sizeof word);
        assert_int_equal(port_fault_words_get(&context, cases[i].which, word), cases[i].count);
        assert_memory_equal(word, cases[i].word, cases[i].count * sizeof word[0]);
        assert_int_equal(word[cases[i].count], 0xA5A5A5A5);
    }
}

static void words_without_a_frame_are_nothing(void **unused)
{
    (void)unused;
    static const uint32_t outside[] = {0, STACK_START - 1, STACK_END - 31, UINT32_MAX};
    uint32_t word[PORT_FAULT_WORDS_MAX];
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        struct arch_context context = context_prepare(whole);
        context.stack_pointer = outside[i];
        assert_int_equal(port_fault_words_get(&context, FAULT_WORDS_ALL, word), ALL);
        for (size_t j = 0; j < ALL; j++) {
            assert_int_equal(word[j], 0);
        }
        assert_int_equal(stack_accesses, 0);
    }
}

static void as_many_are_set_as_are_given(void **unused)
{
    (void)unused;
    for (size_t count = 0; count <= ALL + 3; count++) {
        struct arch_context context = context_prepare(whole);
        uint32_t old[PORT_FAULT_WORDS_MAX];
        uint32_t word[PORT_FAULT_WORDS_MAX] = {PC + 0x40, SP + 8, XPSR_THUMB | 0x80000000};
        for (uint32_t i = 3; i < PORT_FAULT_WORDS_MAX; i++) {
            word[i] = 100 + i;
        }
        (void)port_fault_words_get(&context, FAULT_WORDS_ALL, old);
        assert_int_equal(port_fault_words_set(&context, FAULT_WORDS_ALL, word, count), ERROR_NONE);
        uint32_t now[PORT_FAULT_WORDS_MAX];
        assert_int_equal(port_fault_words_get(&context, FAULT_WORDS_ALL, now), ALL);
        for (size_t i = 0; i < ALL; i++) {
            assert_int_equal(now[i], i < count ? word[i] : old[i]);
        }
    }
}

static void frame_goes_where_the_stack_pointer_is(void **unused)
{
    (void)unused;
    // On the way back the hardware takes off the frame, and a word more if the bit says so.
    for (uint32_t sp = STACK_START + 32; sp <= STACK_END; sp++) {
        struct arch_context context = context_prepare(whole);
        const uint32_t word[] = {PC, sp};
        assert_int_equal(port_fault_words_set(&context, FAULT_WORDS_EXCEPTION, word, 2),
                         ERROR_NONE);
        const struct exception_frame frame = stack_frame(context.stack_pointer);
        assert_int_equal(context.stack_pointer % 8, 0);
        assert_int_equal(context.stack_pointer + 32 + ((frame.xpsr & XPSR_PADDED) != 0 ? 4 : 0),
                         sp & ~3u);
        assert_int_equal(frame.r0_to_r3[3], 3);
        assert_int_equal(frame.lr, 14);
        uint32_t now[PORT_FAULT_WORDS_MAX];
        (void)port_fault_words_get(&context, FAULT_WORDS_EXCEPTION, now);
        assert_int_equal(now[1], sp & ~3u);
    }
}

static void frame_without_room_is_refused_and_nothing_set(void **unused)
{
    (void)unused;
    static const uint32_t bad[] = {
        0, 4, 31, STACK_START, STACK_START + 31, STACK_END + 8, 0x80000000, 0xE000ED20, UINT32_MAX};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct arch_context context = context_prepare(whole);
        const struct arch_context before = context;
        uint8_t memory[STACK_BYTES];
        memcpy(memory, stack, sizeof memory);
        const uint32_t word[ALL] = {PC + 2, bad[i], 0, 7, 7, 7, 7, 7};
        assert_int_equal(port_fault_words_set(&context, FAULT_WORDS_ALL, word, ALL), ERROR_FAULT);
        assert_memory_equal(&context, &before, sizeof context);
        assert_memory_equal(stack, memory, sizeof memory);
    }
    struct arch_context context = context_prepare(whole);
    const uint32_t word[] = {PC + 2};
    stack_limit(AT + 16); // The hardware refuses.
    assert_int_equal(port_fault_words_set(&context, FAULT_WORDS_PC, word, 1), ERROR_FAULT);
}

static void status_stays_the_processors_but_for_the_flags(void **unused)
{
    (void)unused;
    struct exception_frame in_block = whole;
    in_block.xpsr |= XPSR_IT_ICI;
    // What is left of an IT block is that of one instruction.
    static const struct {
        uint32_t pc;
        uint32_t given;
        uint32_t left;
    } cases[] = {
        {PC, 0, XPSR_THUMB | XPSR_IT_ICI},
        {PC, UINT32_MAX, XPSR_FLAGS | XPSR_THUMB | XPSR_IT_ICI},
        {PC + 1, UINT32_MAX, XPSR_FLAGS | XPSR_THUMB | XPSR_IT_ICI},
        {PC + 2, UINT32_MAX, XPSR_FLAGS | XPSR_THUMB},
        {PC + 2, XPSR_EXCEPTION | XPSR_IT_ICI | XPSR_PADDED, XPSR_THUMB},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arch_context context = context_prepare(in_block);
        const uint32_t word[] = {cases[i].pc, SP, cases[i].given};
        assert_int_equal(port_fault_words_set(&context, FAULT_WORDS_EXCEPTION, word, 3),
                         ERROR_NONE);
        const struct exception_frame frame = stack_frame(context.stack_pointer);
        assert_int_equal(frame.xpsr, cases[i].left);
        assert_int_equal(frame.pc, cases[i].pc & ~1u);
    }
    // Outside a block nobody can be put into one.
    struct arch_context context = context_prepare(whole);
    const uint32_t word[] = {PC, SP, UINT32_MAX};
    assert_int_equal(port_fault_words_set(&context, FAULT_WORDS_EXCEPTION, word, 3), ERROR_NONE);
    assert_int_equal(stack_frame(AT).xpsr, XPSR_FLAGS | XPSR_THUMB);
}

static void words_of_a_memory_fault_are_not_set(void **unused)
{
    (void)unused;
    struct arch_context context = context_prepare(whole);
    const uint32_t word[] = {PC + 2, SP, 0};
    assert_int_equal(port_fault_words_set(&context, FAULT_WORDS_NONE, word, 3), ERROR_NONE);
    const struct exception_frame frame = stack_frame(AT);
    assert_memory_equal(&frame, &whole, sizeof frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_stand_in_their_order),
        cmocka_unit_test(words_without_a_frame_are_nothing),
        cmocka_unit_test(as_many_are_set_as_are_given),
        cmocka_unit_test(frame_goes_where_the_stack_pointer_is),
        cmocka_unit_test(frame_without_room_is_refused_and_nothing_set),
        cmocka_unit_test(status_stays_the_processors_but_for_the_flags),
        cmocka_unit_test(words_of_a_memory_fault_are_not_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
