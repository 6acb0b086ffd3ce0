// SPDX-License-Identifier: Apache-2.0 OR MIT
// The board of the tests: wiring of the capsules, the serial line, lights, buttons, deferred calls
// and timers.
#include "fake_board.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <abi/driver.h>
#include <capsules/alarm/alarm.h>
#include <capsules/button/button.h>
#include <capsules/console/console.h>
#include <capsules/led/led.h>
#include <capsules/low_level_debug/low_level_debug.h>
#include <capsules/process_console/process_console.h>
#include <capsules/random/random.h>
#include <capsules/rng/rng.h>
#include <capsules/terminal/terminal.h>
#include <capsules/virtual_alarm/virtual_alarm.h>
#include <capsules/virtual_entropy/virtual_entropy.h>
#include <capsules/virtual_uart/virtual_uart.h>

enum {
    OUTPUT_BYTES_MAX = 65536,
    TERMINAL_BUFFER_BYTES = 192,
    LINE_BYTES_MAX = 512,
    ROUNDS_MAX = 10000
};
enum { LIGHT_COUNT = 2, BUTTON_COUNT = 2, CROSSINGS_MAX = 8 };

struct fake_capsule_entry {
    void (*init)(void);
    void (*deferred)(void);
    void (*timer)(void);
    void (*process_ended)(struct process_id *process);
    uint32_t driver;
    void (*command)(struct command *command);
};

static const struct fake_capsule_entry entries[FAKE_CAPSULE_COUNT] = {
    [FAKE_TERMINAL] = {.init = terminal_init,
                       .deferred = terminal_deferred,
                       .timer = terminal_timer,
                       .process_ended = terminal_process_ended,
                       .driver = UINT32_MAX},
    [FAKE_PROCESS_CONSOLE] = {.init = process_console_init,
                              .deferred = process_console_deferred,
                              .driver = UINT32_MAX},
    [FAKE_CONSOLE] = {.deferred = console_deferred,
                      .timer = console_timer,
                      .process_ended = console_process_ended,
                      .driver = DRIVER_CONSOLE,
                      .command = console_command},
    [FAKE_ALARM] = {.timer = alarm_timer, .driver = DRIVER_ALARM, .command = alarm_command},
    [FAKE_LED] = {.init = led_init, .driver = DRIVER_LED, .command = led_command},
    [FAKE_BUTTON] = {.process_ended = button_process_ended,
                     .driver = DRIVER_BUTTON,
                     .command = button_command},
    [FAKE_DEBUG] = {.driver = DRIVER_LOW_LEVEL_DEBUG, .command = low_level_debug_command},
    [FAKE_RANDOM] = {.init = random_init, .deferred = random_deferred, .driver = UINT32_MAX},
    [FAKE_RNG] = {.deferred = rng_deferred, .driver = DRIVER_RNG, .command = rng_command},
    [FAKE_VIRTUAL_UART] = {.deferred = virtual_uart_deferred, .driver = UINT32_MAX},
    [FAKE_VIRTUAL_ALARM] = {.init = virtual_alarm_init,
                            .deferred = virtual_alarm_deferred,
                            .driver = UINT32_MAX},
    [FAKE_VIRTUAL_ENTROPY] = {.init = virtual_entropy_init,
                              .deferred = virtual_entropy_deferred,
                              .driver = UINT32_MAX},
};

static struct {
    bool is_failed;
    bool is_deferred;
    bool is_timer_set;
    uint64_t timer_at;
} status[FAKE_CAPSULE_COUNT];

static enum fake_capsule crossing[CROSSINGS_MAX];
static size_t crossing_count;

static uint8_t terminal_bytes[TERMINAL_BUFFER_BYTES];
const struct byte_area terminal_buffer = BYTE_AREA(terminal_bytes);

static uint8_t line_bytes[LINE_BYTES_MAX];
static size_t line_length;
static bool is_room_wanted;
static bool is_room_given; ///< the terminal has been told, and has sent nothing since
static char output[OUTPUT_BYTES_MAX];
static size_t output_length;

uint32_t fake_lights;
uint32_t fake_buttons_watched;
uint32_t fake_buttons_pressed;
size_t fake_line_room;

void fake_enter(enum fake_capsule capsule)
{
    assert_true(crossing_count < CROSSINGS_MAX);
    for (size_t i = 0; i < crossing_count; i++) {
        // A callback inside a call: the capsule is on the way already.
        assert_int_not_equal(crossing[i], capsule);
    }
    crossing[crossing_count++] = capsule;
}

void fake_leave(void)
{
    crossing_count--;
}

enum fake_capsule fake_capsule_calling(void)
{
    assert_true(crossing_count > 0);
    return crossing[crossing_count - 1];
}

uint32_t fake_driver_calling(void)
{
    return entries[fake_capsule_calling()].driver;
}

bool fake_is_on_the_way(enum fake_capsule capsule)
{
    bool is_on_the_way = false;
    for (size_t i = 0; i < crossing_count; i++) {
        is_on_the_way = is_on_the_way || crossing[i] == capsule;
    }
    return is_on_the_way;
}

bool fake_is_failed(enum fake_capsule capsule)
{
    return status[capsule].is_failed;
}

#define THUNK(name, capsule, function, structure) \
    static enum error name(structure *argument)   \
    {                                             \
        if (status[capsule].is_failed) {          \
            return ERROR_FAILED;                  \
        }                                         \
        fake_enter(capsule);                      \
        function(argument);                       \
        fake_leave();                             \
        return ERROR_NONE;                        \
    }

THUNK(to_terminal_request, FAKE_TERMINAL, terminal_request, struct terminal_request)
THUNK(to_terminal_focus_set, FAKE_TERMINAL, terminal_focus_set, struct terminal_focus)
THUNK(to_process_console_fetch, FAKE_PROCESS_CONSOLE, process_console_fetch, struct terminal_piece)
THUNK(to_process_console_received, FAKE_PROCESS_CONSOLE, process_console_received,
      struct terminal_input)
THUNK(to_process_console_focus_moved, FAKE_PROCESS_CONSOLE, process_console_focus_moved,
      struct terminal_focus)
THUNK(to_console_fetch, FAKE_CONSOLE, console_fetch, struct terminal_piece)
THUNK(to_console_received, FAKE_CONSOLE, console_received, struct terminal_input)
THUNK(to_console_reader, FAKE_CONSOLE, console_reader, struct terminal_focus)
THUNK(to_debug_fetch, FAKE_DEBUG, low_level_debug_fetch, struct terminal_piece)
THUNK(to_random_request, FAKE_RANDOM, random_request, struct random_request)
THUNK(to_rng_given, FAKE_RNG, rng_given, struct random_given)

const struct random_source rng_source = {.request = to_random_request};
const struct random_client random_client = {.given = to_rng_given};

const struct terminal_client terminal_clients[TERMINAL_CLIENT_COUNT] = {
    [TERMINAL_PROCESS_CONSOLE] = {.fetch = to_process_console_fetch,
                                  .received = to_process_console_received,
                                  .focus_moved = to_process_console_focus_moved},
    [TERMINAL_PROGRAMS] = {.fetch = to_console_fetch,
                           .received = to_console_received,
                           .reader = to_console_reader},
    [TERMINAL_DEBUG] = {.fetch = to_debug_fetch},
};

const struct terminal console_terminal = {to_terminal_request, to_terminal_focus_set};
const struct terminal low_level_debug_terminal = {to_terminal_request, to_terminal_focus_set};
const struct command_groups process_console_choice = {
    .groups = {&process_console_overview, &process_console_details, &process_console_control,
               &process_console_machine},
    .fault_details = process_console_process_details,
};

const struct terminal process_console_terminal = {to_terminal_request, to_terminal_focus_set};

// ---------------------------------------------------------------------------------------------
// Devices

static size_t line_transmit(const struct const_span *span)
{
    const uint8_t *bytes = span->bytes_;
    const size_t length_bytes = span->length_bytes_;
    size_t room = is_room_given ? LINE_BYTES_MAX : fake_line_room;
    size_t taken = 0;
    is_room_given = false;
    for (; taken < length_bytes && line_length < room; taken++) {
        line_bytes[line_length++] = bytes[taken];
    }
    // A second call before the event would be of no use: the line has no room.
    assert_false(is_room_wanted);
    is_room_wanted = taken < length_bytes;
    return taken;
}

bool fake_line_is_paused;

static enum error line_receive_start(void)
{
    fake_line_is_paused = false;
    return ERROR_NONE;
}

static void line_receive_pause(void)
{
    fake_line_is_paused = true;
}

const struct uart terminal_uart = {line_transmit, line_receive_start, line_receive_pause};

static void light_set(uint32_t index, bool is_on)
{
    assert_true(index < LIGHT_COUNT);
    fake_lights = is_on ? fake_lights | 1u << index : fake_lights & ~(1u << index);
}

static bool light_is_on(uint32_t index)
{
    assert_true(index < LIGHT_COUNT);
    return (fake_lights >> index & 1u) != 0;
}

const struct led_bank led_lights = {LIGHT_COUNT, light_set, light_is_on};

static bool button_is_pressed(uint32_t index)
{
    assert_true(index < BUTTON_COUNT);
    return (fake_buttons_pressed >> index & 1u) != 0;
}

static void button_watch(uint32_t mask)
{
    fake_buttons_watched = mask;
}

const struct button_bank button_inputs = {BUTTON_COUNT, button_is_pressed, button_watch};

void fake_button_change(uint32_t index, bool is_pressed)
{
    struct button_changed event = {.index = index, .is_pressed = is_pressed};
    fake_enter(FAKE_BUTTON);
    button_changed(&event);
    fake_leave();
}

bool fake_line_step(void)
{
    if (line_length == 0 && !is_room_wanted) {
        return false;
    }
    assert_true(output_length + line_length < OUTPUT_BYTES_MAX);
    memcpy(output + output_length, line_bytes, line_length);
    output_length += line_length;
    output[output_length] = '\0';
    line_length = 0;
    bool is_told = is_room_wanted && !status[FAKE_TERMINAL].is_failed;
    is_room_wanted = false;
    if (is_told) {
        struct uart_transmitted event = {.status = ERROR_NONE};
        is_room_given = true;
        fake_enter(FAKE_TERMINAL);
        terminal_transmitted(&event);
        fake_leave();
    }
    return true;
}

void fake_type(const char *text)
{
    size_t length = strlen(text);
    for (size_t done = 0; done < length;) {
        struct uart_received event = {.length_bytes = length - done};
        if (event.length_bytes > UART_RECEIVED_BYTES_MAX) {
            event.length_bytes = UART_RECEIVED_BYTES_MAX;
        }
        memcpy(event.bytes, text + done, event.length_bytes);
        done += event.length_bytes;
        fake_enter(FAKE_TERMINAL);
        terminal_received(&event);
        fake_leave();
    }
}

// ---------------------------------------------------------------------------------------------
// Gates of the board's side

void timer_set(uint64_t at)
{
    status[fake_capsule_calling()].is_timer_set = true;
    status[fake_capsule_calling()].timer_at = at;
}

void timer_cancel(void)
{
    status[fake_capsule_calling()].is_timer_set = false;
}

void deferred_call_request(void)
{
    fake_deferred_note(fake_capsule_calling());
}

void fake_deferred_note(enum fake_capsule capsule)
{
    status[capsule].is_deferred = true;
}

void machine_reset(void)
{
    _exit(FAKE_STATUS_RESET);
}

void machine_panic(void)
{
    _exit(FAKE_STATUS_PANIC);
}

// ---------------------------------------------------------------------------------------------
// For tests

static void entry_call(enum fake_capsule capsule, void (*entry)(void))
{
    if (entry != NULL && !status[capsule].is_failed) {
        fake_enter(capsule);
        entry();
        fake_leave();
    }
}

static bool run_round(void)
{
    bool is_active = false;
    for (int i = 0; i < FAKE_CAPSULE_COUNT; i++) {
        if (status[i].is_deferred) {
            status[i].is_deferred = false;
            is_active = true;
            entry_call((enum fake_capsule)i, entries[i].deferred);
        }
    }
    for (int i = 0; i < FAKE_CAPSULE_COUNT; i++) {
        if (status[i].is_timer_set && status[i].timer_at <= time_now()) {
            status[i].is_timer_set = false;
            is_active = true;
            entry_call((enum fake_capsule)i, entries[i].timer);
        }
    }
    return is_active;
}

void fake_run_but_line(void)
{
    size_t rounds = 0;
    while (run_round()) {
        assert_true(++rounds < ROUNDS_MAX);
    }
}

void fake_run(void)
{
    size_t rounds = 0;
    do {
        fake_run_but_line();
        assert_true(++rounds < ROUNDS_MAX);
    } while (fake_line_step());
}

void fake_advance(uint64_t ticks)
{
    uint64_t end = time_now() + ticks;
    fake_run();
    for (size_t rounds = 0; rounds < ROUNDS_MAX; rounds++) {
        uint64_t next = end;
        for (int i = 0; i < FAKE_CAPSULE_COUNT; i++) {
            if (status[i].is_timer_set && status[i].timer_at < next) {
                next = status[i].timer_at;
            }
        }
        fake_time_set(next);
        fake_run();
        if (next == end) {
            return;
        }
    }
    fail_msg("timers never end");
}

void fake_advance_milliseconds(uint32_t milliseconds)
{
    fake_advance((uint64_t)milliseconds * (FAKE_HZ / 1000));
}

void fake_process_ended(struct process_id process)
{
    for (int i = 0; i < FAKE_CAPSULE_COUNT; i++) {
        if (entries[i].process_ended != NULL && !status[i].is_failed) {
            struct process_id copy = process;
            fake_enter((enum fake_capsule)i);
            entries[i].process_ended(&copy);
            fake_leave();
        }
    }
}

struct fake_answer fake_command(uint32_t driver, struct process_id process, uint32_t number,
                                uint32_t argument0, uint32_t argument1)
{
    for (int i = 0; i < FAKE_CAPSULE_COUNT; i++) {
        if (entries[i].driver == driver) {
            struct command command = {
                .process = process,
                .number = number,
                .argument = {argument0, argument1},
            };
            fake_enter((enum fake_capsule)i);
            entries[i].command(&command);
            fake_leave();
            struct fake_answer answer = {.count = command.result_count};
            memcpy(answer.word, command.result, sizeof answer.word);
            return answer;
        }
    }
    fail_msg("no such driver");
    return (struct fake_answer){0};
}

void fake_capsule_fail(enum fake_capsule capsule, bool is_failed)
{
    status[capsule].is_failed = is_failed;
}

const char *fake_output(void)
{
    return output;
}

void fake_output_clear(void)
{
    output_length = 0;
    output[0] = '\0';
}

void fake_expect_output(const char *text)
{
    assert_string_equal(output, text);
    fake_output_clear();
}

void fake_expect_in_output(const char *text)
{
    if (strstr(output, text) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", text, output);
    }
}

static bool is_booted;

void fake_boot(void)
{
    is_booted = true;
    fake_processes_reset();
    for (int i = 0; i < FAKE_CAPSULE_COUNT; i++) {
        entry_call((enum fake_capsule)i, entries[i].init);
    }
}

void fake_reset(void)
{
    fake_register_count = 0;
    if (!is_booted) {
        fake_boot();
        fake_event(&(struct kernel_event){.kind = EVENT_IMAGES_END}, 0);
        fake_run();
    }
    crossing_count = 0;
    for (int i = 0; i < FAKE_CAPSULE_COUNT; i++) {
        status[i].is_failed = false;
    }
    fake_line_room = 1;
    fake_processes_reset();
    fake_run();
    // An empty line leaves the cursor behind a prompt, whatever the last test left there.
    fake_type("\r");
    fake_advance_milliseconds(1000);
    fake_output_clear();
}

int fake_setup(void **state)
{
    (void)state;
    fake_reset();
    return 0;
}
