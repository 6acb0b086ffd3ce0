// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Yield in all its forms and the queue of upcalls.
#include <abi/error.h>
#include <abi/system_call.h>

#include "machine.h"
#include "support.h"

static struct process *one;

static uint32_t function_at(uint32_t offset)
{
    return one->app_start + 0x20 + offset;
}

static void subscribe(uint32_t driver, uint32_t number, uint32_t function, uint32_t data)
{
    check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, driver, number, function, data),
                VARIANT_SUCCESS_U32_U32);
}

static enum error event(uint32_t number, uint32_t a0)
{
    const enum error error = schedule_upcall(CAPSULE_FIRST, one->id, number, a0, a0 + 1, a0 + 2);
    machine_check();
    return error;
}

/// Both upcalls of DRIVER_FIRST have functions.
static void boot_subscribed(void)
{
    one = machine_boot_one();
    program_grow(2048);
    subscribe(DRIVER_FIRST, 0, function_at(0) | 1, 0xD0);
    subscribe(DRIVER_FIRST, 1, function_at(8) | 1, 0xD1);
}

/// The program stands at the start of the function of upcall `number`.
static void check_in_upcall(uint32_t number, uint32_t a0, uint32_t return_to)
{
    check(process_running() == one);
    check_equal(host.thread.pc, function_at(number * 8) & ~1u);
    check_equal(host.thread.r[0], a0);
    check_equal(host.thread.r[1], a0 + 1);
    check_equal(host.thread.r[2], a0 + 2);
    check_equal(host.thread.r[3], 0xD0 + number);
    check_equal(host.thread.lr, return_to | 1);
}

// ---------------------------------------------------------------------------------------------
// Yield-wait

static void yield_wait_runs_one_upcall_and_returns_behind_the_call(void)
{
    boot_subscribed();
    check_equal(event(0, 10), ERROR_NONE);
    check_equal(event(1, 20), ERROR_NONE);
    const uint32_t sp = host.thread.sp;
    const uint32_t pc = host.thread.pc;
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check_in_upcall(0, 10, pc + 2);
    check_equal(host.thread.sp, sp);
    host_upcall_return();
    check_equal(host.thread.pc, pc + 2);
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check_in_upcall(1, 20, pc + 4);
}

static void yield_wait_without_an_event_waits(void)
{
    boot_subscribed();
    const uint32_t pc = host.thread.pc;
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check(host.current == NULL);
    check_equal(process_shown(0).state, PROCESS_SHOWN_YIELDED);
    (void)host_run();
    check(host.current == NULL);
    check_equal(event(1, 5), ERROR_NONE);
    (void)host_run();
    check_in_upcall(1, 5, pc + 2);
}

static void upcalls_nest_when_a_function_yields(void)
{
    boot_subscribed();
    for (uint32_t i = 0; i < 5; i++) {
        check_equal(event(i % 2, i), ERROR_NONE);
    }
    for (uint32_t i = 0; i < 5; i++) {
        const uint32_t pc = host.thread.pc;
        program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
        check_in_upcall(i % 2, i, pc + 2);
    }
}

static void callee_saved_registers_survive_an_upcall(void)
{
    boot_subscribed();
    for (unsigned i = 0; i < 8; i++) {
        host.thread.callee_saved[i] = 0xBEEF0000 + i;
    }
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check(host.current == NULL);
    check_equal(event(0, 1), ERROR_NONE);
    (void)host_run();
    for (unsigned i = 0; i < 8; i++) {
        check_equal(host.thread.callee_saved[i], 0xBEEF0000 + i);
    }
}

static void null_upcalls_do_not_end_yield_wait(void)
{
    boot_subscribed();
    subscribe(DRIVER_FIRST, 0, 0, 0);
    check_equal(event(0, 1), ERROR_NONE);
    check_equal(event(0, 2), ERROR_NONE);
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check(host.current == NULL);
    check_equal(event(0, 3), ERROR_NONE);
    (void)host_run();
    check(host.current == NULL);
    check_equal(event(1, 4), ERROR_NONE);
    (void)host_run();
    check_equal(host.thread.r[0], 4);
}

static void upcall_with_a_bad_function_faults_only_when_it_runs(void)
{
    machine_boot_two();
    one = process_in(0);
    program_grow(2048);
    // Legal when it is subscribed: in memory. It is not executable, so the program faults there.
    subscribe(DRIVER_FIRST, 0, (uint32_t)one->memory_start + 100, 0);
    check_equal(event(0, 1), ERROR_NONE);
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check(process_running() == one);
    check(!host_allows(host.thread.pc, HOST_EXECUTE));
}

// ---------------------------------------------------------------------------------------------
// Yield-no-wait

static uint8_t flag_after_no_wait(uint32_t address)
{
    *host_memory_at(address) = 0xEE;
    program_leave(SYSTEM_CALL_YIELD, YIELD_NO_WAIT, address, 0, 0);
    check(process_running() == one);
    return *host_memory_at(address);
}

static void yield_no_wait_says_whether_an_upcall_ran(void)
{
    boot_subscribed();
    const uint32_t flag = (uint32_t)one->memory_start + 77;
    const uint32_t pc = host.thread.pc;
    check_equal(flag_after_no_wait(flag), 0);
    check_equal(host.thread.pc, pc + 2);
    check_equal(host.thread.r[0], YIELD_NO_WAIT);
    check_equal(host.thread.r[1], flag);
    check_equal(event(1, 6), ERROR_NONE);
    check_equal(flag_after_no_wait(flag), 1);
    check_in_upcall(1, 6, pc + 4);
    host_upcall_return();
    check_equal(flag_after_no_wait(flag), 0);
}

static void yield_no_wait_with_only_null_upcalls_does_not_block(void)
{
    boot_subscribed();
    subscribe(DRIVER_FIRST, 0, 0, 0);
    check_equal(event(0, 1), ERROR_NONE);
    const uint32_t flag = (uint32_t)one->memory_start + 77;
    check_equal(flag_after_no_wait(flag), 0);
    // A function behind a null upcall runs.
    check_equal(event(0, 1), ERROR_NONE);
    check_equal(event(1, 2), ERROR_NONE);
    check_equal(flag_after_no_wait(flag), 1);
    check_equal(host.thread.r[0], 2);
}

static void yield_no_wait_writes_no_foreign_flag(void)
{
    machine_boot_two();
    one = process_in(0);
    program_grow(1024);
    const uint32_t neighbour = (uint32_t)process_in(1)->memory_start;
    const uint32_t own_image = one->app_start;
    const uint32_t addresses[] = {0,
                                  1,
                                  0x20000000,
                                  0xE000E010,
                                  UINT32_MAX,
                                  neighbour,
                                  own_image,
                                  (uint32_t)one->app_break,
                                  (uint32_t)one->exposed_end,
                                  (uint32_t)one->kernel_break,
                                  (uint32_t)one->memory_start - 1};
    for (unsigned i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        uint8_t *byte = host_memory_at(addresses[i]);
        const uint8_t before = byte == NULL ? 0 : *byte;
        const uint32_t pc = host.thread.pc;
        program_leave(SYSTEM_CALL_YIELD, YIELD_NO_WAIT, addresses[i], 0, 0);
        check(process_running() == one);
        check_equal(host.thread.pc, pc + 2);
        check(byte == NULL || *byte == before);
    }
}

static void unknown_yield_faults(unsigned index)
{
    static const uint32_t kinds[] = {3, 4, 0x80000000, UINT32_MAX};
    machine_boot_two();
    program_leave(SYSTEM_CALL_YIELD, kinds[index], 0, 0, 0);
    check_equal(process_in(0)->state, PROCESS_FAULTED);
    check(process_running() == process_in(1));
}

static void unknown_yields_fault_the_caller(void)
{
    check_each(4, unknown_yield_faults);
}

// ---------------------------------------------------------------------------------------------
// Yield-wait-for

static void yield_wait_for(uint32_t driver, uint32_t number)
{
    host.thread.r12 = 0x12121212;
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT_FOR, driver, number, 0x33333333);
}

static void check_awaited(uint32_t a0, uint32_t pc)
{
    check(process_running() == one);
    check_equal(host.thread.r[0], a0);
    check_equal(host.thread.r[1], a0 + 1);
    check_equal(host.thread.r[2], a0 + 2);
    check_equal(host.thread.r[3], 0x33333333);
    check_equal(host.thread.r12, 0x12121212);
    check_equal(host.thread.pc, pc);
}

static void yield_wait_for_gives_the_arguments_and_runs_nothing(void)
{
    boot_subscribed();
    const uint32_t pc = host.thread.pc;
    check_equal(event(0, 10), ERROR_NONE);
    check_equal(event(1, 20), ERROR_NONE);
    check_equal(event(1, 30), ERROR_NONE);
    yield_wait_for(DRIVER_FIRST, 1);
    check_awaited(20, pc + 2);
    yield_wait_for(DRIVER_FIRST, 1);
    check_awaited(30, pc + 4);
    // The other event has kept its place.
    yield_wait_for(DRIVER_FIRST, 0);
    check_awaited(10, pc + 6);
}

static void yield_wait_for_waits_for_the_one_event(void)
{
    boot_subscribed();
    const uint32_t pc = host.thread.pc;
    yield_wait_for(DRIVER_FIRST, 1);
    check(host.current == NULL);
    check_equal(process_shown(0).state, PROCESS_SHOWN_YIELDED_FOR);
    check_equal(event(0, 1), ERROR_NONE);
    (void)host_run();
    check(host.current == NULL);
    check_equal(event(1, 40), ERROR_NONE);
    // An event that does not match must not take the wake-up back.
    check_equal(event(0, 2), ERROR_NONE);
    (void)host_run();
    check_awaited(40, pc + 2);
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check_equal(host.thread.r[0], 1);
}

static void yield_wait_for_needs_no_subscription(void)
{
    one = machine_boot_one();
    program_grow(1024);
    const uint32_t pc = host.thread.pc;
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, 0, 0, 0),
                VARIANT_SUCCESS_U32_U32);
    // Before the yield and after it.
    check_equal(event(1, 50), ERROR_NONE);
    yield_wait_for(DRIVER_FIRST, 1);
    check_awaited(50, pc + 4);
    yield_wait_for(DRIVER_FIRST, 1);
    check(host.current == NULL);
    check_equal(event(1, 60), ERROR_NONE);
    (void)host_run();
    check_awaited(60, pc + 6);
}

static void awaited_event_passes_a_full_queue(void)
{
    boot_subscribed();
    for (uint32_t i = 0; i < UPCALL_QUEUE_CAPACITY; i++) {
        check_equal(event(0, i), ERROR_NONE);
    }
    const uint32_t pc = host.thread.pc;
    yield_wait_for(DRIVER_FIRST, 1);
    check(host.current == NULL);
    check_equal(event(1, 70), ERROR_NONE);
    (void)host_run();
    check_awaited(70, pc + 2);
    check_equal(process_shown(0).queued_upcalls, UPCALL_QUEUE_CAPACITY);
    check_equal(process_shown(0).counters.dropped_upcalls, 0);
}

static void second_awaited_event_is_queued_not_lost(void)
{
    boot_subscribed();
    const uint32_t pc = host.thread.pc;
    yield_wait_for(DRIVER_FIRST, 1);
    check_equal(event(1, 80), ERROR_NONE);
    check_equal(event(1, 90), ERROR_NONE);
    (void)host_run();
    check_awaited(80, pc + 2);
    yield_wait_for(DRIVER_FIRST, 1);
    check_awaited(90, pc + 4);
}

static void waiting_for_what_cannot_come_waits_for_ever(unsigned index)
{
    static const uint32_t ids[][2] = {{DRIVER_ABSENT, 0},      {UINT32_MAX, UINT32_MAX},
                                      {DRIVER_FIRST, 2},       {DRIVER_FIRST, UINT32_MAX},
                                      {DRIVER_FIRST, 0x100}, // must not be cut to 8 bits
                                      {DRIVER_FIRST, 0x10001}, {0xFF, 0},
                                      {DRIVER_BARE, 0}};
    boot_subscribed();
    check_equal(event(0, 1), ERROR_NONE);
    check_equal(event(1, 1), ERROR_NONE);
    yield_wait_for(ids[index][0], ids[index][1]);
    check(host.current == NULL);
    check_equal(event(0, 2), ERROR_NONE);
    check_equal(event(1, 2), ERROR_NONE);
    (void)host_run();
    check(host.current == NULL);
    check_equal(process_shown(0).counters.awaited_driver, ids[index][0]);
    check_equal(process_shown(0).counters.awaited_upcall, ids[index][1]);
}

static void waiting_for_ids_that_do_not_exist_is_no_error(void)
{
    check_each(8, waiting_for_what_cannot_come_waits_for_ever);
}

// ---------------------------------------------------------------------------------------------
// The queue

static void full_queue_drops_the_newest_and_counts_it(void)
{
    boot_subscribed();
    for (uint32_t i = 0; i < UPCALL_QUEUE_CAPACITY; i++) {
        check_equal(event(0, i), ERROR_NONE);
    }
    check_equal(event(1, 100), ERROR_FULL);
    check_equal(event(0, 101), ERROR_FULL);
    check_equal(process_shown(0).counters.dropped_upcalls, 2);
    for (uint32_t i = 0; i < UPCALL_QUEUE_CAPACITY; i++) {
        program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
        check_equal(host.thread.r[0], i);
        host_upcall_return();
    }
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check(host.current == NULL);
}

static void queue_goes_round_without_losing_order(void)
{
    boot_subscribed();
    uint32_t next_in = 0;
    uint32_t next_out = 0;
    for (unsigned round = 0; round < 30; round++) {
        while (next_in - next_out < 1 + round % UPCALL_QUEUE_CAPACITY) {
            check_equal(event(next_in % 2, next_in), ERROR_NONE);
            next_in++;
        }
        for (unsigned i = 0; i <= round % 3 && next_out < next_in; i++) {
            program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
            check_equal(host.thread.r[0], next_out);
            host_upcall_return();
            next_out++;
        }
    }
}

static void subscribing_again_purges_pending_calls_of_that_number(void)
{
    boot_subscribed();
    check_equal(event(0, 1), ERROR_NONE);
    check_equal(event(1, 2), ERROR_NONE);
    check_equal(event(0, 3), ERROR_NONE);
    check_equal(event(1, 4), ERROR_NONE);
    subscribe(DRIVER_FIRST, 0, function_at(0), 0xD0);
    check_equal(process_shown(0).queued_upcalls, 2);
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check_equal(host.thread.r[0], 2);
    host_upcall_return();
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check_equal(host.thread.r[0], 4);
}

static void subscribing_keeps_null_upcalls_for_yield_wait_for(void)
{
    boot_subscribed();
    subscribe(DRIVER_FIRST, 0, 0, 0);
    check_equal(event(0, 7), ERROR_NONE);
    subscribe(DRIVER_FIRST, 0, function_at(0), 0xD0);
    check_equal(process_shown(0).queued_upcalls, 1);
    const uint32_t pc = host.thread.pc;
    yield_wait_for(DRIVER_FIRST, 0);
    check_awaited(7, pc + 2);
}

static void failed_subscribe_purges_nothing(void)
{
    boot_subscribed();
    check_equal(event(0, 1), ERROR_NONE);
    check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, 0x10, 0),
                VARIANT_FAILURE_U32_U32);
    check_equal(process_shown(0).queued_upcalls, 1);
}

static void events_need_a_grant_and_a_living_process(void)
{
    machine_boot_two();
    one = process_in(0);
    const struct process_id id = one->id;
    check_equal(schedule_upcall(CAPSULE_FIRST, id, 0, 0, 0, 0), ERROR_INVALID);
    subscribe(DRIVER_FIRST, 0, 0, 0);
    check_equal(schedule_upcall(CAPSULE_FIRST, id, 0, 0, 0, 0), ERROR_NONE);
    check_equal(schedule_upcall(CAPSULE_SECOND, id, 0, 0, 0, 0), ERROR_INVALID);
    check_equal(schedule_upcall(CAPSULE_FIRST, (struct process_id){0}, 0, 0, 0, 0), ERROR_STALE);
    check_equal(schedule_upcall(CAPSULE_FIRST, (struct process_id){UINT64_MAX}, 0, 0, 0, 0),
                ERROR_STALE);
    program_leave(SYSTEM_CALL_EXIT, EXIT_TERMINATE, 0, 0, 0);
    check_equal(schedule_upcall(CAPSULE_FIRST, id, 0, 0, 0, 0), ERROR_STALE);
}

static void events_for_an_earlier_life_are_refused(void)
{
    boot_subscribed();
    const struct process_id old = one->id;
    check_equal(event(0, 1), ERROR_NONE);
    program_leave(SYSTEM_CALL_EXIT, EXIT_RESTART, 0, 0, 0);
    check(process_running() == one);
    check(!process_id_equal(one->id, old));
    check_equal(process_shown(0).queued_upcalls, 0);
    check_equal(schedule_upcall(CAPSULE_FIRST, old, 0, 0, 0, 0), ERROR_STALE);
    // The new life has no subscription and no grant.
    check_equal(schedule_upcall(CAPSULE_FIRST, one->id, 0, 0, 0, 0), ERROR_INVALID);
}

static void events_reach_a_stopped_process_when_it_goes_on(void)
{
    boot_subscribed();
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check_equal(process_controlled(one->id, PROCESS_STOP), ERROR_NONE);
    check_equal(event(0, 5), ERROR_NONE);
    (void)host_run();
    check(host.current == NULL);
    check_equal(process_shown(0).state, PROCESS_SHOWN_STOPPED);
    check_equal(process_controlled(one->id, PROCESS_RESUME), ERROR_NONE);
    (void)host_run();
    check_equal(host.thread.r[0], 5);
}

static void frame_that_cannot_be_written_faults_the_process(void)
{
    machine_boot_two();
    one = process_in(0);
    program_grow(2048);
    subscribe(DRIVER_FIRST, 0, function_at(0), 0);
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check(process_running() == process_in(1));
    check_equal(event(0, 1), ERROR_NONE);
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check(process_running() == one);
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    // The hardware refuses the next access: the first byte of the frame.
    check_equal(event(0, 1), ERROR_NONE);
    host.refuse_at = host.accesses + 1;
    (void)host_run();
    check_equal(one->state, PROCESS_FAULTED);
    check_equal(one->fault.cause, FAULT_UPCALL_FRAME);
}

static void frame_refused_inside_a_yield_faults_the_caller(void)
{
    machine_boot_two();
    one = process_in(0);
    program_grow(2048);
    subscribe(DRIVER_FIRST, 0, function_at(0), 0);
    check_equal(event(0, 1), ERROR_NONE);
    // Five words of the frame are read for the arguments; the next access is the upcall's.
    host.refuse_at = host.accesses + 6;
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check_equal(one->state, PROCESS_FAULTED);
    check_equal(one->fault.cause, FAULT_UPCALL_FRAME);
    check(process_running() == process_in(1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(yield_wait_runs_one_upcall_and_returns_behind_the_call),
        KERNEL_TEST(yield_wait_without_an_event_waits),
        KERNEL_TEST(upcalls_nest_when_a_function_yields),
        KERNEL_TEST(callee_saved_registers_survive_an_upcall),
        KERNEL_TEST(null_upcalls_do_not_end_yield_wait),
        KERNEL_TEST(upcall_with_a_bad_function_faults_only_when_it_runs),
        KERNEL_TEST(yield_no_wait_says_whether_an_upcall_ran),
        KERNEL_TEST(yield_no_wait_with_only_null_upcalls_does_not_block),
        KERNEL_TEST(yield_no_wait_writes_no_foreign_flag),
        KERNEL_TEST(unknown_yields_fault_the_caller),
        KERNEL_TEST(yield_wait_for_gives_the_arguments_and_runs_nothing),
        KERNEL_TEST(yield_wait_for_waits_for_the_one_event),
        KERNEL_TEST(yield_wait_for_needs_no_subscription),
        KERNEL_TEST(awaited_event_passes_a_full_queue),
        KERNEL_TEST(second_awaited_event_is_queued_not_lost),
        KERNEL_TEST(waiting_for_ids_that_do_not_exist_is_no_error),
        KERNEL_TEST(full_queue_drops_the_newest_and_counts_it),
        KERNEL_TEST(queue_goes_round_without_losing_order),
        KERNEL_TEST(subscribing_again_purges_pending_calls_of_that_number),
        KERNEL_TEST(subscribing_keeps_null_upcalls_for_yield_wait_for),
        KERNEL_TEST(failed_subscribe_purges_nothing),
        KERNEL_TEST(events_need_a_grant_and_a_living_process),
        KERNEL_TEST(events_for_an_earlier_life_are_refused),
        KERNEL_TEST(events_reach_a_stopped_process_when_it_goes_on),
        KERNEL_TEST(frame_that_cannot_be_written_faults_the_process),
        KERNEL_TEST(frame_refused_inside_a_yield_faults_the_caller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
