// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The virtualisers: turns are fair, a client that has failed harms nobody, and each gets what is
/// its own.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fake_gates.h"
#include "fake_virtual.h"

enum { CLIENTS = FAKE_CLIENTS };

static unsigned calls[CLIENTS];
static const char *texts[CLIENTS]; ///< what a client still has to send
static enum error statuses[CLIENTS];
static struct transfer_buffer buffers[CLIENTS];

static void send(unsigned place)
{
    calls[place]++;
    if (texts[place] != NULL && texts[place][0] != '\0') {
        texts[place] += fake_line_send(place, texts[place]);
    }
}

static void note_end(unsigned place, const struct entropy_filled *event)
{
    calls[place]++;
    statuses[place] = event->status;
    buffers[place] = event->buffer;
}

static int setup(void **state)
{
    (void)state;
    // The capsules keep what the last test left, so that is brought to an end.
    fake_reset();
    for (unsigned i = 0; i < CLIENTS; i++) {
        fake_virtual.transmitted[i] = NULL;
        fake_virtual.fired[i] = NULL;
        (void)fake_alarm_cancel(i);
        fake_receive_pause(i);
    }
    while (fake_line_drain(SIZE_MAX)) {
        fake_run();
    }
    fake_run();
    while (fake_virtual.is_source_busy) {
        fake_source_end(ERROR_CANCEL, 0);
        fake_run();
    }
    memset(&fake_virtual, 0, sizeof fake_virtual);
    memset(calls, 0, sizeof calls);
    memset(texts, 0, sizeof texts);
    for (unsigned i = 0; i < CLIENTS; i++) {
        fake_virtual.transmitted[i] = send;
        fake_virtual.filled[i] = note_end;
    }
    fake_time_set(1000);
    return 0;
}

// ---------------------------------------------------------------------------------------------
// Serial line

static void client_begin(unsigned place, const char *text)
{
    texts[place] = text;
    texts[place] += fake_line_send(place, text);
}

static void line_run(size_t room)
{
    do {
        fake_run();
    } while (fake_line_drain(room));
    fake_run();
}

static void messages_go_out_in_one_piece_and_in_turn(void **state)
{
    (void)state;
    fake_virtual.line_room = 4;
    client_begin(2, "cccccccccc");
    client_begin(0, "aaaaaaa");
    client_begin(3, "ddddd");
    client_begin(1, "bbbbbb");
    line_run(3);
    assert_string_equal(fake_virtual.sent, "ccccccccccdddddaaaaaaabbbbbb");
}

static void free_line_takes_at_once(void **state)
{
    (void)state;
    fake_virtual.line_room = 100;
    assert_int_equal(fake_line_send(1, "one"), 3);
    assert_int_equal(fake_line_send(1, "two"), 3);
    assert_int_equal(fake_line_send(0, "three"), 5);
    fake_run();
    assert_string_equal(fake_virtual.sent, "onetwothree");
    assert_int_equal(calls[0] + calls[1], 0);
}

/// Sends the same message again whenever it is whole, in the same call.
static void send_for_ever(unsigned place)
{
    for (unsigned i = 0; i < 3; i++) {
        if (texts[place][0] == '\0') {
            texts[place] = "xxxxx";
        }
        texts[place] += fake_line_send(place, texts[place]);
    }
}

static void client_that_never_ends_does_not_keep_others_out(void **state)
{
    (void)state;
    fake_virtual.transmitted[0] = send_for_ever;
    fake_virtual.line_room = 2;
    client_begin(0, "xxxxx");
    client_begin(1, "bbb");
    client_begin(2, "ccc");
    for (unsigned i = 0; i < 20; i++) {
        fake_run();
        (void)fake_line_drain(2);
    }
    assert_memory_equal(fake_virtual.sent, "xxxxxbbbcccxxxxx", 16);
}

static void client_that_has_failed_loses_its_turn(void **state)
{
    (void)state;
    fake_virtual.line_room = 2;
    client_begin(0, "aaaaaa");
    client_begin(1, "bbb");
    client_begin(2, "ccc");
    fake_virtual.transmitted[0] = NULL;
    fake_virtual.transmitted[1] = NULL;
    line_run(2);
    assert_string_equal(fake_virtual.sent, "aaccc");
    assert_int_equal(fake_line_send(3, "d"), 1); // The line is free again.
}

/// What a capsule knew before is lost: nobody may go on waiting for it.
static void restart_tells_who_waited_and_listened(void **state)
{
    (void)state;
    texts[1] = "rest";
    fake_virtual.line_room = 100;
    fake_line_start();
    assert_int_equal(calls[1], 0); // Its clients may not have begun yet.
    fake_run();
    assert_string_equal(fake_virtual.sent, "rest");
    fake_line_receive(3);
    for (unsigned i = 0; i < CLIENTS; i++) {
        assert_int_equal(calls[i], 1);
        assert_int_equal(fake_virtual.received[i], 3);
    }
}

static void clients_hear_what_comes_while_they_listen(void **state)
{
    (void)state;
    assert_int_equal(fake_receive_start(0), ERROR_NONE);
    assert_int_equal(fake_receive_start(2), ERROR_NONE);
    assert_int_equal(fake_receive_start(2), ERROR_NONE);
    fake_line_receive(5);
    fake_receive_pause(0);
    fake_receive_pause(0);
    fake_line_receive(2);
    assert_int_equal(fake_virtual.received[0], 5);
    assert_int_equal(fake_virtual.received[1], 0);
    assert_int_equal(fake_virtual.received[2], 7);
    assert_true(fake_virtual.is_receiving);
    fake_receive_pause(2);
    assert_false(fake_virtual.is_receiving);
}

// ---------------------------------------------------------------------------------------------
// Alarm

static uint64_t due[CLIENTS]; ///< 0: not set

static void check_time(unsigned place)
{
    calls[place]++;
    assert_true(due[place] != 0 && due[place] <= time_now());
    due[place] = 0;
}

static void alarms_fire_once_and_in_time(void **state)
{
    (void)state;
    enum { ROUNDS = 20000 };
    uint32_t random = 12345;
    for (unsigned i = 0; i < CLIENTS; i++) {
        due[i] = 0;
        fake_virtual.fired[i] = check_time;
    }
    for (unsigned i = 0; i < ROUNDS; i++) {
        random = random * 1664525 + 1013904223;
        const unsigned place = random >> 30;
        const uint64_t at = time_now() + (random >> 8) % 50;
        switch ((random >> 20) % 4) {
        case 0:
        case 1:
            due[place] = at;
            assert_int_equal(fake_alarm_set(place, at), ERROR_NONE);
            break;
        case 2:
            assert_int_equal(fake_alarm_cancel(place),
                             due[place] != 0 ? ERROR_NONE : ERROR_ALREADY);
            due[place] = 0;
            break;
        default:
            fake_alarm_run(time_now() + (random >> 8) % 20);
            for (unsigned j = 0; j < CLIENTS; j++) {
                assert_true(due[j] == 0 || due[j] > time_now());
            }
            break;
        }
    }
    for (unsigned i = 0; i < CLIENTS; i++) {
        assert_true(calls[i] > ROUNDS / 100);
    }
}

static void set_again_at_once(unsigned place)
{
    calls[place]++;
    if (calls[place] < 50) {
        (void)fake_alarm_set(place, 0);
    }
}

static void client_that_is_always_due_does_not_keep_others_out(void **state)
{
    (void)state;
    fake_virtual.fired[0] = set_again_at_once;
    fake_virtual.fired[1] = check_time;
    due[1] = 1100;
    (void)fake_alarm_set(1, 1100);
    (void)fake_alarm_set(0, 1100);
    fake_virtual.is_alarm_set = false;
    fake_time_set(1100);
    fake_virtual.is_alarm_set = true;
    fake_alarm_run(1100);
    assert_int_equal(calls[0], 50);
    assert_int_equal(calls[1], 1);
}

static void alarm_of_a_client_that_has_failed_is_lost_alone(void **state)
{
    (void)state;
    fake_virtual.fired[3] = check_time;
    due[3] = 1200;
    (void)fake_alarm_set(2, 1100);
    (void)fake_alarm_set(3, 1200);
    fake_alarm_run(1300);
    assert_int_equal(calls[3], 1);
    assert_false(fake_virtual.is_alarm_set);
}

static void set_soon(unsigned place)
{
    calls[place]++;
    if (calls[place] == 1) {
        (void)fake_alarm_set(place, 1100);
    }
}

static void alarms_that_a_restart_forgot_are_set_again(void **state)
{
    (void)state;
    fake_virtual.fired[0] = set_soon;
    fake_virtual.fired[1] = set_soon;
    (void)fake_alarm_set(1, 1050); // In this life: nothing was forgotten.
    fake_alarm_restart();
    assert_int_equal(calls[0], 1);
    assert_int_equal(calls[1], 0);
    assert_true(fake_virtual.is_alarm_set);
    assert_int_equal(fake_virtual.alarm_at, 1050);
    fake_alarm_run(1100);
    assert_int_equal(calls[0], 2);
    assert_int_equal(calls[1], 2);
}

// ---------------------------------------------------------------------------------------------
// Source of entropy

static struct transfer_buffer named(uint32_t index)
{
    return (struct transfer_buffer){.index = (uint16_t)index, .generation = 7};
}

static void source_works_for_each_in_turn(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(fake_source_request(i, named(i), 10 + i), ERROR_NONE);
    }
    assert_int_equal(fake_source_request(0, named(0), 1), ERROR_BUSY);
    assert_int_equal(fake_source_request(1, named(1), 1), ERROR_BUSY);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(fake_virtual.source_buffer.index, i);
        fake_source_end(ERROR_NONE, 10 + i);
        assert_int_equal(calls[i], 1);
        assert_int_equal(statuses[i], ERROR_NONE);
        assert_int_equal(buffers[i].index, i);
        // One that asks again at once waits behind the others.
        assert_int_equal(fake_source_request(i, named(i), 1), ERROR_NONE);
    }
    for (unsigned i = 0; i < 3; i++) {
        fake_source_end(ERROR_NONE, 1);
        assert_int_equal(calls[i], 2);
    }
    assert_false(fake_virtual.is_source_busy);
}

static void wrong_and_hopeless_requests_are_refused_at_once(void **state)
{
    (void)state;
    assert_int_equal(fake_source_request(0, named(0), 0), ERROR_SIZE);
    fake_virtual.source_answer = ERROR_STALE;
    assert_int_equal(fake_source_request(0, named(0), 1), ERROR_STALE);
    fake_virtual.is_source_absent = true;
    assert_int_equal(fake_source_request(0, named(0), 1), ERROR_NO_DEVICE);
    fake_run();
    assert_int_equal(calls[0], 0);
}

static void request_that_is_refused_in_its_turn_ends_so(void **state)
{
    (void)state;
    (void)fake_source_request(0, named(0), 1);
    (void)fake_source_request(1, named(1), 1);
    (void)fake_source_request(2, named(2), 1);
    fake_virtual.source_answer = ERROR_STALE;
    fake_source_end(ERROR_NONE, 1);
    assert_int_equal(calls[1] + calls[2], 0); // Not inside another call.
    fake_run();
    assert_int_equal(calls[0], 1);
    assert_int_equal(calls[1], 1);
    assert_int_equal(statuses[1], ERROR_STALE);
    assert_int_equal(buffers[1].index, 1);
    assert_int_equal(statuses[2], ERROR_STALE);
    fake_virtual.source_answer = ERROR_NONE;
    assert_int_equal(fake_source_request(1, named(1), 1), ERROR_NONE);
}

static void requests_are_cancelled_where_they_are(void **state)
{
    (void)state;
    assert_int_equal(fake_source_cancel(0), ERROR_ALREADY);
    (void)fake_source_request(0, named(0), 1);
    (void)fake_source_request(1, named(1), 1);
    assert_int_equal(fake_source_cancel(1), ERROR_NONE);
    assert_int_equal(fake_source_cancel(1), ERROR_NONE);
    assert_int_equal(fake_virtual.cancels, 0);
    fake_run();
    assert_int_equal(calls[1], 1);
    assert_int_equal(statuses[1], ERROR_CANCEL);
    assert_int_equal(buffers[1].index, 1);
    assert_int_equal(fake_source_cancel(0), ERROR_NONE);
    assert_int_equal(fake_virtual.cancels, 1);
    fake_source_end(ERROR_CANCEL, 0);
    assert_int_equal(statuses[0], ERROR_CANCEL);
    fake_run();
    assert_int_equal(calls[0] + calls[1], 2);
    assert_false(fake_virtual.is_source_busy);
}

static void client_that_has_failed_keeps_nobody_waiting(void **state)
{
    (void)state;
    (void)fake_source_request(0, named(0), 1);
    (void)fake_source_request(1, named(1), 1);
    (void)fake_source_request(2, named(2), 1);
    fake_virtual.filled[0] = NULL;
    fake_virtual.filled[1] = NULL;
    fake_source_end(ERROR_NONE, 1);
    fake_source_end(ERROR_NONE, 1);
    fake_source_end(ERROR_NONE, 1);
    assert_int_equal(calls[2], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(messages_go_out_in_one_piece_and_in_turn, setup),
        cmocka_unit_test_setup(free_line_takes_at_once, setup),
        cmocka_unit_test_setup(client_that_never_ends_does_not_keep_others_out, setup),
        cmocka_unit_test_setup(client_that_has_failed_loses_its_turn, setup),
        cmocka_unit_test_setup(restart_tells_who_waited_and_listened, setup),
        cmocka_unit_test_setup(clients_hear_what_comes_while_they_listen, setup),
        cmocka_unit_test_setup(alarms_fire_once_and_in_time, setup),
        cmocka_unit_test_setup(client_that_is_always_due_does_not_keep_others_out, setup),
        cmocka_unit_test_setup(alarm_of_a_client_that_has_failed_is_lost_alone, setup),
        cmocka_unit_test_setup(alarms_that_a_restart_forgot_are_set_again, setup),
        cmocka_unit_test_setup(source_works_for_each_in_turn, setup),
        cmocka_unit_test_setup(wrong_and_hopeless_requests_are_refused_at_once, setup),
        cmocka_unit_test_setup(request_that_is_refused_in_its_turn_ends_so, setup),
        cmocka_unit_test_setup(requests_are_cancelled_where_they_are, setup),
        cmocka_unit_test_setup(client_that_has_failed_keeps_nobody_waiting, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
