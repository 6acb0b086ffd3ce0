// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "standard_board.h"

#include <capsules/alarm/alarm.h>
#include <capsules/console/console.h>
#include <capsules/event_report/event_report.h>
#include <capsules/random/random.h>
#include <capsules/rng/rng.h>
#include <capsules/terminal/terminal.h>
#include <string.h>

#include "outcome.h"
#include "support.h"

enum { LINE_SERIAL = 3, LINE_ENTROPY = 4, DEVICE_ENTROPY = 9, SETTLE_ROUNDS = 12 };

uint8_t standard_output[STANDARD_OUTPUT_BYTES_MAX];
size_t standard_output_length;

// ---------------------------------------------------------------------------------------------
// Calls into capsules

#define THUNK(capsule, function, structure)                                      \
    static enum error call_##function(structure *argument)                       \
    {                                                                            \
        return capsule_call(capsule, (capsule_entry_fn)(void (*)(void))function, \
                            (void *)argument);                                   \
    }

THUNK(STANDARD_TERMINAL, terminal_request, struct terminal_request)
THUNK(STANDARD_TERMINAL, terminal_focus_set, struct terminal_focus)
THUNK(STANDARD_TERMINAL, terminal_received, struct uart_received)
THUNK(STANDARD_CONSOLE, console_fetch, struct terminal_piece)
THUNK(STANDARD_CONSOLE, console_received, struct terminal_input)
THUNK(STANDARD_CONSOLE, console_reader, struct terminal_focus)
THUNK(STANDARD_EVENT_REPORT, event_report_fetch, struct terminal_piece)
THUNK(STANDARD_EVENT_REPORT, event_report_received, struct terminal_input)
THUNK(STANDARD_RANDOM, random_request, struct random_request)
THUNK(STANDARD_RANDOM, random_filled, struct entropy_filled)
THUNK(STANDARD_RNG, rng_given, struct random_given)

const struct terminal console_terminal = {call_terminal_request, call_terminal_focus_set};
const struct terminal event_report_terminal = {call_terminal_request, call_terminal_focus_set};
const struct terminal_client terminal_clients[TERMINAL_CLIENT_COUNT] = {
    [TERMINAL_PROCESS_CONSOLE] = {.fetch = call_event_report_fetch,
                                  .received = call_event_report_received},
    [TERMINAL_PROGRAMS] = {.fetch = call_console_fetch,
                           .received = call_console_received,
                           .reader = call_console_reader},
};
const struct random_source rng_source = {.request = call_random_request};
const struct random_client random_client = {.given = call_rng_given};

static uint8_t piece_bytes[192];
const struct byte_area terminal_buffer = BYTE_AREA(piece_bytes);

// ---------------------------------------------------------------------------------------------
// The serial line

static struct uart_received typed;

/// The line takes everything at once, so it never says that it can take more.
static size_t line_transmit(const struct const_span *bytes)
{
    check(standard_output_length + bytes->length_bytes_ <= sizeof standard_output);
    memcpy(standard_output + standard_output_length, bytes->bytes_, bytes->length_bytes_);
    standard_output_length += bytes->length_bytes_;
    return bytes->length_bytes_;
}

static enum error line_receive_start(void)
{
    return ERROR_NONE;
}

static void line_receive_pause(void)
{
}

const struct uart terminal_uart = {line_transmit, line_receive_start, line_receive_pause};

static void line_serve(void)
{
    if (typed.length_bytes > 0) {
        (void)call_terminal_received(&typed);
        typed.length_bytes = 0;
    }
}

void standard_board_type(const char *text)
{
    const size_t length = strlen(text);
    check(length <= sizeof typed.bytes);
    memcpy(typed.bytes, text, length);
    typed.length_bytes = length;
    host_line_raise(LINE_SERIAL);
}

// ---------------------------------------------------------------------------------------------
// The source of entropy

static uint8_t entropy_buffer[32];
struct ledger_state standard_buffer_state;

static struct {
    struct transfer_buffer buffer;
    uint8_t *bytes;
    size_t length_bytes;
    uint8_t next;
} entropy;

static bool entropy_is_present(void)
{
    return true;
}

static enum error entropy_request(struct transfer_buffer buffer, size_t length_bytes)
{
    if (entropy.bytes != NULL) {
        return ERROR_BUSY;
    }
    const enum error error = ledger_take(buffer, DEVICE_ENTROPY, length_bytes, &entropy.bytes);
    entropy.buffer = buffer;
    entropy.length_bytes = length_bytes;
    return error;
}

static enum error entropy_cancel(void)
{
    return ERROR_ALREADY;
}

const struct entropy_source random_entropy = {entropy_is_present, entropy_request, entropy_cancel};

static void entropy_serve(void)
{
    if (entropy.bytes == NULL) {
        return;
    }
    for (size_t i = 0; i < entropy.length_bytes; i++) {
        entropy.bytes[i] = entropy.next++;
    }
    entropy.bytes = NULL;
    struct entropy_filled event = {.length_bytes = entropy.length_bytes};
    // The name changed when the device took the buffer.
    entropy.buffer.generation = standard_buffer_state.generation;
    check_equal(ledger_return(entropy.buffer, DEVICE_ENTROPY, &event.buffer), ERROR_NONE);
    (void)call_random_filled(&event);
}

void standard_board_fill(void)
{
    host_line_raise(LINE_ENTROPY);
}

// ---------------------------------------------------------------------------------------------
// The board

static const struct capsule_description capsules[STANDARD_CAPSULES] = {
    [STANDARD_ALARM] = {.name = "alarm", .timer = alarm_timer, .on_restart = alarm_on_restart},
    [STANDARD_CONSOLE] = {.name = "console",
                          .deferred = console_deferred,
                          .timer = console_timer,
                          .process_ended = console_process_ended,
                          .on_restart = console_on_restart},
    [STANDARD_TERMINAL] = {.name = "terminal",
                           .init = terminal_init,
                           .deferred = terminal_deferred,
                           .timer = terminal_timer,
                           .process_ended = terminal_process_ended},
    [STANDARD_RANDOM] = {.name = "random", .init = random_init, .deferred = random_deferred},
    [STANDARD_EVENT_REPORT] = {.name = "event_report",
                               .rights = CAPSULE_RIGHT_PROCESSES,
                               .init = event_report_init,
                               .deferred = event_report_deferred},
    [STANDARD_RNG] = {.name = "rng", .deferred = rng_deferred, .on_restart = rng_on_restart},
};
static struct capsule_status capsule_status[STANDARD_CAPSULES];

enum { INDEX_ALARM, INDEX_CONSOLE, INDEX_RNG, DRIVERS };

static const struct driver drivers[DRIVERS] = {
    [INDEX_ALARM] = {.number = DRIVER_ALARM,
                     .capsule = STANDARD_ALARM,
                     .upcall_count = 1,
                     .grant_bytes = ALARM_GRANT_BYTES,
                     .has_grant = true,
                     .command = alarm_command},
    [INDEX_CONSOLE] = {.number = DRIVER_CONSOLE,
                       .capsule = STANDARD_CONSOLE,
                       .upcall_count = 3,
                       .read_only_count = 2,
                       .read_write_count = 2,
                       .grant_bytes = CONSOLE_GRANT_BYTES,
                       .has_grant = true,
                       .command = console_command},
    [INDEX_RNG] = {.number = DRIVER_RNG,
                   .capsule = STANDARD_RNG,
                   .upcall_count = 1,
                   .read_write_count = 1,
                   .grant_bytes = RNG_GRANT_BYTES,
                   .has_grant = true,
                   .command = rng_command},
};
static const uint8_t capsule_drivers[STANDARD_CAPSULES] = {
    [STANDARD_ALARM] = INDEX_ALARM,        [STANDARD_CONSOLE] = INDEX_CONSOLE,
    [STANDARD_TERMINAL] = DRIVER_NONE,     [STANDARD_RANDOM] = DRIVER_NONE,
    [STANDARD_EVENT_REPORT] = DRIVER_NONE, [STANDARD_RNG] = INDEX_RNG,
};

static const struct ledger_buffer buffers[] = {
    {entropy_buffer, sizeof entropy_buffer, STANDARD_RANDOM},
};
static const struct bottom_half bottom_halves[] = {{LINE_SERIAL, line_serve},
                                                   {LINE_ENTROPY, entropy_serve}};

void standard_board_open(void)
{
    machine_open();
    test_board.capsules = capsules;
    test_board.capsule_status = capsule_status;
    test_board.capsule_count = STANDARD_CAPSULES;
    test_board.capsule_states = NULL; // Nothing is restarted.
    test_board.capsule_drivers = capsule_drivers;
    test_board.drivers = drivers;
    test_board.driver_count = DRIVERS;
    test_board.buffers = buffers;
    test_board.buffer_states = &standard_buffer_state;
    test_board.buffer_count = 1;
    test_board.bottom_halves = bottom_halves;
    test_board.bottom_half_count = sizeof bottom_halves / sizeof bottom_halves[0];
    test_board.event_capsule = STANDARD_EVENT_REPORT;
    test_board.grant_reserve_bytes = 1024;
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    port_irq_enable(LINE_SERIAL);
    port_irq_enable(LINE_ENTROPY);
}

void standard_board_settle(void)
{
    enum { STEP_MILLISECONDS = 5 };
    for (unsigned i = 0; i < SETTLE_ROUNDS; i++) {
        standard_board_fill();
        host_time_advance(STEP_MILLISECONDS * TICKS_PER_MILLISECOND);
        host_tick(false);
        (void)host_run();
    }
}

uint64_t outcome_output(void)
{
    return digest(0, standard_output, standard_output_length);
}

uint64_t outcome_board(uint64_t sum)
{
    return digest(sum, &standard_buffer_state, sizeof standard_buffer_state);
}
