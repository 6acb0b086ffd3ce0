// SPDX-License-Identifier: Apache-2.0 OR MIT
// The event loop: which entry point runs for what, what goes back, and what goes out with it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "fake_system.h"

/// What the entry points were called with, as a text.
static char events[512];
static void (*in_init)(void);
static void (*in_notified)(microkit_channel ch);
static seL4_Bool fault_reply;

static void note(const char *what, unsigned value)
{
    size_t length = strlen(events);
    snprintf(&events[length], sizeof(events) - length, "%s %u ", what, value);
}

void init(void)
{
    note("init", 0);
    if (in_init != NULL) {
        in_init();
    }
}

void notified(microkit_channel ch)
{
    note("notified", ch);
    if (in_notified != NULL) {
        in_notified(ch);
    }
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    note("protected", ch);
    note("label", (unsigned)microkit_msginfo_get_label(msginfo));
    note("count", (unsigned)microkit_msginfo_get_count(msginfo));
    note("word", (unsigned)microkit_mr_get(0));
    microkit_mr_set(0, microkit_mr_get(0) + 1);
    microkit_mr_set(5, 55);
    return microkit_msginfo_new(7, 6);
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    note("fault", child);
    note("label", (unsigned)microkit_msginfo_get_label(msginfo));
    *reply_msginfo = microkit_msginfo_new(0, 2);
    return fault_reply;
}

void peer_died(microkit_channel ch)
{
    note("peer died", ch);
}

static int reset(void **state)
{
    (void)state;
    events[0] = '\0';
    in_init = NULL;
    in_notified = NULL;
    fault_reply = seL4_False;
    return 0;
}

static struct fake_event message(uint64_t badge, uintptr_t info, uintptr_t word)
{
    return (struct fake_event){{.info = info,
                                .word = {word},
                                .window = (uint32_t)badge,
                                .reply_slot = (uintptr_t)(badge >> 32)}};
}

static struct fake_event signals(uint64_t badge)
{
    struct fake_event event = message(badge, 0, 0);
    event.out.capability = IPC_STATUS_SIGNAL;
    return event;
}

/// The calls behind the start: buffer, queries, acknowledgements.
static const struct fake_call *call_behind_start(size_t number)
{
    size_t start = 1 + INDEX_SLOT + 2 + 2;
    assert_true(start + number < fake_call_count);
    return &fake_calls[start + number];
}

static void start_registers_finds_and_acknowledges(void **state)
{
    (void)state;
    fake_system_run(NULL, 0);
    assert_string_equal(events, "init 0 ");
    assert_int_equal(fake_calls[0].class, IPC_BUFFER_SET);
    assert_int_equal(fake_calls[0].in.word[0] % IPC_BUFFER_SIZE, 0);
    // All entries and the end of the table, then both interrupts, then the first receive.
    for (size_t i = 1; i <= INDEX_SLOT + 2; i++) {
        assert_int_equal(fake_calls[i].class, IPC_CAPABILITY);
        assert_int_equal(fake_calls[i].in.capability, i);
    }
    assert_int_equal(fake_calls[INDEX_SLOT + 3].class, IPC_OBJECT);
    assert_int_equal(fake_calls[INDEX_SLOT + 3].in.capability, INDEX_IRQ_3);
    assert_int_equal(fake_calls[INDEX_SLOT + 4].class, IPC_OBJECT);
    assert_int_equal(fake_calls[INDEX_SLOT + 4].in.capability, INDEX_IRQ_40);
    assert_int_equal(call_behind_start(0)->class, IPC_RECEIVE);
    assert_int_equal(fake_call_count, INDEX_SLOT + 6);
}

static void signals_come_lowest_first(void **state)
{
    (void)state;
    const struct fake_event received[] = {
        signals(1ull << 61 | 1ull << 32 | 1u << 31 | 1u << 30 | 1u << 29 | 1),
    };
    fake_system_run(received, 1);
    assert_string_equal(events, "init 0 notified 0 notified 29 notified 30 notified 31 notified 32 "
                                "notified 61 ");
    assert_int_equal(call_behind_start(1)->class, IPC_RECEIVE);
}

// The bits of a signal are a badge of its own; those of a message's badge must not be taken for it.
static void signal_on_the_highest_bits_is_no_message(void **state)
{
    (void)state;
    const struct fake_event received[] = {signals(IPC_BADGE_CALL | IPC_BADGE_FAULT)};
    fake_system_run(received, 1);
    assert_string_equal(events, "init 0 notified 62 notified 63 ");
}

static void call_is_answered_with_the_next_receive(void **state)
{
    (void)state;
    const struct fake_event received[] = {message(IPC_BADGE_CALL | 61, 3 << 12 | 1, 41)};
    fake_system_run(received, 1);
    assert_string_equal(events, "init 0 protected 61 label 3 count 1 word 41 ");
    const struct fake_call *reply = call_behind_start(1);
    assert_int_equal(reply->class, IPC_REPLY_RECEIVE);
    assert_int_equal(reply->in.info, 7 << 12 | 6);
    assert_int_equal(reply->in.word[0], 42);
}

static void truncated_message_is_a_message(void **state)
{
    (void)state;
    struct fake_event received[] = {message(IPC_BADGE_CALL | 2, 4, 9)};
    received[0].out.capability = ERROR_TRUNCATED;
    fake_system_run(received, 1);
    assert_string_equal(events, "init 0 protected 2 label 0 count 4 word 9 ");
}

static void fault_is_answered_or_not(void **state)
{
    const struct fake_event received[] = {message(IPC_BADGE_FAULT | 2, 6 << 12 | 4, 0)};
    fake_system_run(received, 1);
    assert_string_equal(events, "init 0 fault 2 label 6 ");
    assert_int_equal(call_behind_start(1)->class, IPC_RECEIVE);

    (void)reset(state);
    fault_reply = seL4_True;
    fake_system_run(received, 1);
    assert_int_equal(call_behind_start(1)->class, IPC_REPLY_RECEIVE);
    assert_int_equal(call_behind_start(1)->in.info, 2);
}

static void death_of_a_peer_is_no_fault(void **state)
{
    (void)state;
    const struct fake_event received[] = {message(IPC_BADGE_FAULT | 17, 16 << 12, 0)};
    fake_system_run(received, 1);
    assert_string_equal(events, "init 0 peer died 17 ");
    assert_int_equal(call_behind_start(1)->class, IPC_RECEIVE);
}

static void upcall_runs_and_then_it_receives(void **state)
{
    (void)state;
    struct fake_event received[] = {message(IPC_BADGE_CALL | 1, 0, 0), {{0}}, signals(2)};
    received[1].out.capability = ERROR_UPCALL;
    fake_system_run(received, 3);
    assert_int_equal(fake_upcall_runs, 1);
    assert_int_equal(call_behind_start(1)->class, IPC_REPLY_RECEIVE);
    assert_int_equal(call_behind_start(2)->class, IPC_RECEIVE); // not a second reply
    assert_non_null(strstr(events, "notified 1 "));
}

static void message_one_way_is_left_alone(void **state)
{
    (void)state;
    const struct fake_event received[] = {message(5, 1, 0)};
    fake_system_run(received, 1);
    assert_string_equal(events, "init 0 ");
    assert_int_equal(call_behind_start(1)->class, IPC_RECEIVE);
}

static void receive_that_fails_crashes(void **state)
{
    (void)state;
    struct fake_event received[] = {{{0}}};
    received[0].out.capability = ERROR_FAULT;
    fake_system_run(received, 1);
    assert_string_equal(fake_output, " cannot receive: error 32\n");
    assert_string_equal(fake_line, "crash 3");
}

// ---------------------------------------------------------------------------------------------
// Deferred operations

static void notify_deferred(void)
{
    microkit_deferred_notify(61);
}

static void deferred_signal_goes_with_the_receive(void **state)
{
    (void)state;
    in_init = notify_deferred;
    const struct fake_event received[] = {signals(1)};
    fake_system_run(received, 1);
    assert_int_equal(call_behind_start(0)->class, IPC_SEND_RECEIVE);
    assert_int_equal(call_behind_start(0)->in.capability, INDEX_NOTIFY_61);
    assert_int_equal(call_behind_start(1)->class, IPC_RECEIVE); // once
}

static void acknowledge_deferred(microkit_channel ch)
{
    (void)ch;
    microkit_deferred_irq_ack(40);
}

static void deferred_acknowledgement_goes_with_the_receive(void **state)
{
    (void)state;
    in_notified = acknowledge_deferred;
    const struct fake_event received[] = {signals(1ull << 40)};
    fake_system_run(received, 1);
    assert_int_equal(call_behind_start(0)->class, IPC_RECEIVE);
    assert_int_equal(call_behind_start(1)->class, IPC_SEND_RECEIVE);
    assert_int_equal(call_behind_start(1)->in.capability, INDEX_IRQ_40);
}

static void signal_and_acknowledge(microkit_channel ch)
{
    (void)ch;
    microkit_deferred_notify(0);
    microkit_deferred_irq_ack(3);
    microkit_deferred_notify(31);
}

static void deferred_operations_beyond_one_are_done_at_once(void **state)
{
    (void)state;
    in_notified = signal_and_acknowledge;
    const struct fake_event received[] = {signals(1)};
    fake_system_run(received, 1);
    assert_int_equal(call_behind_start(1)->class, IPC_SIGNAL);
    assert_int_equal(call_behind_start(1)->in.capability, INDEX_NOTIFY_0);
    assert_int_equal(call_behind_start(2)->class, IPC_OBJECT);
    assert_int_equal(call_behind_start(2)->in.capability, INDEX_IRQ_3);
    assert_int_equal(call_behind_start(3)->class, IPC_SEND_RECEIVE);
    assert_int_equal(call_behind_start(3)->in.capability, INDEX_NOTIFY_31);
}

// To make room is the library's affair: a view of the program's stays open.
IPC_UNANALYSED static void signal_twice_inside_a_view(microkit_channel ch)
{
    (void)ch;
    WITH_IPC_WRITE(words)
    {
        words->word[0] = 1;
        microkit_deferred_notify(0);
        microkit_deferred_notify(31);
        words->word[1] = 2;
    }
}

static void deferred_operation_inside_a_view_is_fine(void **state)
{
    (void)state;
    in_notified = signal_twice_inside_a_view;
    const struct fake_event received[] = {signals(1)};
    fake_system_run(received, 1);
    assert_int_equal(call_behind_start(1)->class, IPC_SIGNAL);
    assert_int_equal(call_behind_start(2)->class, IPC_SEND_RECEIVE);
}

static unsigned second_line;

static void signal_twice_debugging(microkit_channel ch)
{
    (void)ch;
    microkit_deferred_notify_at(0, 1, IPC_PLACE("deferred_notify"));
    second_line = __LINE__ + 1;
    microkit_deferred_irq_ack_at(3, 1, IPC_PLACE("deferred_irq_ack"));
}

static void second_deferred_operation_stops_when_debugging(void **state)
{
    (void)state;
    in_notified = signal_twice_debugging;
    const struct fake_event received[] = {signals(1)};
    fake_system_run(received, 1);
    char expected[300];
    snprintf(expected, sizeof(expected),
             ": second deferred operation in one entry point: deferred_irq_ack at %s:%u after "
             "deferred_notify at %s:%u; there is room for one\n",
             __FILE__, second_line, __FILE__, second_line - 2);
    assert_string_equal(fake_line, expected);
}

static void deferred_signal_and_reply_are_both_done(void **state)
{
    (void)state;
    in_init = notify_deferred;
    struct fake_event received[] = {message(IPC_BADGE_CALL, 0, 0)};
    fake_system_run(received, 1);
    assert_int_equal(call_behind_start(0)->class, IPC_SEND_RECEIVE);
    assert_int_equal(call_behind_start(1)->class, IPC_REPLY_RECEIVE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(start_registers_finds_and_acknowledges, reset),
        cmocka_unit_test_setup(signals_come_lowest_first, reset),
        cmocka_unit_test_setup(signal_on_the_highest_bits_is_no_message, reset),
        cmocka_unit_test_setup(call_is_answered_with_the_next_receive, reset),
        cmocka_unit_test_setup(truncated_message_is_a_message, reset),
        cmocka_unit_test_setup(fault_is_answered_or_not, reset),
        cmocka_unit_test_setup(death_of_a_peer_is_no_fault, reset),
        cmocka_unit_test_setup(upcall_runs_and_then_it_receives, reset),
        cmocka_unit_test_setup(message_one_way_is_left_alone, reset),
        cmocka_unit_test_setup(receive_that_fails_crashes, reset),
        cmocka_unit_test_setup(deferred_signal_goes_with_the_receive, reset),
        cmocka_unit_test_setup(deferred_acknowledgement_goes_with_the_receive, reset),
        cmocka_unit_test_setup(deferred_operations_beyond_one_are_done_at_once, reset),
        cmocka_unit_test_setup(deferred_operation_inside_a_view_is_fine, reset),
        cmocka_unit_test_setup(second_deferred_operation_stops_when_debugging, reset),
        cmocka_unit_test_setup(deferred_signal_and_reply_are_both_done, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
