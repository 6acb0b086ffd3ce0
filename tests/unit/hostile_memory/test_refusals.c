// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Each access to process memory fails, at each byte.
 *
 * Each scenario runs once undisturbed, and its accesses are counted. Then it runs again for each of
 * them and each way of failing. Afterwards memory is as sound as before, and what must hold is
 * looked at: the process is faulted for it, or its call keeps the promise that it makes in this
 * case; nothing is lost of the pool, buffers for devices, grants, allowed buffers and events; "two"
 * has noticed nothing, and goes on.
 */
#include <abi/driver.h>
#include <abi/system_call.h>
#include <stdio.h>
#include <string.h>

#include "grant.h"
#include "outcome.h"
#include "pool.h"
#include "process_memory.h"
#include "refusals.h"
#include "scenario.h"
#include "scheduler.h"
#include "support.h"
#include "user_copy.h"

static struct {
    const struct scenario *scenario;
    struct outcome undisturbed;
    unsigned queue_count;
    struct upcall queue[UPCALL_QUEUE_CAPACITY];
    bool has_fault; ///< undisturbed, too
    uint8_t fault_cause;
    size_t pool_used_bytes;
    uint32_t frame; ///< of the process that was interrupted
} trial;

static unsigned long given_up_count;

// ---------------------------------------------------------------------------------------------
// What is refused together

static bool is_of_one(uintptr_t address, uintptr_t failing)
{
    (void)failing;
    const struct process *one = process_in(0);
    return (one->memory_start <= address && address < one->memory_end) ||
           (one->flash_start <= address && address < one->flash_end);
}

// ---------------------------------------------------------------------------------------------
// What must hold

/// The frame of the interrupted process, or the one with which its next life starts.
static bool frame_has(uintptr_t address)
{
    const uintptr_t first = ONE + PROCESS_FIRST_BREAK_BYTES - FRAME_BYTES;
    return address - trial.frame < FRAME_BYTES || address - first < FRAME_BYTES;
}

static void slot_check(struct process *process, const struct allow_slot *slot,
                       enum user_access access)
{
    check_equal(user_range_check(process, slot->range, access), ERROR_NONE);
}

/// Nothing is lost or left behind.
static void conservation_check(void)
{
    machine_check();
    check_equal(pool_used_bytes(), trial.pool_used_bytes);
    check_equal(pool_take(), ERROR_NONE);
    pool_give();
    for (unsigned i = 0; i < test_board.capsule_count; i++) {
        check(!test_board.capsule_status[i].is_failed);
    }
    for (unsigned i = 0; i < 2; i++) {
        struct process *process = process_in(i);
        check_equal(process->counters.dropped_upcalls, 0);
        for (unsigned driver = 0; driver < test_board.driver_count; driver++) {
            const struct driver *description = &test_board.drivers[driver];
            check(!process->grants[driver].is_entered);
            for (unsigned j = 0; process_is_alive(process) && process->grants[driver].memory &&
                                 j < description->read_only_count;
                 j++) {
                slot_check(process, grant_allow_slot(process, driver, BUFFER_READ_ONLY, j),
                           USER_READ);
            }
            for (unsigned j = 0; process_is_alive(process) && process->grants[driver].memory &&
                                 j < description->read_write_count;
                 j++) {
                slot_check(process, grant_allow_slot(process, driver, BUFFER_READ_WRITE, j),
                           USER_WRITE);
            }
        }
    }
}

static bool is_same(const struct outcome *outcome)
{
    return memcmp(outcome, &trial.undisturbed, sizeof *outcome) == 0;
}

/// "one" has been faulted for it, or would have been anyway.
static void fault_check(void)
{
    const struct process *one = process_in(0);
    check(one->has_fault);
    check((trial.has_fault && one->fault.cause == trial.fault_cause) ||
          one->fault.cause == FAULT_STACK_POINTER || one->fault.cause == FAULT_UPCALL_FRAME ||
          one->fault.cause == FAULT_STACK_RETURN || one->fault.cause == FAULT_STACK_ENTRY);
}

/// "one" gets no other life, since its memory cannot be cleared: nobody sees what is in it.
static bool is_given_up(void)
{
    const struct process *one = process_in(0);
    return !process_is_alive(one) && one->is_reset && !one->is_restart_wanted;
}

static void given_up_check(void)
{
    const struct process *one = process_in(0);
    check(refusals.failure != FAILS_ONCE);
    check(one->memory_start <= one->wipe_at && one->wipe_at < one->exposed_end);
    check(refusals.failure != FAILS_AT_A_BYTE || one->wipe_at == refusals_address());
    given_up_count++;
}

/// What was under way is over, once, and did not claim to have done more than it could.
static void completion_check(void)
{
    const struct process *one = process_in(0);
    check_equal(one->queue_count, trial.queue_count);
    for (unsigned i = 0; i < one->queue_count; i++) {
        const struct upcall *upcall = &one->queue[(one->queue_head + i) % UPCALL_QUEUE_CAPACITY];
        const struct upcall *should = &trial.queue[i];
        check_equal(upcall->driver, should->driver);
        check_equal(upcall->number, should->number);
        switch (test_board.drivers[upcall->driver].number) {
        case DRIVER_CONSOLE:
            if (upcall->number == CONSOLE_UPCALL_WRITTEN) {
                check(upcall->argument[0] < should->argument[0]);
                check_equal(upcall->argument[1], upcall->argument[0]);
                check_equal(upcall->argument[2], 0);
            } else {
                check_equal(upcall->argument[0], ERROR_NO_MEMORY);
                check(upcall->argument[1] < should->argument[1]);
            }
            break;
        case DRIVER_RNG:
            check_equal(upcall->argument[0], ERROR_FAILED);
            check(upcall->argument[1] < should->argument[1]);
            break;
        default:
            check(memcmp(upcall->argument, should->argument, sizeof upcall->argument) == 0);
            break;
        }
    }
}

static void promise_check(const struct outcome *outcome)
{
    // "two" cannot tell.
    check_equal(outcome->records[1], trial.undisturbed.records[1]);
    check_equal(outcome->memory[1], trial.undisturbed.memory[1]);
    const bool is_of_frame = frame_has(refusals_address());
    if (is_same(outcome)) {
        // The change came behind the last write, or what failed was of no consequence.
        check(refusals_address() - trial.frame >= FRAME_BYTES || refusals.failure == WRITES_FAIL ||
              trial.has_fault);
        return;
    }
    if (is_given_up()) {
        given_up_check();
        return;
    }
    const bool is_lasting = refusals.failure == FAILS_FROM_THEN || refusals.failure == WRITES_FAIL;
    if (process_in(0)->has_fault || is_of_frame || trial.scenario->promise == PROMISE_FAULT) {
        check(is_of_frame || is_lasting || trial.scenario->promise != PROMISE_SAME);
        fault_check();
        return;
    }
    if (trial.scenario->promise == PROMISE_COMPLETE) {
        completion_check();
    }
    // Results are the same: what fails of them is in the frame.
    check_equal(outcome->running, trial.undisturbed.running);
    check(memcmp(&outcome->thread, &trial.undisturbed.thread, sizeof outcome->thread) == 0);
}

/// Both programs are served: a call, a text that is printed, an alarm.
static void service_check(void)
{
    static const char text[] = "two goes on\n";
    struct process *two = process_in(1);
    check_equal(schedule_upcall(STANDARD_ALARM, two->id, ALARM_UPCALL_FIRED, 1, 2, 3), ERROR_NONE);
    (void)host_run();
    for (unsigned i = 0; process_running() != two; i++) {
        check(i < 10);
        host_tick(false);
        (void)host_run();
    }
    host_upcall_return();
    const uint32_t buffer = (uint32_t)two->memory_start;
    memcpy(host_memory_at(buffer), text, sizeof text);
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE,
                             buffer, sizeof text - 1),
                VARIANT_SUCCESS_U32_U32);
    const size_t printed = standard_output_length;
    check_equal(program_call(SYSTEM_CALL_COMMAND, DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE,
                             sizeof text - 1, 0),
                VARIANT_SUCCESS);
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT_FOR, DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN, 0);
    standard_board_settle();
    check(strstr((const char *)standard_output + printed, text) != NULL);
    check_equal(two->state, PROCESS_RUNNING);
}

// ---------------------------------------------------------------------------------------------
// Trials

static void frame_seen(void)
{
    if (trial.frame == 0 && host.current != NULL) {
        trial.frame = host.current->stack_pointer;
    }
}

static struct outcome run(const struct machine_copy *start)
{
    machine_put_back(start);
    refusals_begin();
    host.execution_begins = frame_seen;
    scenario_act(trial.scenario);
    refusals_end();
    host.execution_begins = NULL;
    conservation_check();
    standard_board_settle();
    conservation_check();
    check(!standard_buffer_state.is_at_device && standard_buffer_state.borrower == 0);
    return outcome_now();
}

static void undisturbed_run(const struct machine_copy *start)
{
    refusals_count();
    trial.frame = 0;
    trial.pool_used_bytes = pool_used_bytes();
    trial.undisturbed = run(start);
    const struct process *one = process_in(0);
    trial.has_fault = one->has_fault;
    trial.fault_cause = one->fault.cause;
    trial.queue_count = one->queue_count;
    for (unsigned i = 0; i < one->queue_count; i++) {
        trial.queue[i] = one->queue[(one->queue_head + i) % UPCALL_QUEUE_CAPACITY];
    }
    service_check();
}

static void scenario_try(const struct machine_copy *booted, const struct scenario *scenario)
{
    machine_put_back(booted);
    check_context("%s", scenario->name);
    trial.scenario = scenario;
    if (scenario->prepare != NULL) {
        scenario->prepare();
    }
    const struct machine_copy *start = machine_keep();
    undisturbed_run(start);
    for (enum failure failure = FAILS_ONCE; failure < FAILURES; failure++) {
        for (unsigned i = 1; i <= refusals.accesses; i++) {
            check_context("%s: failure %u of access %u of %u, at %#x, frame at %#x", scenario->name,
                          failure, i, refusals.accesses, refusals.address[i - 1], trial.frame);
            refusals_choose(failure, i);
            const struct outcome outcome = run(start);
            promise_check(&outcome);
            service_check();
        }
    }
    printf("%5u accesses: %s\n", refusals.accesses, scenario->name);
}

static void every_access_may_fail(void)
{
    scenario_boot();
    refusals_open(is_of_one);
    const struct machine_copy *booted = machine_keep();
    for (unsigned i = 0; i < scenario_count; i++) {
        scenario_try(booted, &scenarios[i]);
    }
    printf("counted: %u scenarios\n", scenario_count);
    refusals_print();
    printf("counted: %lu lives not begun, since memory could not be cleared\n", given_up_count);
    check(refusals.tried[FAILS_ONCE] > 2000 && given_up_count > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(every_access_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
