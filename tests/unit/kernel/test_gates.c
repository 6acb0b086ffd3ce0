// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The gates that capsules call: misuse, grants, buffers, the ledger.
#include <abi/error.h>
#include <abi/system_call.h>
#include <hand_over/entropy.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger.h"
#include "machine.h"
#include "support.h"

static bool is_failed(unsigned capsule)
{
    return test_capsule_status[capsule].is_failed;
}

// ---------------------------------------------------------------------------------------------
// Gates refuse what no correct capsule does

static uint8_t byte_buffer[300];

static void misuse_answer_twice(void)
{
    struct command command = {.result_count = 0};
    command_success(&command);
    command_success(&command);
}
static void misuse_answer_null(void)
{
    command_success(NULL);
}
static void misuse_failure_none(void)
{
    struct command command = {.result_count = 0};
    command_failure(&command, ERROR_NONE);
}
static struct lease lease_of(enum buffer_kind kind)
{
    struct lease taken;
    lease_take(process_in(0)->id, kind, 0, UINT32_MAX, &taken);
    return taken;
}
static void misuse_copy_to_null(void)
{
    struct lease taken = lease_of(BUFFER_READ_ONLY);
    (void)!lease_copy_(&taken, NULL, NULL, 1);
}
static void misuse_copy_without_lease(void)
{
    (void)!lease_copy_(NULL, byte_buffer, NULL, 1);
}
static void misuse_copy_257(void)
{
    struct lease taken = lease_of(BUFFER_READ_ONLY);
    (void)!lease_copy_(&taken, byte_buffer, NULL, 257);
}
static void misuse_take_null(void)
{
    lease_take(process_in(0)->id, BUFFER_READ_ONLY, 0, 1, NULL);
}
static void misuse_write_to_read_only(void)
{
    struct lease taken = lease_of(BUFFER_READ_ONLY);
    (void)!lease_copy_(&taken, NULL, byte_buffer, 0);
}
static void misuse_cursor_behind_the_end(void)
{
    struct lease taken = lease_of(BUFFER_READ_ONLY);
    taken.done_bytes_ = 1;
    (void)!lease_copy_(&taken, byte_buffer, NULL, 0);
}
static void misuse_cursor_too_long(void)
{
    struct lease taken = lease_of(BUFFER_READ_ONLY);
    taken.left_bytes_ = 1;
    (void)!lease_copy_(&taken, byte_buffer, NULL, 1);
}
static void misuse_cursor_that_wraps(void)
{
    struct lease taken = lease_of(BUFFER_READ_ONLY);
    taken.done_bytes_ = UINT32_MAX;
    taken.left_bytes_ = 2;
    (void)!lease_copy_(&taken, byte_buffer, NULL, 2);
}
static void misuse_upcall_number(void)
{
    (void)upcall_schedule(process_in(0)->id, 2, 0, 0, 0);
}
static void misuse_upcall_number_wide(void)
{
    (void)upcall_schedule(process_in(0)->id, 0x100, 0, 0, 0);
}
static void misuse_home_buffer(void)
{
    (void)transfer_buffer_home(1);
}
static void misuse_open_null(void)
{
    (void)!transfer_buffer_read_((struct transfer_buffer){.index = 0}, 0, NULL, 0);
}
static void misuse_next_null(void)
{
    (void)grant_next_process(NULL);
}
static void misuse_describe(void)
{
    struct process_information information;
    (void)!process_describe(0, &information);
}
static void misuse_control(void)
{
    (void)!process_control(process_in(0)->id, PROCESS_TERMINATE);
}
static void misuse_event(void)
{
    struct kernel_event event;
    uint32_t lost;
    (void)kernel_event_take(&event, &lost);
}
static void misuse_reset(void)
{
    machine_reset();
}
static void misuse_panic(void)
{
    machine_panic();
}
static void misuse_region(void)
{
    struct process_region region;
    (void)process_region_describe(0, 0, &region);
}
static void misuse_describe_kernel(void)
{
    kernel_describe(NULL);
}
static void misuse_log_null(void)
{
    (void)capsule_log_(NULL);
}
static void misuse_log_lines(void)
{
    (void)CAPSULE_LOG("one\nCapsule other failed.");
}
static void misuse_log_escape(void)
{
    (void)CAPSULE_LOG("\x1B[2J");
}
static void misuse_log_long(void)
{
    static char line[CAPSULE_LOG_BYTES_MAX + 2];
    memset(line, '-', sizeof line - 1);
    (void)capsule_log_(line);
}

static void (*const misuses[])(void) = {
    misuse_log_null,
    misuse_log_lines,
    misuse_log_escape,
    misuse_log_long,
    misuse_answer_twice,
    misuse_answer_null,
    misuse_failure_none,
    misuse_copy_to_null,
    misuse_copy_without_lease,
    misuse_copy_257,
    misuse_take_null,
    misuse_write_to_read_only,
    misuse_cursor_behind_the_end,
    misuse_cursor_too_long,
    misuse_cursor_that_wraps,
    misuse_upcall_number,
    misuse_upcall_number_wide,
    misuse_home_buffer,
    misuse_open_null,
    misuse_next_null,
    misuse_describe,
    misuse_control,
    misuse_event,
    misuse_reset,
    misuse_panic,
    misuse_region,
    misuse_describe_kernel,
};

static void misuse_aborts(unsigned index)
{
    (void)machine_boot_one();
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, 0, 0, 0),
                VARIANT_SUCCESS_U32_U32);
    check(!in_capsule(CAPSULE_FIRST, misuses[index]));
    check(is_failed(CAPSULE_FIRST));
    (void)host_run();
    check(process_running() == process_in(0));
}

static void misuse_of_a_gate_aborts_the_capsule_only(void)
{
    check_each(sizeof misuses / sizeof misuses[0], misuse_aborts);
}

static void schedule_without_a_driver(void)
{
    (void)upcall_schedule(process_in(0)->id, 0, 0, 0, 0);
}

static void capsule_without_a_driver_has_no_grants(void)
{
    (void)machine_boot_one();
    check(!in_capsule(CAPSULE_WATCHER, schedule_without_a_driver));
    check(is_failed(CAPSULE_WATCHER));
}

// ---------------------------------------------------------------------------------------------
// Grants

struct state {
    uint32_t count;
    uint32_t poison[5];
};
static enum error grant_error;
static enum error nested_error;
static struct process_id grant_process;
static bool leaves_early;

UNANALYSED static void enter_grant(void)
{
    WITH_GRANT(struct state, state, grant_process, grant_error)
    {
        check(state->count == 0 || state->poison[4] == 0x77);
        state->count++;
        state->poison[4] = 0x77;
        WITH_GRANT(struct state, nested, grant_process, nested_error)
        {
            nested->count = 1000;
        }
        if (leaves_early) {
            return;
        }
        break;
    }
}

static uint32_t count_read;
static void read_count(void)
{
    WITH_GRANT(struct state, state, grant_process, grant_error)
    {
        count_read = state->count;
    }
}

static void grant_is_entered_once_at_a_time_and_keeps_its_state(void)
{
    (void)machine_boot_one();
    grant_process = process_in(0)->id;
    for (uint32_t i = 1; i < 6; i++) {
        leaves_early = i % 2 == 0;
        check(in_capsule(CAPSULE_FIRST, enter_grant));
        check_equal(grant_error, ERROR_NONE);
        check_equal(nested_error, ERROR_BUSY);
        check(in_capsule(CAPSULE_FIRST, read_count));
        check_equal(count_read, i);
    }
}

static void grant_of_nobody_is_stale(void)
{
    (void)machine_boot_one();
    grant_process.number = 0;
    check(in_capsule(CAPSULE_FIRST, read_count));
    check_equal(grant_error, ERROR_STALE);
    grant_process.number = UINT64_MAX;
    check(in_capsule(CAPSULE_FIRST, read_count));
    check_equal(grant_error, ERROR_STALE);
}

static void trap_in_grant(void)
{
    WITH_GRANT(struct state, state, grant_process, grant_error)
    {
        state->count = 5;
        host_capsule_trap();
    }
}

static void grant_entered_by_a_capsule_that_trapped_is_open_no_longer(void)
{
    (void)machine_boot_one();
    grant_process = process_in(0)->id;
    check(!in_capsule(CAPSULE_FIRST, trap_in_grant));
    (void)host_run();
    check(!process_in(0)->grants[0].is_entered);
}

static void terminate_it(void)
{
    (void)!process_control(grant_process, PROCESS_TERMINATE);
}

static void end_life_inside_grant(void)
{
    WITH_GRANT(struct state, state, grant_process, grant_error)
    {
        check(in_capsule(CAPSULE_WATCHER, terminate_it));
        state->count = 9; // still somewhere that does no harm
    }
}

static void life_that_ends_inside_a_grant_leaves_no_grant_entered(void)
{
    (void)machine_boot_one();
    grant_process = process_in(0)->id;
    check(in_capsule(CAPSULE_FIRST, end_life_inside_grant));
    (void)host_run();
    check_equal(process_controlled(grant_process, PROCESS_BOOT), ERROR_NONE);
    (void)host_run();
    grant_process = process_in(0)->id;
    check(in_capsule(CAPSULE_FIRST, read_count));
    check_equal(grant_error, ERROR_NONE);
    check_equal(count_read, 0);
}

static uint64_t numbers_seen[TEST_SLOTS_MAX];
static unsigned numbers_count;

static void walk_grants(void)
{
    numbers_count = 0;
    for (struct process_id id = {0}; grant_next_process(&id);) {
        numbers_seen[numbers_count++] = id.number;
    }
}

static void grants_are_walked_over_the_living_that_have_one(void)
{
    test_board.slot_count = TEST_SLOTS_MAX;
    (void)image_install("three", 4096);
    machine_boot_two();
    check(in_capsule(CAPSULE_FIRST, walk_grants));
    check_equal(numbers_count, 0);
    for (unsigned i = 0; i < 3; i++) {
        grant_process = process_in(i)->id;
        check(in_capsule(CAPSULE_FIRST, enter_grant));
    }
    check(in_capsule(CAPSULE_FIRST, walk_grants));
    check_equal(numbers_count, 3);
    check_equal(process_controlled(process_in(1)->id, PROCESS_TERMINATE), ERROR_NONE);
    check(in_capsule(CAPSULE_FIRST, walk_grants));
    check_equal(numbers_count, 2);
    check(in_capsule(CAPSULE_SECOND, walk_grants));
    check_equal(numbers_count, 0);
}

// ---------------------------------------------------------------------------------------------
// The ledger

static struct transfer_buffer name;
static struct transfer_buffer returned;
static enum error ledger_error;
static size_t ledger_bytes;
static uint8_t *ledger_base;

static void find_home(void)
{
    name = transfer_buffer_home(0);
}

static void take_now(void)
{
    ledger_error = ledger_take(name, 3, ledger_bytes, &ledger_base);
}

/// Writes the last bytes and reads them again.
static void use_now(void)
{
    static const uint8_t written[] = {1, 2, 3};
    uint8_t read[sizeof written] = {0};
    const size_t offset = TEST_BUFFER_BYTES - sizeof written;
    ledger_error = transfer_buffer_write(name, offset, CONST_SPAN_IN(written));
    check_equal(transfer_buffer_read(name, offset, SPAN_IN(read)), ledger_error);
    if (ledger_error == ERROR_NONE) {
        check(memcmp(read, written, sizeof read) == 0);
        check(memcmp(test_buffer_bytes[name.index] + offset, written, sizeof written) == 0);
    }
}

static void use_behind(void)
{
    uint8_t bytes[2] = {7, 7};
    check_equal(transfer_buffer_capacity(name), TEST_BUFFER_BYTES);
    check_equal(transfer_buffer_read(name, TEST_BUFFER_BYTES, SPAN_PART(bytes, 0, 0)), ERROR_NONE);
    check_equal(transfer_buffer_read(name, TEST_BUFFER_BYTES - 1, SPAN_IN(bytes)), ERROR_SIZE);
    check_equal(transfer_buffer_read(name, TEST_BUFFER_BYTES + 1, SPAN_PART(bytes, 0, 0)),
                ERROR_SIZE);
    check_equal(transfer_buffer_read(name, SIZE_MAX, SPAN_IN(bytes)), ERROR_SIZE);
    check_equal(transfer_buffer_write(name, TEST_BUFFER_BYTES - 1, CONST_SPAN_IN(bytes)),
                ERROR_SIZE);
    check_equal(bytes[0], 7);
}

static void ledger_moves_a_buffer_to_a_device_and_back(void)
{
    (void)machine_boot_one();
    check(in_capsule(CAPSULE_FIRST, find_home));
    const struct transfer_buffer old = name;
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_NONE);
    ledger_bytes = TEST_BUFFER_BYTES;
    check(in_capsule(CAPSULE_FIRST, take_now));
    check_equal(ledger_error, ERROR_NONE);
    check(ledger_base == test_buffer_bytes[0]);
    // Out of reach while the device has it, by the old name and by the present one.
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_STALE);
    check(in_capsule(CAPSULE_FIRST, find_home));
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_STALE);
    check(in_capsule(CAPSULE_FIRST, take_now));
    check_equal(ledger_error, ERROR_STALE);
    check_equal(ledger_return(name, 4, &returned), ERROR_STALE);
    check_equal(ledger_return(name, 3, &returned), ERROR_NONE);
    check_equal(ledger_return(name, 3, &returned), ERROR_STALE);
    name = old;
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_STALE);
    name = returned;
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_NONE);
}

static void copies_stay_inside_a_transferable_buffer(void)
{
    (void)machine_boot_one();
    check(in_capsule(CAPSULE_FIRST, find_home));
    check(in_capsule(CAPSULE_FIRST, use_behind));
    // A buffer of somebody else.
    check(in_capsule(CAPSULE_SECOND, use_now));
    check_equal(ledger_error, ERROR_STALE);
}

static struct take_cell cell;
static bool is_taken;

// Hands on what it took, which Clang would refuse in a capsule.
UNANALYSED static void cell_use(void)
{
    is_taken = cell_try_take(&cell);
}

static void cell_fill_now(void)
{
    ledger_error = cell_fill(&cell, name);
}

/// Who is asked for entropy takes the buffer, or answers with an error.
static enum error request_answer;

static enum error request_take(struct transfer_buffer buffer, size_t length_bytes)
{
    if (request_answer != ERROR_NONE) {
        return request_answer;
    }
    name = buffer;
    ledger_bytes = length_bytes;
    take_now();
    return ledger_error;
}

static const struct entropy_source taker = {.request = request_take};

UNANALYSED static void cell_hand_over_now(void)
{
    request_answer = entropy_source_request_from_cell(&taker, &cell, 1);
}

UNANALYSED static void cell_write_and_read_now(void)
{
    uint8_t bytes[2] = {3, 4};
    ledger_error = cell_write(&cell, 0, CONST_SPAN_IN(bytes));
    bytes[0] = 0;
    bytes[1] = 0;
    if (ledger_error == ERROR_NONE) {
        ledger_error = cell_read(&cell, 1, SPAN_PART(bytes, 0, 1));
    }
    ledger_bytes = bytes[0];
    cell_put(&cell);
}

static void take_cell_gives_what_the_ledger_says_is_here(void)
{
    (void)machine_boot_one();
    cell = (struct take_cell){.is_full_ = false};
    check(in_capsule(CAPSULE_FIRST, cell_use));
    check(!is_taken);
    check(in_capsule(CAPSULE_FIRST, find_home));
    check(in_capsule(CAPSULE_FIRST, cell_fill_now));
    check_equal(ledger_error, ERROR_NONE);
    check(in_capsule(CAPSULE_FIRST, cell_fill_now));
    check_equal(ledger_error, ERROR_BUSY);
    check(in_capsule(CAPSULE_FIRST, cell_use));
    check(is_taken);
    check(in_capsule(CAPSULE_FIRST, cell_use));
    check(!is_taken); // Taken already.
    check(in_capsule(CAPSULE_FIRST, cell_write_and_read_now));
    check_equal(ledger_error, ERROR_NONE);
    check_equal(ledger_bytes, 4);
    check(in_capsule(CAPSULE_FIRST, cell_use));
    check(is_taken); // Put back.
}

static void take_cell_has_again_what_nobody_took(void)
{
    (void)machine_boot_one();
    cell = (struct take_cell){.is_full_ = false};
    check(in_capsule(CAPSULE_FIRST, find_home));
    check(in_capsule(CAPSULE_FIRST, cell_fill_now));
    check(in_capsule(CAPSULE_FIRST, cell_use));
    request_answer = ERROR_BUSY;
    check(in_capsule(CAPSULE_FIRST, cell_hand_over_now));
    check_equal(request_answer, ERROR_BUSY);
    check(in_capsule(CAPSULE_FIRST, cell_use));
    check(is_taken);
    request_answer = ERROR_NONE;
    check(in_capsule(CAPSULE_FIRST, cell_hand_over_now));
    check_equal(request_answer, ERROR_NONE);
    check(ledger_base == test_buffer_bytes[0]);
    check(in_capsule(CAPSULE_FIRST, cell_use));
    check(!is_taken);
    check(in_capsule(CAPSULE_FIRST, cell_fill_now));
    check_equal(ledger_error, ERROR_STALE); // A device has it.
    cell.is_full_ = true;                   // What a cut or a wrong cell says does not count.
    check(in_capsule(CAPSULE_FIRST, cell_use));
    check(!is_taken);
}

/// Whether a hand-over traps, tried in a process of its own.
UNANALYSED static bool hand_over_traps(const struct entropy_source *contract,
                                       struct take_cell *from)
{
    const pid_t child = fork();
    if (child == 0) {
        (void)signal(SIGILL, SIG_DFL); // The sanitizer would end it otherwise.
        (void)!entropy_source_request_from_cell(contract, from, 1);
        _exit(0);
    }
    int status = 0;
    check(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGILL;
}

/// What lies at address 0 is nobody's contract: an Arm processor's first word to call is there.
static void hand_over_without_contract_or_cell_traps(void)
{
    cell = (struct take_cell){.is_full_ = false};
    request_answer = ERROR_BUSY;
    check(!hand_over_traps(&taker, &cell));
    check(hand_over_traps(NULL, &cell));
    check(hand_over_traps(&taker, NULL));
}

static void ledger_refuses_forged_names_and_lengths(void)
{
    (void)machine_boot_one();
    check(in_capsule(CAPSULE_FIRST, find_home));
    const struct transfer_buffer good = name;
    const struct {
        uint16_t index, generation_high;
        uint32_t generation;
        size_t bytes;
        unsigned capsule;
        enum error error;
    } cases[] = {
        {0, 1, good.generation, 1, CAPSULE_FIRST, ERROR_STALE},
        {0, UINT16_MAX, good.generation, 1, CAPSULE_FIRST, ERROR_STALE},
        {0, 0, good.generation + 1, 1, CAPSULE_FIRST, ERROR_STALE},
        {0, 0, good.generation - 1, 1, CAPSULE_FIRST, ERROR_STALE},
        {1, 0, 0, 1, CAPSULE_FIRST, ERROR_STALE}, // the neighbour's
        {2, 0, 0, 1, CAPSULE_FIRST, ERROR_INVALID},
        {UINT16_MAX, 0, 0, 1, CAPSULE_FIRST, ERROR_INVALID},
        {0, 0, good.generation, TEST_BUFFER_BYTES + 1, CAPSULE_FIRST, ERROR_INVALID},
        {0, 0, good.generation, SIZE_MAX, CAPSULE_FIRST, ERROR_INVALID},
        {0, 0, good.generation, 1, CAPSULE_SECOND, ERROR_STALE},
        {0, 0, good.generation, TEST_BUFFER_BYTES, CAPSULE_FIRST, ERROR_NONE},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_context("case %u", i);
        name =
            (struct transfer_buffer){cases[i].index, cases[i].generation_high, cases[i].generation};
        ledger_bytes = cases[i].bytes;
        check(in_capsule(cases[i].capsule, take_now));
        check_equal(ledger_error, cases[i].error);
    }
    check_equal(ledger_return((struct transfer_buffer){.index = 9}, 3, &returned), ERROR_STALE);
}

static void ledger_counts_owners_further_than_a_word(void)
{
    (void)machine_boot_one();
    check(in_capsule(CAPSULE_FIRST, find_home));
    const struct transfer_buffer old = name;
    ledger_bytes = 1;
    // As after nearly all changes of the owner that a word can count.
    test_buffer_states[0].generation = old.generation - 2;
    check(in_capsule(CAPSULE_FIRST, find_home));
    check(in_capsule(CAPSULE_FIRST, take_now));
    check_equal(ledger_error, ERROR_NONE);
    check_equal(ledger_return(name, 3, &returned), ERROR_NONE);
    check_equal(returned.generation, old.generation);
    check_equal(returned.generation_high, old.generation_high + 1);
    name = old;
    check(in_capsule(CAPSULE_FIRST, take_now));
    check_equal(ledger_error, ERROR_STALE);
    name = old;
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_STALE);
    name = returned;
    check(in_capsule(CAPSULE_FIRST, take_now));
    check_equal(ledger_error, ERROR_NONE);
}

static void lend_to_second(void)
{
    ledger_lend(name, CAPSULE_SECOND);
}

static void ledger_lets_a_capsule_in_between_hand_on_what_it_was_lent(void)
{
    (void)machine_boot_one();
    ledger_bytes = TEST_BUFFER_BYTES;
    check(in_capsule(CAPSULE_FIRST, find_home));
    // A capsule cannot lend what is not its own, nor to itself.
    check(in_capsule(CAPSULE_SECOND, lend_to_second));
    check(in_capsule(CAPSULE_SECOND, take_now));
    check_equal(ledger_error, ERROR_STALE);

    check(in_capsule(CAPSULE_FIRST, lend_to_second));
    check(in_capsule(CAPSULE_SECOND, use_now));
    check_equal(ledger_error, ERROR_STALE); // Its bytes are the home's alone.
    check(in_capsule(CAPSULE_SECOND, take_now));
    check_equal(ledger_error, ERROR_NONE);
    check(in_capsule(CAPSULE_FIRST, find_home));
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_STALE);
    check_equal(ledger_return(name, 3, &returned), ERROR_NONE);

    // It comes back to its home, and the permission is over.
    name = returned;
    check(in_capsule(CAPSULE_SECOND, take_now));
    check_equal(ledger_error, ERROR_STALE);
    check(in_capsule(CAPSULE_FIRST, use_now));
    check_equal(ledger_error, ERROR_NONE);

    // A capsule that has failed keeps no permission.
    check(in_capsule(CAPSULE_FIRST, lend_to_second));
    ledger_reclaim(CAPSULE_SECOND);
    check(in_capsule(CAPSULE_SECOND, take_now));
    check_equal(ledger_error, ERROR_STALE);
    // While it is out of service it gets none, or its restart would find that.
    test_capsule_status[CAPSULE_SECOND].is_failed = true;
    check(in_capsule(CAPSULE_FIRST, lend_to_second));
    test_capsule_status[CAPSULE_SECOND].is_failed = false;
    check(in_capsule(CAPSULE_SECOND, take_now));
    check_equal(ledger_error, ERROR_STALE);
    // Names that are not good lend nothing and harm nothing.
    name.generation--;
    check(in_capsule(CAPSULE_FIRST, lend_to_second));
    name.generation++;
    check(in_capsule(CAPSULE_SECOND, take_now));
    check_equal(ledger_error, ERROR_STALE);
    name.index = UINT16_MAX;
    check(in_capsule(CAPSULE_FIRST, lend_to_second));
}

// ---------------------------------------------------------------------------------------------
// Logging

enum { LINES = 6 };
static enum error log_errors[LINES];
static const char *log_line;

static void log_line_now(void)
{
    log_errors[0] = capsule_log_(log_line);
}

static void log_now(void)
{
    for (size_t i = 0; i < LINES; i++) {
        log_errors[i] = CAPSULE_LOG("says something.");
    }
}

static void line_names_its_capsule_and_leaves_room_for_others(void)
{
    (void)machine_boot_one();
    check(in_capsule(CAPSULE_FIRST, log_now));
    (void)host_run();
    const struct kernel_event *event = event_find(EVENT_CAPSULE_SAID);
    check(event != NULL && strstr(event->reason, "test_gates.c: says something.") != NULL);
    // Four of eight places stay free, however much a capsule says.
    for (size_t i = 0; i < LINES; i++) {
        check_equal(log_errors[i], i < 4 ? ERROR_NONE : ERROR_FULL);
    }
    check_equal(test_events_lost, 0);
    check(in_capsule(CAPSULE_FIRST, log_now));
    check_equal(log_errors[0], ERROR_NONE); // They have been told meanwhile.
}

static void longest_line_is_told(void)
{
    (void)machine_boot_one();
    static char line[CAPSULE_LOG_BYTES_MAX + 1];
    memset(line, '-', sizeof line - 1);
    log_line = line;
    check(in_capsule(CAPSULE_FIRST, log_line_now));
    check_equal(log_errors[0], ERROR_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(misuse_of_a_gate_aborts_the_capsule_only),
        KERNEL_TEST(capsule_without_a_driver_has_no_grants),
        KERNEL_TEST(grant_is_entered_once_at_a_time_and_keeps_its_state),
        KERNEL_TEST(grant_of_nobody_is_stale),
        KERNEL_TEST(grant_entered_by_a_capsule_that_trapped_is_open_no_longer),
        KERNEL_TEST(life_that_ends_inside_a_grant_leaves_no_grant_entered),
        KERNEL_TEST(grants_are_walked_over_the_living_that_have_one),
        KERNEL_TEST(ledger_moves_a_buffer_to_a_device_and_back),
        KERNEL_TEST(copies_stay_inside_a_transferable_buffer),
        KERNEL_TEST(take_cell_gives_what_the_ledger_says_is_here),
        KERNEL_TEST(take_cell_has_again_what_nobody_took),
        KERNEL_TEST(hand_over_without_contract_or_cell_traps),
        KERNEL_TEST(line_names_its_capsule_and_leaves_room_for_others),
        KERNEL_TEST(longest_line_is_told),
        KERNEL_TEST(ledger_refuses_forged_names_and_lengths),
        KERNEL_TEST(ledger_counts_owners_further_than_a_word),
        KERNEL_TEST(ledger_lets_a_capsule_in_between_hand_on_what_it_was_lent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
