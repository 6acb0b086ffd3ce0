// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Budgets of processes: what is counted, and what happens when nothing is left.
#include <abi/system_call.h>

#include "call.h"
#include "scheduler.h"
#include "turns.h"

enum { WORKER, IDLER };

/// A process with a budget, and a lazy one that always wants to run.
static void worker_boot(uint32_t budget, uint32_t period)
{
    system_open();
    (void)system_process("worker", RANK);
    budget_give(budget, period);
    (void)system_process("idler", LAZY);
    (void)system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, WORKER, 1);
    system_boot(WITHOUT_BUFFERS);
    check(runs(WORKER));
}

static void used_up_budget_waits_for_its_refill(void)
{
    worker_boot(BUDGET, PERIOD);
    pass(BUDGET - 1);
    check(runs(WORKER));
    pass(1);
    check(runs(IDLER));
    pass(PERIOD - BUDGET - 1);
    check(runs(IDLER));
    pass(1);
    check(runs(WORKER));
    pass(BUDGET);
    check(runs(IDLER));
}

static void without_budget_nothing_ends_a_turn(void)
{
    worker_boot(0, 0);
    for (unsigned i = 0; i < 100; i++) {
        pass(PERIOD);
        check(runs(WORKER));
    }
    check(!host.has_alarm);
}

static void budget_as_long_as_the_period_is_no_limit(void)
{
    worker_boot(BUDGET, BUDGET);
    for (unsigned i = 0; i < 20; i++) {
        pass(BUDGET);
        check(runs(WORKER));
    }
    check(!host.has_alarm); // Nobody of its rank waits for the end of its turn.
}

static void time_of_others_is_not_charged(void)
{
    system_open();
    (void)system_process("worker", RANK);
    budget_give(BUDGET, PERIOD);
    const unsigned urgent = system_process("urgent", URGENT);
    system_boot(WITHOUT_BUFFERS);
    check(runs(urgent));
    pass(BUDGET * 3);
    waits(IPC_WAIT, (struct port_message){0});
    check(runs(WORKER));
    check_equal(left_of(WORKER), BUDGET);
    pass(BUDGET - 1);
    check(runs(WORKER));
    pass(1);
    check(process_running() == NULL);
}

static void equals_take_turns_as_long_as_their_budgets(void)
{
    system_open();
    const unsigned one = system_process("one", RANK);
    budget_give(BUDGET, BUDGET);
    const unsigned two = system_process("two", RANK);
    budget_give(3 * BUDGET, 3 * BUDGET);
    system_boot(WITHOUT_BUFFERS);
    run(one);
    for (unsigned i = 0; i < 5; i++) {
        pass(BUDGET - 1);
        check(runs(one));
        pass(1);
        check(runs(two));
        pass(3 * BUDGET - 1);
        check(runs(two));
        pass(1);
        check(runs(one));
    }
}

static void ticks_do_not_end_the_turn_of_a_budget(void)
{
    system_open();
    const unsigned one = system_process("one", RANK);
    budget_give(50 * BUDGET, 50 * BUDGET);
    const unsigned two = system_process("two", RANK); // without a budget: slices
    system_boot(WITHOUT_BUFFERS);
    run(one);
    for (unsigned i = 0; i < 4 * SCHEDULER_SLICE_TICKS; i++) {
        host_tick(false);
        kernel_runs();
        check(runs(one));
    }
    pass(50 * BUDGET);
    check(runs(two));
    for (unsigned i = 0; i < SCHEDULER_SLICE_TICKS; i++) {
        check(runs(two));
        host_tick(false);
        kernel_runs();
    }
    check(runs(one));
}

static void equal_that_comes_later_gets_its_turn(void)
{
    system_open();
    const unsigned one = system_process("one", RANK);
    budget_give(BUDGET, BUDGET);
    const uint32_t two_bits = system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, 1, 1);
    const unsigned two = system_process("two", RANK);
    system_boot(WITHOUT_BUFFERS);
    run(two);
    waits(IPC_WAIT, (struct port_message){0});
    pass(BUDGET / 2);
    ends(IPC_SIGNAL, (struct port_message){.capability = two_bits}, 0);
    pass(BUDGET / 2);
    check(runs(two));
    check_equal(host_ipc_results().capability, IPC_STATUS_SIGNAL);
    waits(IPC_WAIT, (struct port_message){0});
    check(runs(one));
}

static void equal_that_comes_later_need_not_wait_if_a_turn_has_passed(void)
{
    system_open();
    const unsigned one = system_process("one", RANK);
    budget_give(BUDGET, BUDGET);
    const uint32_t two_bits = system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, 1, 1);
    const unsigned two = system_process("two", RANK);
    system_boot(WITHOUT_BUFFERS);
    run(two);
    waits(IPC_WAIT, (struct port_message){0});
    check(runs(one));
    pass(3 * BUDGET);
    waits(IPC_SIGNAL, (struct port_message){.capability = two_bits});
    check(runs(two));
}

static void yield_gives_up_the_rest(void)
{
    worker_boot(BUDGET, PERIOD);
    pass(100);
    waits(IPC_YIELD, (struct port_message){0});
    check(runs(IDLER));
    pass(PERIOD - 100 - 1);
    check(runs(IDLER));
    pass(1);
    check(runs(WORKER));
    check_equal(host_ipc_results().capability, ERROR_NONE);
    pass(BUDGET - 1);
    check(runs(WORKER));
    pass(1);
    check(runs(IDLER));
}

static void yield_between_equals(unsigned index)
{
    system_open();
    const unsigned one = system_process("one", RANK);
    budget_give(index * BUDGET, index * BUDGET);
    const unsigned two = system_process("two", RANK);
    system_boot(WITHOUT_BUFFERS);
    run(one);
    pass(100);
    waits(IPC_YIELD, (struct port_message){0});
    check(runs(two));
    check_equal(left_of(one), index * BUDGET); // Its next turn is a whole one.
}

static void yield_without_a_limit_lets_equals_run(void)
{
    check_each(2, yield_between_equals);
}

/// What comes to a process while its budget is empty; then it has its turn when the refill comes.
static void empty_budget_in_every_state(unsigned index)
{
    worker_boot(BUDGET, PERIOD);
    const struct process_id id = process_in(WORKER)->id;
    check_equal(
        program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, process_in(WORKER)->app_start | 1, 7),
        VARIANT_SUCCESS_U32_U32);
    if (index == 1) {
        pass(BUDGET - 1);
        program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
        host_time_advance(1); // What is left is too little for a turn.
    } else {
        pass(BUDGET);
        check(ipc_of(WORKER)->is_empty);
    }
    check(runs(IDLER));
    switch (index) {
    case 0:
        ends(IPC_SIGNAL, (struct port_message){.capability = 1}, 0);
        break;
    case 1:
        check_equal(schedule_upcall(CAPSULE_FIRST, id, 0, 1, 2, 3), ERROR_NONE);
        break;
    case 2:
        check_equal(process_controlled(id, PROCESS_STOP), ERROR_NONE);
        kernel_runs();
        check_equal(process_controlled(id, PROCESS_RESUME), ERROR_NONE);
        break;
    case 3:
        check_equal(process_controlled(id, PROCESS_STOP), ERROR_NONE);
        pass(2 * PERIOD); // The refill comes while it is stopped.
        check(runs(IDLER));
        check_equal(process_controlled(id, PROCESS_RESUME), ERROR_NONE);
        kernel_runs();
        check(runs(WORKER));
        return;
    case 4:
        check_equal(process_controlled(id, PROCESS_TERMINATE), ERROR_NONE);
        pass(2 * PERIOD);
        check(runs(IDLER) && !ipc_of(WORKER)->is_empty);
        return;
    case 5: // Another life gets no other budget.
        check_equal(process_controlled(id, PROCESS_FAULT), ERROR_NONE);
        break;
    default:
        break;
    }
    kernel_runs();
    check(runs(IDLER));
    pass(PERIOD - BUDGET - 1);
    check(runs(IDLER));
    pass(1);
    check(runs(WORKER));
    pass(BUDGET);
    check(runs(IDLER));
}

static void whatever_comes_does_not_fill_an_empty_budget(void)
{
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    check_each(7, empty_budget_in_every_state);
}

static void blocked_process_keeps_what_it_has(void)
{
    worker_boot(BUDGET, PERIOD);
    pass(300);
    waits(IPC_WAIT, (struct port_message){0});
    pass(400);
    check_equal(left_of(WORKER), BUDGET - 300);
    waits(IPC_SIGNAL, (struct port_message){.capability = 1});
    check(runs(WORKER));
    pass(BUDGET - 300);
    check(runs(IDLER));
}

static void nobody_is_charged_for_sleep(void)
{
    system_open();
    (void)system_process("worker", RANK);
    budget_give(BUDGET, PERIOD);
    system_boot(WITHOUT_BUFFERS);
    waits(IPC_WAIT, (struct port_message){0});
    pass(100 * PERIOD);
    check_equal(left_of(WORKER), BUDGET);
    check(!host.has_alarm);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(used_up_budget_waits_for_its_refill),
        KERNEL_TEST(without_budget_nothing_ends_a_turn),
        KERNEL_TEST(budget_as_long_as_the_period_is_no_limit),
        KERNEL_TEST(time_of_others_is_not_charged),
        KERNEL_TEST(equals_take_turns_as_long_as_their_budgets),
        KERNEL_TEST(ticks_do_not_end_the_turn_of_a_budget),
        KERNEL_TEST(equal_that_comes_later_gets_its_turn),
        KERNEL_TEST(equal_that_comes_later_need_not_wait_if_a_turn_has_passed),
        KERNEL_TEST(yield_gives_up_the_rest),
        KERNEL_TEST(yield_without_a_limit_lets_equals_run),
        KERNEL_TEST(whatever_comes_does_not_fill_an_empty_budget),
        KERNEL_TEST(blocked_process_keeps_what_it_has),
        KERNEL_TEST(nobody_is_charged_for_sleep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
