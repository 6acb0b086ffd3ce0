// SPDX-License-Identifier: Apache-2.0 OR MIT
// Views and the borrow check: what may be open together, every way out of a block, and the one line
// that a program ends with. Clang sees most of what is wrong here, so those functions are not
// analysed.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ipc.h>
#include <stdio.h>
#include <string.h>

#include "fake_kernel.h"
#include "stop.h"

static IPC_BUFFER_MEMORY(memory);
static IPC_BUFFER_MEMORY(other_memory);
static struct ipc_handle *buffer;
static struct ipc_handle *other;
static unsigned line_first;  // of the view that is open
static unsigned line_second; // of what is refused

static int buffers_make(void **state)
{
    (void)state;
    fake_reset();
    other = ipc_buffer_open(&other_memory);
    buffer = ipc_buffer_set(&memory);
    fake_reset();
    return 0;
}

/// Expects the end of the program with this text, in which % stands for the first place and @ for
/// the second.
static void assert_line(const char *text)
{
    char expected[512];
    size_t length = 0;
    for (; *text != '\0'; text++) {
        size_t room = sizeof(expected) - length;
        int added = *text == '%' ? snprintf(&expected[length], room, "%s:%u", __FILE__, line_first)
                    : *text == '@'
                        ? snprintf(&expected[length], room, "%s:%u", __FILE__, line_second)
                        : snprintf(&expected[length], room, "%c", *text);
        assert_in_range(added, 1, room - 1);
        length += (size_t)added;
    }
    assert_string_equal(fake_line, expected);
    assert_int_equal(fake_call_count, 0); // the kernel was not called
}

// ---------------------------------------------------------------------------------------------
// Ways out

static void assert_free(void)
{
    assert_int_equal(memory.state_, 0);
    assert_false(ENDS(ipc_word_set(0, 1)));
}

static void view_ends_with_its_block(void **state)
{
    (void)state;
    WITH_IPC_WRITE(message)
    {
        message->word[0] = 5;
        assert_int_not_equal(memory.state_, 0);
    }
    assert_free();
    WITH_IPC_READ(message)
    {
        assert_int_equal(message->word[0], 1);
        assert_int_equal(memory.state_, 1);
    }
    assert_free();
}

static void view_ends_with_break(void **state)
{
    (void)state;
    WITH_IPC_WRITE(message)
    {
        if (message->word[0] == 0) {
            break;
        }
        message->word[0] = 5;
    }
    assert_free();
    WITH_IPC_READ(message)
    {
        if (message->word[0] == 0 || memory.state_ == 1) {
            break;
        }
        fail();
    }
    assert_free();
}

static uintptr_t word_read_by_return(void)
{
    WITH_IPC_READ(message)
    {
        return message->word[3];
    }
    return 0;
}

static void word_written_by_return(void)
{
    WITH_IPC_WRITE(message)
    {
        message->word[3] = 33;
        return;
    }
}

static void view_ends_with_return(void **state)
{
    (void)state;
    word_written_by_return();
    assert_int_equal(word_read_by_return(), 33);
    assert_free();
}

static void view_ends_with_goto(void **state)
{
    (void)state;
    WITH_IPC_WRITE(message)
    {
        message->word[1] = 1;
        goto out;
    }
out:
    assert_free();
}

static void view_ends_with_continue_of_a_loop(void **state)
{
    (void)state;
    unsigned rounds = 0;
    for (unsigned i = 0; i < 3; i++) {
        WITH_IPC_READ(message)
        {
            assert_int_not_equal((uintptr_t)message, 0);
            rounds += 1;
            continue;
        }
    }
    assert_int_equal(rounds, 3);
    assert_free();
}

static jmp_buf out_of_view;

static void view_left_by_jump(void)
{
    WITH_IPC_WRITE(message)
    {
        message->word[0] = 1;
        longjmp(out_of_view, 1);
    }
}

static void view_left_by_longjmp_is_restored(void **state)
{
    (void)state;
    uintptr_t views = ipc_views_save(buffer);
    ipc_views_restore(buffer, views);
    if (setjmp(out_of_view) == 0) {
        view_left_by_jump();
    }
    assert_int_not_equal(memory.state_, 0);
    ipc_views_restore(buffer, views);
    assert_free();
}

static void begin_and_end_are_a_view(void **state)
{
    (void)state;
    volatile union ipc_message *message = ipc_write_begin(buffer);
    message->word[9] = 9;
    ipc_write_end(buffer);
    message = ipc_read_begin(buffer);
    assert_int_equal(message->word[9], 9);
    ipc_read_end(buffer);
    assert_free();
}

// ---------------------------------------------------------------------------------------------
// Conflicts

IPC_UNANALYSED static void call_while_written(void)
{
    line_first = __LINE__ + 1;
    WITH_IPC_WRITE(message)
    {
        message->word[0] = 1;
        line_second = __LINE__ + 1;
        (void)ipc_call(3, 0);
    }
}

static void call_while_written_stops(void **state)
{
    (void)state;
    assert_true(ENDS(call_while_written()));
    assert_line("program: ipc buffer in use: call at @ while written since %; end the view before "
                "the call\n");
}

IPC_UNANALYSED static void call_while_read(void)
{
    line_first = __LINE__ + 1;
    WITH_IPC_READ(message)
    {
        line_second = __LINE__ + 1;
        (void)ipc_reply_receive(message->word[0]);
    }
}

static void call_while_read_stops(void **state)
{
    (void)state;
    assert_true(ENDS(call_while_read()));
    assert_line("program: ipc buffer in use: reply_receive at @ while already being read since %; "
                "end the view before the call\n");
}

IPC_UNANALYSED static void write_while_written(void)
{
    line_first = __LINE__ + 1;
    WITH_IPC_WRITE(message)
    {
        line_second = __LINE__ + 1;
        WITH_IPC_WRITE(another)
        {
            another->word[0] = message->word[0];
        }
    }
}

static void write_while_written_stops(void **state)
{
    (void)state;
    assert_true(ENDS(write_while_written()));
    assert_line("program: ipc buffer in use: write view at @ while written since %; end that view "
                "first\n");
}

IPC_UNANALYSED static void read_while_written(void)
{
    line_first = __LINE__ + 1;
    WITH_IPC_WRITE(message)
    {
        line_second = __LINE__ + 1;
        WITH_IPC_READ(another)
        {
            message->word[0] = another->word[1];
        }
    }
}

static void read_while_written_stops(void **state)
{
    (void)state;
    assert_true(ENDS(read_while_written()));
    assert_line("program: ipc buffer in use: read view at @ while written since %; end that view "
                "first\n");
}

IPC_UNANALYSED static void write_while_read(void)
{
    line_first = __LINE__ + 1;
    WITH_IPC_READ(message)
    {
        line_second = __LINE__ + 1;
        WITH_IPC_WRITE(another)
        {
            another->word[0] = message->word[1];
        }
    }
}

static void write_while_read_stops(void **state)
{
    (void)state;
    assert_true(ENDS(write_while_read()));
    assert_line("program: ipc buffer in use: write view at @ while already being read since %; end "
                "that view first\n");
}

IPC_UNANALYSED static void accessors_while_written(bool writes)
{
    line_first = __LINE__ + 1;
    WITH_IPC_WRITE(message)
    {
        message->word[0] = 0;
        line_second = __LINE__ + 1;
        writes ? ipc_word_set(0, 1) : (void)ipc_word_get(0);
    }
}

static void accessors_while_written_stop(void **state)
{
    (void)state;
    assert_true(ENDS(accessors_while_written(true)));
    assert_line("program: ipc buffer in use: ipc_word_set at @ while written since %; end that "
                "view first\n");
    (void)buffers_make(NULL);
    assert_true(ENDS(accessors_while_written(false)));
    assert_line("program: ipc buffer in use: ipc_word_get at @ while written since %; end that "
                "view first\n");
}

IPC_UNANALYSED static void accessors_while_read_stop_the_writer_only(void **state)
{
    (void)state;
    WITH_IPC_READ(message)
    {
        assert_int_equal(ipc_word_get(0), message->word[0]);
        assert_true(ENDS(ipc_word_set(0, 1)));
        assert_true(ENDS(ipc_capability_offer(0, 1, 1)));
        assert_int_equal(ipc_capability_badge(0), 0);
    }
    assert_free();
}

IPC_UNANALYSED static void every_operation_stops_inside_a_view(void **state)
{
    (void)state;
    uint8_t const name[] = "name";
    WITH_IPC_READ(message)
    {
        assert_int_not_equal((uintptr_t)message, 0);
        assert_true(ENDS((void)ipc_call(1, 0)));
        assert_true(ENDS((void)ipc_call_into(1, 0, 0)));
        assert_true(ENDS((void)ipc_reply_receive(0)));
        assert_true(ENDS((void)ipc_reply_receive_into(0, 0, 0)));
        assert_true(ENDS((void)ipc_receive()));
        assert_true(ENDS((void)ipc_receive_into(0, 0)));
        assert_true(ENDS((void)ipc_receive_poll()));
        assert_true(ENDS((void)ipc_receive_poll_into(0, 0)));
        assert_true(ENDS((void)ipc_send(1, 0)));
        assert_true(ENDS((void)ipc_send_poll(1, 0)));
        assert_true(ENDS((void)ipc_reply(0, 0)));
        assert_true(ENDS((void)ipc_send_receive(1, 0)));
        assert_true(ENDS((void)ipc_send_receive_into(1, 0, 0, 0)));
        assert_true(ENDS((void)ipc_signal(1)));
        assert_true(ENDS((void)ipc_wait()));
        assert_true(ENDS((void)ipc_poll()));
        assert_true(ENDS(ipc_yield()));
        assert_true(ENDS((void)ipc_capability_drop(1)));
        assert_true(ENDS((void)ipc_capability_copy(1, 2, 3, 4, 5)));
        assert_true(ENDS((void)ipc_capability_revoke(1, 1)));
        assert_true(ENDS((void)ipc_capability_query(1)));
        assert_true(ENDS((void)ipc_capability_connect(name, 4, 2)));
        assert_true(ENDS((void)ipc_irq_acknowledge(1)));
        assert_true(ENDS((void)ipc_child_stop(1)));
        assert_true(ENDS((void)ipc_child_resume(1)));
        assert_true(ENDS((void)ipc_child_restart(1, 0)));
        assert_true(ENDS((void)ipc_debug_write(1, 'x')));
        assert_true(ENDS(ipc_buffer_register(buffer)));
    }
    assert_int_equal(fake_call_count, 0);
    assert_free();
}

// ---------------------------------------------------------------------------------------------
// Readers

static void read_to_depth(unsigned depth)
{
    if (depth == 0) {
        return;
    }
    WITH_IPC_READ(message)
    {
        assert_int_not_equal((uintptr_t)message, 0);
        read_to_depth(depth - 1);
    }
}

static void readers_up_to_255(void **state)
{
    (void)state;
    assert_false(ENDS(read_to_depth(255)));
    assert_free();
}

static void readers_beyond_255_stop(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 255; i++) {
        line_first = i == 0 ? __LINE__ + 1 : line_first;
        ipc_read_open_(buffer, IPC_PLACE("read view"));
    }
    line_second = __LINE__ + 1;
    assert_true(ENDS((void)!ipc_read_open_(buffer, IPC_PLACE("read view"))));
    assert_line("program: ipc buffer in use: read view at @ while already being read since % by "
                "255 views; end one first\n");
    assert_int_equal(memory.state_, 255);
}

static void reader_inside_reader(void **state)
{
    (void)state;
    WITH_IPC_READ(message)
    {
        WITH_IPC_READ_INSIDE(again)
        {
            assert_int_equal((uintptr_t)message, (uintptr_t)again);
            assert_int_equal(memory.state_, 2);
        }
        assert_int_equal(memory.state_, 1);
    }
    assert_free();
}

// ---------------------------------------------------------------------------------------------
// Buffers

IPC_UNANALYSED static void two_buffers_have_two_states(void **state)
{
    (void)state;
    WITH_IPC_WRITE_OF(buffer, message)
    {
        WITH_IPC_WRITE_OF(other, copy)
        {
            message->word[0] = 1;
            copy->word[0] = 2;
        }
        assert_false(ENDS((void)ipc_call_with(other, 1, 0)));
        assert_true(ENDS((void)ipc_call_with(buffer, 1, 0)));
    }
    assert_int_equal(ipc_word_get_with(buffer, 0), 1);
    assert_int_equal(fake_call_count, 1);
    assert_ptr_equal(fake_calls[0].buffer, &other_memory);
}

static void use_before_it_is_set_stops(void **state)
{
    (void)state;
    struct ipc_handle *set = ipc_current_;
    ipc_current_ = (struct ipc_handle *)(uintptr_t)&ipc_unset;

    line_second = __LINE__ + 1;
    assert_true(ENDS((void)ipc_call(1, 0)));
    assert_line("program: ipc buffer not set (no ipc_buffer_set before @)\n");
    line_second = __LINE__ + 1;
    assert_true(ENDS(ipc_word_set(1, 0)));
    assert_line("program: ipc buffer not set (no ipc_buffer_set before @)\n");
    line_second = __LINE__ + 1;
    assert_true(ENDS((void)!ipc_read_open_(ipc_current(), IPC_PLACE("read view"))));
    assert_line("program: ipc buffer not set (no ipc_buffer_set before @)\n");
    ipc_current_ = set;
}

static void buffer_at_an_odd_address_stops(void **state)
{
    (void)state;
    static struct {
        uintptr_t ahead;
        struct ipc_buffer_memory memory;
    } place __attribute__((aligned(IPC_BUFFER_SIZE)));
    line_second = __LINE__ + 1;
    assert_true(ENDS(ipc_buffer_open(&place.memory)));
    char start[100];
    snprintf(start, sizeof(start), "program: ipc buffer at 0x%016zx is not at a multiple of %u",
             (size_t)&place.memory, (unsigned)IPC_BUFFER_SIZE);
    assert_memory_equal(fake_line, start, strlen(start));
}

static void refusal(unsigned class, struct bulkhead_ipc_registers *registers, void *of)
{
    (void)class;
    (void)of;
    *registers = (struct bulkhead_ipc_registers){.capability = ERROR_FAULT};
}

static void buffer_that_the_kernel_refuses_stops(void **state)
{
    (void)state;
    fake_answer = refusal;
    struct ipc_handle *before = ipc_current();
    assert_true(ENDS((void)ipc_buffer_set(&other_memory)));
    assert_non_null(strstr(fake_line, " refused by the kernel with error 32, at "));
    assert_ptr_equal(ipc_current(), before);
}

// An upcall function or a fault handler finds the buffer as its program left it.
IPC_UNANALYSED static void use_from_elsewhere(unsigned class,
                                              struct bulkhead_ipc_registers *registers, void *of)
{
    (void)class;
    (void)of;
    *registers = (struct bulkhead_ipc_registers){0};
    assert_false(ENDS(ipc_word_set(0, 1)));
}

IPC_UNANALYSED static void use_from_elsewhere_stops_without_waiting(void **state)
{
    (void)state;
    fake_answer = use_from_elsewhere;
    (void)ipc_yield(); // no view: fine
    WITH_IPC_WRITE(message)
    {
        message->word[0] = 1;
        assert_true(ENDS(ipc_word_set(0, 1)));
    }
    assert_free();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(view_ends_with_its_block, buffers_make),
        cmocka_unit_test_setup(view_ends_with_break, buffers_make),
        cmocka_unit_test_setup(view_ends_with_return, buffers_make),
        cmocka_unit_test_setup(view_ends_with_goto, buffers_make),
        cmocka_unit_test_setup(view_ends_with_continue_of_a_loop, buffers_make),
        cmocka_unit_test_setup(view_left_by_longjmp_is_restored, buffers_make),
        cmocka_unit_test_setup(begin_and_end_are_a_view, buffers_make),
        cmocka_unit_test_setup(call_while_written_stops, buffers_make),
        cmocka_unit_test_setup(call_while_read_stops, buffers_make),
        cmocka_unit_test_setup(write_while_written_stops, buffers_make),
        cmocka_unit_test_setup(read_while_written_stops, buffers_make),
        cmocka_unit_test_setup(write_while_read_stops, buffers_make),
        cmocka_unit_test_setup(accessors_while_written_stop, buffers_make),
        cmocka_unit_test_setup(accessors_while_read_stop_the_writer_only, buffers_make),
        cmocka_unit_test_setup(every_operation_stops_inside_a_view, buffers_make),
        cmocka_unit_test_setup(readers_up_to_255, buffers_make),
        cmocka_unit_test_setup(readers_beyond_255_stop, buffers_make),
        cmocka_unit_test_setup(reader_inside_reader, buffers_make),
        cmocka_unit_test_setup(two_buffers_have_two_states, buffers_make),
        cmocka_unit_test_setup(use_before_it_is_set_stops, buffers_make),
        cmocka_unit_test_setup(buffer_at_an_odd_address_stops, buffers_make),
        cmocka_unit_test_setup(buffer_that_the_kernel_refuses_stops, buffers_make),
        cmocka_unit_test_setup(use_from_elsewhere_stops_without_waiting, buffers_make),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
