// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "scenario.h"

#include <abi/driver.h>
#include <abi/system_call.h>

#include "support.h"

enum { TEXT_BYTES = 300, FUNCTION = ONE_CODE + 1, DATA = 0xDA7A, ABSENT = 0x7777 };

void scenario_boot(void)
{
    standard_board_open();
    (void)image_install("one", 8192);
    (void)image_install("two", 2048);
    machine_boot();
    standard_board_settle();
    // "two" sleeps until something comes for it.
    while (process_running() != process_in(1)) {
        host_tick(false);
        (void)host_run();
    }
    check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_ALARM, ALARM_UPCALL_FIRED,
                             process_in(1)->app_start + 1, DATA),
                VARIANT_SUCCESS_U32_U32);
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check(process_running() == process_in(0));
    check_equal(process_in(0)->memory_start, ONE);
    program_grow(ONE_BREAK - ONE);
    for (uint32_t i = 0; i < TEXT_BYTES; i++) {
        *host_memory_at(ONE_TEXT + i) = (uint8_t)(i % 50 == 49 ? '\n' : 'a' + i % 26);
    }
}

void scenario_act(const struct scenario *scenario)
{
    if (scenario->act != NULL) {
        scenario->act();
    } else {
        const uint32_t *call = scenario->call;
        (void)host_call(call[0], call[1], call[2], call[3], call[4]);
    }
}

// ---------------------------------------------------------------------------------------------
// What "one" has done before

static void subscribed(uint32_t driver, uint32_t number)
{
    check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, driver, number, FUNCTION, DATA),
                VARIANT_SUCCESS_U32_U32);
}

static void alarm_is_due(void)
{
    subscribed(DRIVER_ALARM, ALARM_UPCALL_FIRED);
    const uint32_t now = (uint32_t)host.time;
    check_equal(program_call(SYSTEM_CALL_COMMAND, DRIVER_ALARM, ALARM_COMMAND_SET_ABSOLUTE, now, 0),
                VARIANT_SUCCESS_U32);
    check_equal(process_running()->queue_count, 1);
}

static void alarm_is_set(void)
{
    subscribed(DRIVER_ALARM, ALARM_UPCALL_FIRED);
    check_equal(
        program_call(SYSTEM_CALL_COMMAND, DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 3000, 0),
        VARIANT_SUCCESS_U32);
}

static void alarm_is_waited_for(void)
{
    alarm_is_set();
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
}

static void alarm_is_awaited(void)
{
    alarm_is_set();
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT_FOR, DRIVER_ALARM, ALARM_UPCALL_FIRED, 0);
}

static void text_is_allowed(uint32_t bytes)
{
    subscribed(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN);
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE,
                             ONE_TEXT, bytes),
                VARIANT_SUCCESS_U32_U32);
}

static void line_is_allowed(void)
{
    text_is_allowed(50);
}

static void lines_are_allowed(void)
{
    text_is_allowed(TEXT_BYTES);
}

static void code_is_allowed(void)
{
    subscribed(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN);
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE,
                             ONE_CODE, 40),
                VARIANT_SUCCESS_U32_U32);
}

static void lines_are_being_written(void)
{
    lines_are_allowed();
    check_equal(
        program_call(SYSTEM_CALL_COMMAND, DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, TEXT_BYTES, 0),
        VARIANT_SUCCESS);
}

static void buffer_is_allowed(void)
{
    subscribed(DRIVER_CONSOLE, CONSOLE_UPCALL_READ);
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ,
                             ONE_BUFFER, 40),
                VARIANT_SUCCESS_U32_U32);
}

static void read_is_under_way(void)
{
    buffer_is_allowed();
    check_equal(program_call(SYSTEM_CALL_COMMAND, DRIVER_CONSOLE, CONSOLE_COMMAND_READ, 4, 0),
                VARIANT_SUCCESS);
    standard_board_type("\x14"); // Ctrl-T: input is for the program.
    standard_board_settle();
}

static void random_is_allowed(void)
{
    subscribed(DRIVER_RNG, RNG_UPCALL_DONE);
    check_equal(
        program_call(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_RNG, RNG_ALLOW_BYTES, ONE_BUFFER, 50),
        VARIANT_SUCCESS_U32_U32);
}

static void random_is_asked_for(void)
{
    random_is_allowed();
    check_equal(program_call(SYSTEM_CALL_COMMAND, DRIVER_RNG, RNG_COMMAND_GET, 50, 0),
                VARIANT_SUCCESS);
}

static void subscribed_and_pending(void)
{
    alarm_is_due();
}

static void break_is_low(void)
{
    host.thread.sp = ONE + 2000;
    check_equal(program_call(SYSTEM_CALL_MEMOP, MEMOP_BREAK_SET, ONE_BREAK - 10, 0, 0),
                VARIANT_SUCCESS);
}

/// More than two steps of clearing: of what the program could write, and of the gap above it.
static void break_is_lower(void)
{
    host.granule_bytes = 4096;
    host.thread.sp = ONE + 1500;
    check_equal(program_call(SYSTEM_CALL_MEMOP, MEMOP_BREAK_SET, ONE + 1900, 0, 0),
                VARIANT_SUCCESS);
}

static void fault_is_reported(void)
{
    // Only "two" is left to read the report of.
    test_policy.fault_policy = FAULT_POLICY_STOP;
}

// ---------------------------------------------------------------------------------------------
// What happens

static void time_passes(void)
{
    host_time_advance(5000);
    (void)host_run();
}

static void partial_line_is_due(void)
{
    host_time_advance(30000);
    (void)host_run();
}

static void somebody_types(void)
{
    standard_board_type("abcd");
    (void)host_run();
}

static void entropy_comes(void)
{
    standard_board_fill();
    (void)host_run();
    standard_board_fill();
    (void)host_run();
}

static void work_goes_on(void)
{
    (void)host_run();
}

static void program_faults(void)
{
    host_fault(&(struct port_fault){.cause = FAULT_UNDEFINED_INSTRUCTION});
    standard_board_settle();
}

static void program_restarts(void)
{
    (void)host_call(SYSTEM_CALL_EXIT, EXIT_RESTART, 0, 0, 0);
    standard_board_settle();
}

// ---------------------------------------------------------------------------------------------

#define CALL(name, prepare, promise, ...) {name, prepare, NULL, {__VA_ARGS__}, {0}, promise}
#define EVENT(name, prepare, act, promise) {name, prepare, act, {0}, {0}, promise}
#define OTHER(...) {__VA_ARGS__}

const struct scenario scenarios[] = {
    {"yield-no-wait",
     NULL,
     NULL,
     {SYSTEM_CALL_YIELD, YIELD_NO_WAIT, ONE_FLAG, 3, 4},
     {YIELD_WAIT, ONE_FLAG + 5, 0, 0},
     PROMISE_SAME},
    {"yield-no-wait with an event",
     alarm_is_due,
     NULL,
     {SYSTEM_CALL_YIELD, YIELD_NO_WAIT, ONE_FLAG, 3, 4},
     {YIELD_WAIT, 0, 0, 0},
     PROMISE_SAME},
    CALL("yield-no-wait, flag elsewhere", alarm_is_due, PROMISE_FAULT, SYSTEM_CALL_YIELD,
         YIELD_NO_WAIT, 0x20000000),
    {"yield-wait",
     NULL,
     NULL,
     {SYSTEM_CALL_YIELD, YIELD_WAIT, 2, 3, 4},
     {YIELD_NO_WAIT, ONE_FLAG, 0, 0},
     PROMISE_FAULT},
    CALL("yield-wait with an event", alarm_is_due, PROMISE_FAULT, SYSTEM_CALL_YIELD, YIELD_WAIT),
    {"yield-wait-for",
     alarm_is_set,
     NULL,
     {SYSTEM_CALL_YIELD, YIELD_WAIT_FOR, DRIVER_ALARM, ALARM_UPCALL_FIRED, 0},
     {YIELD_WAIT_FOR, DRIVER_CONSOLE, CONSOLE_UPCALL_READ, 0},
     PROMISE_FAULT},
    CALL("yield-wait-for with an event", alarm_is_due, PROMISE_FAULT, SYSTEM_CALL_YIELD,
         YIELD_WAIT_FOR, DRIVER_ALARM, ALARM_UPCALL_FIRED),
    CALL("yield of no kind", NULL, PROMISE_FAULT, SYSTEM_CALL_YIELD, 9),

    {"subscribe",
     NULL,
     NULL,
     {SYSTEM_CALL_SUBSCRIBE, DRIVER_ALARM, 0, FUNCTION, DATA},
     {DRIVER_CONSOLE, 1, FUNCTION + 8, 1},
     PROMISE_FAULT},
    {"subscribe once more",
     subscribed_and_pending,
     NULL,
     {SYSTEM_CALL_SUBSCRIBE, DRIVER_ALARM, 0, 0, 0},
     {DRIVER_CONSOLE, 1, FUNCTION + 8, 1},
     PROMISE_FAULT},
    {"subscribe elsewhere",
     NULL,
     NULL,
     {SYSTEM_CALL_SUBSCRIBE, DRIVER_ALARM, 0, 0x20000000, DATA},
     {DRIVER_ALARM, 0, FUNCTION, DATA},
     PROMISE_FAULT},
    CALL("subscribe to nobody", NULL, PROMISE_FAULT, SYSTEM_CALL_SUBSCRIBE, ABSENT, 0, FUNCTION, 0),

    CALL("command to nobody", NULL, PROMISE_FAULT, SYSTEM_CALL_COMMAND, ABSENT, 0),
    CALL("command: is there a console", NULL, PROMISE_FAULT, SYSTEM_CALL_COMMAND, DRIVER_CONSOLE),
    CALL("command: none such", NULL, PROMISE_FAULT, SYSTEM_CALL_COMMAND, DRIVER_CONSOLE, 99),
    CALL("alarm: frequency", NULL, PROMISE_FAULT, SYSTEM_CALL_COMMAND, DRIVER_ALARM,
         ALARM_COMMAND_FREQUENCY),
    CALL("alarm: now", NULL, PROMISE_FAULT, SYSTEM_CALL_COMMAND, DRIVER_ALARM, ALARM_COMMAND_NOW),
    {"alarm: set",
     NULL,
     NULL,
     {SYSTEM_CALL_COMMAND, DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 3000, 7},
     {DRIVER_ALARM, ALARM_COMMAND_SET_ABSOLUTE, 5, 9},
     PROMISE_FAULT},
    {"alarm: due at once",
     alarm_is_set,
     NULL,
     {SYSTEM_CALL_COMMAND, DRIVER_ALARM, ALARM_COMMAND_SET_ABSOLUTE, 0, 1},
     {DRIVER_ALARM, ALARM_COMMAND_STOP, 5, 9},
     PROMISE_FAULT},
    CALL("alarm: stop", alarm_is_set, PROMISE_FAULT, SYSTEM_CALL_COMMAND, DRIVER_ALARM,
         ALARM_COMMAND_STOP),
    CALL("alarm: none to stop", NULL, PROMISE_FAULT, SYSTEM_CALL_COMMAND, DRIVER_ALARM,
         ALARM_COMMAND_STOP),

    {"console: write a line",
     line_is_allowed,
     NULL,
     {SYSTEM_CALL_COMMAND, DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 50, 0},
     {DRIVER_CONSOLE, CONSOLE_COMMAND_READ, 7, 0},
     PROMISE_COMPLETE},
    CALL("console: write lines", lines_are_allowed, PROMISE_COMPLETE, SYSTEM_CALL_COMMAND,
         DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, TEXT_BYTES),
    CALL("console: write out of the image", code_is_allowed, PROMISE_COMPLETE, SYSTEM_CALL_COMMAND,
         DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 40),
    CALL("console: write more than is allowed", line_is_allowed, PROMISE_COMPLETE,
         SYSTEM_CALL_COMMAND, DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 4000000000u),
    CALL("console: write without a buffer", NULL, PROMISE_COMPLETE, SYSTEM_CALL_COMMAND,
         DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 10),
    EVENT("console: the rest of the lines", lines_are_being_written, work_goes_on,
          PROMISE_COMPLETE),
    EVENT("console: a line without an end", lines_are_being_written, partial_line_is_due,
          PROMISE_COMPLETE),
    {"console: read",
     buffer_is_allowed,
     NULL,
     {SYSTEM_CALL_COMMAND, DRIVER_CONSOLE, CONSOLE_COMMAND_READ, 4, 0},
     {DRIVER_CONSOLE, CONSOLE_COMMAND_READ, 40, 0},
     PROMISE_FAULT},
    CALL("console: read nothing", buffer_is_allowed, PROMISE_FAULT, SYSTEM_CALL_COMMAND,
         DRIVER_CONSOLE, CONSOLE_COMMAND_READ, 0),
    CALL("console: end a read", read_is_under_way, PROMISE_FAULT, SYSTEM_CALL_COMMAND,
         DRIVER_CONSOLE, CONSOLE_COMMAND_ABORT_READ),
    EVENT("console: somebody types", read_is_under_way, somebody_types, PROMISE_COMPLETE),

    {"rng: get",
     random_is_allowed,
     NULL,
     {SYSTEM_CALL_COMMAND, DRIVER_RNG, RNG_COMMAND_GET, 50, 0},
     {DRIVER_RNG, RNG_COMMAND_GET, 3, 0},
     PROMISE_FAULT},
    CALL("rng: get without a buffer", NULL, PROMISE_FAULT, SYSTEM_CALL_COMMAND, DRIVER_RNG,
         RNG_COMMAND_GET, 50),
    EVENT("rng: bytes come", random_is_asked_for, entropy_comes, PROMISE_COMPLETE),

    {"allow read-write",
     NULL,
     NULL,
     {SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, ONE_BUFFER, 64},
     {DRIVER_CONSOLE, 0, ONE_BUFFER + 300, 5},
     PROMISE_FAULT},
    {"allow read-write, swap",
     buffer_is_allowed,
     NULL,
     {SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, 0, 0},
     {DRIVER_RNG, RNG_ALLOW_BYTES, 0xFFFFFFF0, 0x20},
     PROMISE_FAULT},
    {"allow read-only",
     NULL,
     NULL,
     {SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, ONE_CODE, 64},
     {DRIVER_CONSOLE, 0, 0x20000000, 5},
     PROMISE_FAULT},
    {"allow of the kernel's memory",
     NULL,
     NULL,
     {SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, 0x20000000, 64},
     {DRIVER_CONSOLE, 0, ONE_BUFFER, 5},
     PROMISE_FAULT},
    CALL("allow to nobody", NULL, PROMISE_FAULT, SYSTEM_CALL_ALLOW_READ_ONLY, ABSENT, 0, ONE_BUFFER,
         8),
    CALL("allow user-readable", NULL, PROMISE_FAULT, SYSTEM_CALL_ALLOW_USER_READABLE,
         DRIVER_CONSOLE, 0, ONE_BUFFER, 8),

    {"memop: grow",
     NULL,
     NULL,
     {SYSTEM_CALL_MEMOP, MEMOP_BREAK_SET, ONE_BREAK + 1000, 0, 0},
     {MEMOP_BREAK_MOVE, 2000, 0, 0},
     PROMISE_FAULT},
    {"memop: grow over slack",
     break_is_low,
     NULL,
     {SYSTEM_CALL_MEMOP, MEMOP_BREAK_SET, ONE_BREAK, 0, 0},
     {MEMOP_BREAK_MOVE, 2000, 0, 0},
     PROMISE_SAME},
    CALL("memop: grow in steps", break_is_lower, PROMISE_SAME, SYSTEM_CALL_MEMOP, MEMOP_BREAK_MOVE,
         4500),
    {"memop: shrink",
     NULL,
     NULL,
     {SYSTEM_CALL_MEMOP, MEMOP_BREAK_SET, ONE + 1000, 0, 0},
     {MEMOP_BREAK_MOVE, 0u - 100u, 0, 0},
     PROMISE_FAULT},
    CALL("memop: shrink below the frame by a little", NULL, PROMISE_FAULT, SYSTEM_CALL_MEMOP,
         MEMOP_BREAK_MOVE, 0u - 4u),
    CALL("memop: break elsewhere", NULL, PROMISE_FAULT, SYSTEM_CALL_MEMOP, MEMOP_BREAK_SET, 1),
    CALL("memop: memory start", NULL, PROMISE_FAULT, SYSTEM_CALL_MEMOP, MEMOP_MEMORY_START),
    CALL("memop: memory end", NULL, PROMISE_FAULT, SYSTEM_CALL_MEMOP, MEMOP_MEMORY_END),
    CALL("memop: flash start", NULL, PROMISE_FAULT, SYSTEM_CALL_MEMOP, MEMOP_FLASH_START),
    CALL("memop: flash end", NULL, PROMISE_FAULT, SYSTEM_CALL_MEMOP, MEMOP_FLASH_END),
    CALL("memop: grant start", NULL, PROMISE_FAULT, SYSTEM_CALL_MEMOP, MEMOP_GRANT_START),
    CALL("memop: regions", NULL, PROMISE_FAULT, SYSTEM_CALL_MEMOP, MEMOP_WRITEABLE_REGION_COUNT),
    CALL("memop: start of a region", NULL, PROMISE_FAULT, SYSTEM_CALL_MEMOP,
         MEMOP_WRITEABLE_REGION_START, 0),
    CALL("memop: end of a region", NULL, PROMISE_FAULT, SYSTEM_CALL_MEMOP,
         MEMOP_WRITEABLE_REGION_END, 0),
    {"memop: stack top",
     NULL,
     NULL,
     {SYSTEM_CALL_MEMOP, MEMOP_STACK_TOP, ONE_BREAK, 0, 0},
     {MEMOP_HEAP_START, 0x20000000, 0, 0},
     PROMISE_FAULT},
    {"memop: heap start",
     NULL,
     NULL,
     {SYSTEM_CALL_MEMOP, MEMOP_HEAP_START, ONE + 8, 0, 0},
     {MEMOP_STACK_TOP, ONE + 16, 0, 0},
     PROMISE_FAULT},
    CALL("memop: none such", NULL, PROMISE_FAULT, SYSTEM_CALL_MEMOP, 77),

    {"exit",
     NULL,
     NULL,
     {SYSTEM_CALL_EXIT, EXIT_TERMINATE, 7, 0, 0},
     {EXIT_RESTART, 8, 0, 0},
     PROMISE_FAULT},
    CALL("exit and restart", NULL, PROMISE_FAULT, SYSTEM_CALL_EXIT, EXIT_RESTART),
    CALL("exit of no kind", NULL, PROMISE_FAULT, SYSTEM_CALL_EXIT, 5),
    CALL("no such call", NULL, PROMISE_FAULT, 99, 1, 2, 3, 4),

    EVENT("an upcall that is waited for", alarm_is_waited_for, time_passes, PROMISE_FAULT),
    EVENT("an event that is awaited", alarm_is_awaited, time_passes, PROMISE_FAULT),
    EVENT("leases on two buffers", lease_is_allowed, lease_moves_parts, PROMISE_COMPLETE),
    EVENT("a text", text_is_there, text_is_copied, PROMISE_COMPLETE),
    EVENT("a list of addresses", addresses_are_there, addresses_are_copied, PROMISE_COMPLETE),
    EVENT("an array", NULL, typed_array_is_copied, PROMISE_COMPLETE),
    EVENT("words of all widths", NULL, words_of_all_widths_are_loaded, PROMISE_COMPLETE),
    EVENT("a word that is exchanged", word_is_there, word_is_exchanged, PROMISE_COMPLETE),
    EVENT("a copy between processes", NULL, bytes_go_across, PROMISE_COMPLETE),

    EVENT("a fault and its report", fault_is_reported, program_faults, PROMISE_SAME),
    EVENT("a fault and the next life", NULL, program_faults, PROMISE_SAME),
    EVENT("the end and the next life", NULL, program_restarts, PROMISE_SAME),
};

const unsigned scenario_count = sizeof scenarios / sizeof scenarios[0];
