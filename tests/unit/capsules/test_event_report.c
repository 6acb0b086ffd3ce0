// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a board without a process console prints of its own accord.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <capsules/event_report/event_report.h>

#include "fake_gates.h"

static unsigned requests;

static enum error terminal_asked(struct terminal_request *request)
{
    assert_int_equal(request->client, TERMINAL_PROCESS_CONSOLE);
    requests++;
    return ERROR_NONE;
}
const struct terminal event_report_terminal = {.request = terminal_asked};

/// The terminal fetches one piece, which must be `expected`.
static void expect_piece(const char *expected, bool is_followed)
{
    uint8_t bytes[TERMINAL_PIECE_BYTES_MIN];
    char got[TERMINAL_PIECE_BYTES_MIN + 1];
    struct terminal_piece piece = {.text = TEXT_IN(bytes)};
    event_report_fetch(&piece);
    memcpy(got, bytes, text_length(&piece.text));
    got[text_length(&piece.text)] = '\0';
    assert_string_equal(got, expected);
    assert_int_equal(piece.is_followed, is_followed);
    assert_int_equal(piece.placement, TERMINAL_TEXT);
}

static void expect_line(const struct kernel_event *event, const char *expected)
{
    fake_event(event, 0);
    expect_piece(expected, false);
    expect_piece("", false);
}

static int setup(void **state)
{
    (void)state;
    static bool has_welcomed;
    fake_reset();
    if (!has_welcomed) {
        has_welcomed = true;
        expect_piece("Bulkhead kernel version 2.3 (board test board)\r\n", false);
        expect_piece("policy: everything is open\r\n", false);
    }
    expect_piece("", false);
    requests = 0;
    return 0;
}

static struct process_id process_of_slot_0(const char *name)
{
    const struct process_id process = fake_process_start(name);
    assert_int_equal(fake_information(process)->id.number, process.number);
    return process;
}

static void the_terminal_is_asked_for_a_turn_once_an_event(void **state)
{
    (void)state;
    event_report_deferred();
    assert_int_equal(requests, 1);
}

static void what_is_typed_is_dropped(void **state)
{
    (void)state;
    struct terminal_input input = {.byte = 'x'};
    event_report_received(&input);
    assert_true(input.is_taken);
    assert_false(input.has_output);
    expect_piece("", false);
}

static void images_are_reported(void **state)
{
    (void)state;
    process_of_slot_0("tom\x1B[2J");
    expect_line(&(struct kernel_event){.kind = EVENT_IMAGE_LOADED, .address_ = 0x40000},
                "Loaded tom\\x1b[2J at 0x00040000\r\n");
    expect_line(&(struct kernel_event){.kind = EVENT_IMAGE_REFUSED,
                                       .reason = "checksum",
                                       .address_ = 0xFFFFFFFC},
                "Image at 0xfffffffc refused: checksum\r\n");
    expect_line(&(struct kernel_event){.kind = EVENT_IMAGES_END, .reason = "No more images."},
                "No more images.\r\n");
}

static void capsules_are_reported(void **state)
{
    (void)state;
    expect_line(&(struct kernel_event){.kind = EVENT_CAPSULE_FAILED, .reason = "led"},
                "Capsule led failed.\r\n");
    expect_line(&(struct kernel_event){.kind = EVENT_CAPSULE_RESTARTED, .reason = "led"},
                "Capsule led restarted.\r\n");
    expect_line(&(struct kernel_event){.kind = EVENT_CAPSULE_SAID, .reason = "led.c: is dim."},
                "led.c: is dim.\r\n");
}

static void a_fault_takes_two_lines_that_stay_together(void **state)
{
    (void)state;
    const struct process_id process = process_of_slot_0("tom");
    *fake_fault(process) = (struct process_fault_report){.cause = "data access violation",
                                                         .action = "restarted",
                                                         .has_address = true,
                                                         .address = 0x1234,
                                                         .address_owner = "kernel memory"};
    fake_register_count = 1;
    fake_fault_reported = (struct process_id){0};
    fake_event(&(struct kernel_event){.kind = EVENT_PROCESS_FAULTED, .process_ = process}, 0);
    fake_event(&(struct kernel_event){.kind = EVENT_IMAGES_END, .reason = "No more images."}, 0);
    char first[TERMINAL_PIECE_BYTES_MIN];
    (void)snprintf(first, sizeof first,
                   "Fault: tom (pid %u): data access violation at pc 0x00001000\r\n",
                   (unsigned)process.number);
    expect_piece(first, true);
    assert_int_equal(fake_fault_reported.number, 0); // The life that is shown stays until then.
    expect_piece("  accessed 0x00001234: kernel memory;  action: restarted\r\n", false);
    assert_int_equal(fake_fault_reported.number, process.number);
    expect_piece("No more images.\r\n", false);
    expect_piece("", false);
}

static void a_fault_that_is_forgotten_takes_one_line(void **state)
{
    (void)state;
    fake_event(&(struct kernel_event){.kind = EVENT_PROCESS_FAULTED, .process_ = {7}}, 0);
    fake_event(&(struct kernel_event){.kind = EVENT_IMAGES_END, .reason = "No more images."}, 0);
    expect_piece("Fault:  (pid 7)\r\n", false);
    assert_int_equal(fake_fault_reported.number, 7);
    expect_piece("No more images.\r\n", false);
}

static void the_code_of_an_exit_is_that_of_the_life_that_ended(void **state)
{
    (void)state;
    const struct process_id process = process_of_slot_0("tom");
    struct process_information *information = fake_information(process);
    char expected[TERMINAL_PIECE_BYTES_MIN];
    (void)snprintf(expected, sizeof expected, "Exited: tom (pid %u)\r\n", (unsigned)process.number);
    const struct kernel_event exited = {.kind = EVENT_PROCESS_EXITED, .process_ = process};
    expect_line(&exited, expected);

    information->counters.has_completion_code = true;
    information->counters.last_call_argument[1] = 42;
    (void)snprintf(expected, sizeof expected, "Exited: tom (pid %u), completion code 42\r\n",
                   (unsigned)process.number);
    expect_line(&exited, expected);

    const struct kernel_event warned = {
        .kind = EVENT_PROCESS_WARNED, .reason = "Beware of: ", .process_ = process};
    (void)snprintf(expected, sizeof expected, "Beware of: tom (pid %u)\r\n",
                   (unsigned)process.number);
    expect_line(&warned, expected);

    information->id.number++; // The next life has exited, too.
    (void)snprintf(expected, sizeof expected, "Exited: tom (pid %u)\r\n", (unsigned)process.number);
    expect_line(&exited, expected);
}

static void lost_events_are_counted_behind_what_is_left(void **state)
{
    (void)state;
    fake_event(&(struct kernel_event){.kind = EVENT_IMAGES_END, .reason = "No more images."}, 3);
    fake_event(NULL, 2);
    expect_piece("No more images.\r\n", false);
    expect_piece("5 events lost.\r\n", false);
    expect_piece("", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_terminal_is_asked_for_a_turn_once_an_event, setup),
        cmocka_unit_test_setup(what_is_typed_is_dropped, setup),
        cmocka_unit_test_setup(images_are_reported, setup),
        cmocka_unit_test_setup(capsules_are_reported, setup),
        cmocka_unit_test_setup(a_fault_takes_two_lines_that_stay_together, setup),
        cmocka_unit_test_setup(a_fault_that_is_forgotten_takes_one_line, setup),
        cmocka_unit_test_setup(the_code_of_an_exit_is_that_of_the_life_that_ended, setup),
        cmocka_unit_test_setup(lost_events_are_counted_behind_what_is_left, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
