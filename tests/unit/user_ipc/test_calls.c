// SPDX-License-Identifier: Apache-2.0 OR MIT
// What each operation puts into the registers, what it takes from them, and what becomes of the
// words of the message.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ipc.h>
#include <stdio.h>
#include <string.h>

#include "fake_kernel.h"

static IPC_BUFFER_MEMORY(memory);
static struct ipc_handle *buffer;

/// Words 1 to 120, with a pattern.
static uintptr_t pattern(unsigned index)
{
    return 0x5A000000u + index;
}

static int message_fill(void **state)
{
    (void)state;
    fake_reset();
    memset(&memory, 0, sizeof(memory));
    buffer = ipc_buffer_set(&memory);
    fake_reset();
    for (unsigned i = 0; i < IPC_MESSAGE_WORDS_MAX; i++) {
        ipc_word_set(i, pattern(i));
    }
    return 0;
}

static void answer_all(unsigned class, struct bulkhead_ipc_registers *registers, void *of)
{
    (void)class;
    (void)of;
    *registers = (struct bulkhead_ipc_registers){
        .capability = ERROR_TRUNCATED,
        .info = 0x123,
        .word = {11, 12, 13, 14},
        .window = 0x89ABCDEFu,
        .reply_slot = 0x01234567u,
    };
}

static const struct bulkhead_ipc_registers *call_of(unsigned class)
{
    assert_int_equal(fake_call_count, 1);
    assert_int_equal(fake_calls[0].class, class);
    assert_ptr_equal(fake_calls[0].buffer, &memory);
    return &fake_calls[0].in;
}

static void assert_message_sent(const struct bulkhead_ipc_registers *in)
{
    for (unsigned i = 0; i < IPC_REGISTER_WORDS; i++) {
        assert_int_equal(in->word[i], pattern(i));
    }
}

static void assert_message_received(struct ipc_result result, bool is_received)
{
    assert_int_equal(result.status, ERROR_TRUNCATED);
    assert_int_equal(result.info, 0x123);
    assert_true(result.badge == 0x0123456789ABCDEFu);
    for (unsigned i = 0; i < IPC_MESSAGE_WORDS_MAX; i++) {
        uintptr_t expected = is_received && i < IPC_REGISTER_WORDS ? 11 + i : pattern(i);
        assert_int_equal(ipc_word_get(i), expected);
    }
}

/// One operation that moves a message, in all its forms.
#define MESSAGE_TEST(name, class_, short_form, long_form, explicit_form, capability_, info_, \
                     window_, slot_, receives)                                               \
    static void name(void **state)                                                           \
    {                                                                                        \
        fake_answer = answer_all;                                                            \
        assert_message_received((short_form), (receives));                                   \
        const struct bulkhead_ipc_registers *in = call_of(class_);                           \
        assert_message_sent(in);                                                             \
        assert_int_equal(in->capability, (capability_));                                     \
        assert_int_equal(in->info, (info_));                                                 \
        assert_int_equal(in->window, 0);                                                     \
        assert_int_equal(in->reply_slot, 0);                                                 \
                                                                                             \
        (void)message_fill(state);                                                           \
        fake_answer = answer_all;                                                            \
        assert_message_received((long_form), (receives));                                    \
        in = call_of(class_);                                                                \
        assert_int_equal(in->window, (window_));                                             \
        assert_int_equal(in->reply_slot, (slot_));                                           \
                                                                                             \
        (void)message_fill(state);                                                           \
        fake_answer = answer_all;                                                            \
        ipc_current_ = NULL; /* the explicit form does not look */                           \
        struct ipc_result result = (explicit_form);                                          \
        ipc_current_ = buffer;                                                               \
        assert_message_received(result, (receives));                                         \
        assert_message_sent(call_of(class_));                                                \
    }

MESSAGE_TEST(call, 0x40, ipc_call(5, 0x7083), ipc_call_into(5, 0x7083, IPC_WINDOW(9, 2)),
             ipc_call_with(buffer, 5, 0x7083), 5, 0x7083, 0x20009, 0, true)
MESSAGE_TEST(reply_receive, 0x41, ipc_reply_receive(0x7083), ipc_reply_receive_into(0x7083, 7, 3),
             ipc_reply_receive_with(buffer, 0x7083), 0, 0x7083, 7, 3, true)
MESSAGE_TEST(receive, 0x42, ipc_receive(), ipc_receive_into(7, 3), ipc_receive_with(buffer), 0, 0,
             7, 3, true)
MESSAGE_TEST(receive_poll, 0x43, ipc_receive_poll(), ipc_receive_poll_into(7, 3),
             ipc_receive_poll_with(buffer), 0, 0, 7, 3, true)
MESSAGE_TEST(send, 0x44, ipc_send(5, 0x83), ipc_send(5, 0x83), ipc_send_with(buffer, 5, 0x83), 5,
             0x83, 0, 0, false)
MESSAGE_TEST(send_poll, 0x45, ipc_send_poll(5, 0x83), ipc_send_poll(5, 0x83),
             ipc_send_poll_with(buffer, 5, 0x83), 5, 0x83, 0, 0, false)
MESSAGE_TEST(reply, 0x46, ipc_reply(0x83, 0), ipc_reply(0x83, 2), ipc_reply_with(buffer, 0x83, 0),
             0, 0x83, 0, 2, false)
MESSAGE_TEST(send_receive, 0x48, ipc_send_receive(5, 0x83), ipc_send_receive_into(5, 0x83, 7, 3),
             ipc_send_receive_with(buffer, 5, 0x83), 5, 0x83, 7, 3, true)
MESSAGE_TEST(wait, 0x49, ipc_wait(), ipc_wait(), ipc_wait_with(buffer), 0, 0, 0, 0, false)
MESSAGE_TEST(poll, 0x4A, ipc_poll(), ipc_poll(), ipc_poll_with(buffer), 0, 0, 0, 0, false)

/// Operations that leave the message alone: class, index, label, words.
struct words_case {
    unsigned class;
    uintptr_t index;
    uintptr_t label;
    uintptr_t word[4];
};

static void assert_words(struct words_case expected)
{
    const struct bulkhead_ipc_registers *in = call_of(expected.class);
    assert_int_equal(in->capability, expected.index);
    assert_int_equal(ipc_info_label(in->info), expected.label);
    assert_memory_equal(in->word, expected.word, sizeof(expected.word));
    assert_int_equal(in->window, 0);
    assert_int_equal(in->reply_slot, 0);
    for (unsigned i = 0; i < IPC_MESSAGE_WORDS_MAX; i++) {
        assert_int_equal(ipc_word_get(i), pattern(i));
    }
    (void)message_fill(NULL);
    fake_answer = answer_all;
}

static void operations_leave_the_message_alone(void **state)
{
    (void)state;
    fake_answer = answer_all;
    assert_int_equal(ipc_signal(5), ERROR_TRUNCATED);
    assert_words((struct words_case){0x47, 5, 0, {0}});
    ipc_yield();
    assert_words((struct words_case){0x4B, 0, 0, {0}});
    assert_int_equal(ipc_capability_drop(6), ERROR_TRUNCATED);
    assert_words((struct words_case){0x4C, 6, 0, {0}});
    assert_int_equal(ipc_capability_copy(6, 7, 8, 9, 1), ERROR_TRUNCATED);
    assert_words((struct words_case){0x4C, 6, 1, {7, 8, 9, 1}});
    assert_int_equal(ipc_capability_revoke(7, 8), ERROR_TRUNCATED);
    assert_words((struct words_case){0x4C, 0, 2, {7, 8, 0, 0}});
    struct ipc_words answer = ipc_capability_query(6);
    assert_int_equal(answer.status, ERROR_TRUNCATED);
    assert_int_equal(answer.word[0], 11);
    assert_int_equal(answer.word[3], 14);
    assert_words((struct words_case){0x4C, 6, 3, {0}});
    assert_int_equal(ipc_capability_connect("name", 4, 9), ERROR_TRUNCATED);
    assert_words((struct words_case){0x4C, 0, 4, {fake_calls[0].in.word[0], 4, 9, 0}});
    assert_int_equal(ipc_irq_acknowledge(6), ERROR_TRUNCATED);
    assert_words((struct words_case){0x4D, 6, 1, {0}});
    assert_int_equal(ipc_child_stop(6), ERROR_TRUNCATED);
    assert_words((struct words_case){0x4D, 6, 1, {0}});
    assert_int_equal(ipc_child_resume(6), ERROR_TRUNCATED);
    assert_words((struct words_case){0x4D, 6, 2, {0}});
    assert_int_equal(ipc_child_restart(6, 0x200000), ERROR_TRUNCATED);
    assert_words((struct words_case){0x4D, 6, 3, {0x200000, 0, 0, 0}});
    assert_int_equal(ipc_debug_write(6, 'x'), ERROR_TRUNCATED);
    assert_words((struct words_case){0x4D, 6, 1, {'x', 0, 0, 0}});
}

static void buffer_is_registered_by_its_address(void **state)
{
    (void)state;
    ipc_buffer_register(buffer);
    const struct bulkhead_ipc_registers *in = call_of(0x4E);
    assert_int_equal(in->word[0], (uintptr_t)&memory);
}

// ---------------------------------------------------------------------------------------------
// Single words

static void words_have_bounds(void **state)
{
    (void)state;
    static const uintptr_t beyond[] = {120, 121, 255, 256, 0x3FFFFFFF, 0x40000000, UINTPTR_MAX};
    for (volatile unsigned i = 0; i < sizeof(beyond) / sizeof(beyond[0]); i++) {
        assert_true(ENDS((void)ipc_word_get(beyond[i])));
        assert_non_null(strstr(fake_line, "program: no such word of a message: ipc_word_get at "));
        assert_true(ENDS(ipc_word_set(beyond[i], 1)));
        assert_non_null(strstr(fake_line, "program: no such word of a message: ipc_word_set at "));
    }
    assert_true(ENDS((void)ipc_word_get(120)));
    assert_non_null(strstr(fake_line, " of word 120\n"));
    assert_false(ENDS((void)ipc_word_get(119)));
    assert_true(ENDS(ipc_capability_offer(3, 1, 1)));
    assert_true(ENDS((void)ipc_capability_badge(3)));
    assert_int_equal(fake_call_count, 0);
}

static void capabilities_lie_where_the_kernel_looks(void **state)
{
    (void)state;
    ipc_capability_offer(0, 4, 1);
    ipc_capability_offer(2, 5, 3);
    assert_int_equal(memory.capability_[0], IPC_OFFER(4, 1));
    assert_int_equal(memory.capability_[2], IPC_OFFER(5, 3));
    memory.capability_[1] = 77;
    assert_int_equal(ipc_capability_badge(1), 77);
    assert_int_equal(offsetof(struct ipc_buffer_memory, capability_) / sizeof(uintptr_t),
                     offsetof(struct ipc_buffer, capability) / 4);
    assert_int_equal(offsetof(struct ipc_buffer_memory, message_) / sizeof(uintptr_t),
                     offsetof(struct ipc_buffer, word) / 4);
}

static void information_word_holds_its_parts(void **state)
{
    (void)state;
    uintptr_t info = ipc_info_offering(0xABCDE, 120, 3);
    assert_int_equal(ipc_info_label(info), 0xABCDE);
    assert_int_equal(ipc_info_length(info), 120);
    assert_int_equal(ipc_info_capabilities(info), 3);
    assert_int_equal(ipc_info_unwrapped(info), 0);
    assert_int_equal(ipc_info(1, 128 + 5), ipc_info(1, 5));
    assert_int_equal(ipc_info_unwrapped(5u << 9), 5);
}

// Words, half-words and bytes are the same memory.
static void byte_checker(unsigned class, struct bulkhead_ipc_registers *registers, void *of)
{
    (void)class;
    struct ipc_buffer_memory *sent = of;
    uintptr_t word;
    memcpy(&word, "ABCDEFGH", sizeof(word));
    assert_int_equal(registers->word[1], word);
    assert_int_equal(sent->message_.word[5], 0x0706050403020100u & UINTPTR_MAX);
    *registers = (struct bulkhead_ipc_registers){.word = {0, 0x64636261}};
    memcpy(&sent->message_.word[6], "abcdefgh", sizeof(word));
}

static void bytes_before_a_call_are_seen_as_words(void **state)
{
    (void)state;
    fake_answer = byte_checker;
    WITH_IPC_WRITE(message)
    {
        for (unsigned i = 0; i < sizeof(uintptr_t); i++) {
            message->byte[sizeof(uintptr_t) + i] = (uint8_t)('A' + i);
        }
        for (unsigned i = 0; i < sizeof(uintptr_t) / 2; i++) {
            message->half[5 * sizeof(uintptr_t) / 2 + i] = (uint16_t)(0x100 * (2 * i + 1) + 2 * i);
        }
    }
    (void)ipc_call(1, ipc_info(0, 8));
    WITH_IPC_READ(message)
    {
        assert_int_equal(message->byte[sizeof(uintptr_t)], 'a');
        assert_int_equal(message->single[sizeof(uintptr_t) / 4], 0x64636261);
        assert_int_equal(message->half[6 * sizeof(uintptr_t) / 2], 0x6261);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(call, message_fill),
        cmocka_unit_test_setup(reply_receive, message_fill),
        cmocka_unit_test_setup(receive, message_fill),
        cmocka_unit_test_setup(receive_poll, message_fill),
        cmocka_unit_test_setup(send, message_fill),
        cmocka_unit_test_setup(send_poll, message_fill),
        cmocka_unit_test_setup(reply, message_fill),
        cmocka_unit_test_setup(send_receive, message_fill),
        cmocka_unit_test_setup(wait, message_fill),
        cmocka_unit_test_setup(poll, message_fill),
        cmocka_unit_test_setup(operations_leave_the_message_alone, message_fill),
        cmocka_unit_test_setup(buffer_is_registered_by_its_address, message_fill),
        cmocka_unit_test_setup(words_have_bounds, message_fill),
        cmocka_unit_test_setup(capabilities_lie_where_the_kernel_looks, message_fill),
        cmocka_unit_test_setup(information_word_holds_its_parts, message_fill),
        cmocka_unit_test_setup(bytes_before_a_call_are_seen_as_words, message_fill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
