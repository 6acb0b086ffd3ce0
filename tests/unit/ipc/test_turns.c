// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Budgets of processes: who pays, what happens when nothing is left, and who gets the time back.
#include <abi/system_call.h>

#include "call.h"
#include "capability.h"
#include "ipc.h"
#include "random.h"
#include "scheduler.h"
#include "system.h"

// A tick of the machine is a microsecond.
enum { BUDGET = 1000, PERIOD = 5000, URGENT = 10, LAZY = 20 };

/// The row that was added last gets a budget.
static void budget_give(uint32_t budget, uint32_t period)
{
    struct system_process *row = &system_table.process[system_table.header.processes.count - 1];
    row->budget_microseconds = budget;
    row->period_microseconds = period;
}

static void flags_give(unsigned flags)
{
    system_table.process[system_table.header.processes.count - 1].flags = (uint8_t)flags;
}

/// The kernel has its turn, and no time passes.
static void kernel_runs(void)
{
    (void)host_run();
    ipc_check();
}

/// Time passes, then the kernel has its turn.
static void pass(uint32_t ticks)
{
    host_time_advance(ticks);
    kernel_runs();
}

static bool runs(unsigned row)
{
    return process_running() == process_in(row);
}

/// What of the budget of a process that does not run now could be used.
static uint32_t left_of(unsigned row)
{
    struct budget budget = ipc_of(row)->budget;
    return budget_open(&budget, host.time);
}

// ---------------------------------------------------------------------------------------------
// One process and its budget

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

// ---------------------------------------------------------------------------------------------
// Time that travels with calls

enum { CLIENT, SERVER, BACK, OTHER, ENTRY = 1 };

/// Client (budget) calls server (passive), which calls back (passive); another one may call the
/// server, too. All entries have index 1.
static void chain_boot(unsigned server_flags)
{
    system_open();
    (void)system_process("client", LAZY);
    budget_give(BUDGET, PERIOD);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, SERVER, 0x11);
    (void)system_process("server", RANK);
    budget_give(2 * BUDGET, PERIOD);
    flags_give(server_flags);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, BACK, 0x22);
    (void)system_process("back", URGENT);
    budget_give(3 * BUDGET, PERIOD);
    flags_give(SYSTEM_PASSIVE);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, SERVER, 0x44);
    (void)system_process("other", LAZY);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, SERVER, 0x33);
    (void)system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, SERVER, 4);
    system_table.process[OTHER].child_id = 0;
    (void)system_entry(IPC_KIND_CHILD, 0, SERVER, 0);
    system_boot(WITHOUT_BUFFERS);
    check(runs(BACK));
    waits(IPC_RECEIVE, (struct port_message){0});
    check(runs(SERVER));
    waits(IPC_RECEIVE, (struct port_message){0});
    run(CLIENT);
}

static void passive_boot(void)
{
    chain_boot(SYSTEM_PASSIVE);
}

static void calls(unsigned from, unsigned to)
{
    check(runs(from));
    waits(IPC_CALL, (struct port_message){.capability = ENTRY});
    check(runs(to));
}

static void server_works_on_the_time_of_its_caller(void)
{
    passive_boot();
    pass(100);
    calls(CLIENT, SERVER);
    check(ipc_of(SERVER)->payer == ipc_of(CLIENT));
    pass(200);
    check_equal(left_of(SERVER), 2 * BUDGET);
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    run(CLIENT);
    check(ipc_of(SERVER)->payer == ipc_of(SERVER));
    pass(BUDGET - 300);
    check(runs(OTHER));
}

static void active_server_works_on_its_own_time(void)
{
    chain_boot(0);
    calls(CLIENT, SERVER);
    pass(200);
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    run(CLIENT);
    check_equal(left_of(CLIENT), BUDGET);
    check_equal(left_of(SERVER), 2 * BUDGET - 200);
}

static void nested_calls_are_paid_by_the_first(void)
{
    passive_boot();
    calls(CLIENT, SERVER);
    calls(SERVER, BACK);
    check(ipc_of(BACK)->payer == ipc_of(CLIENT));
    pass(BUDGET - 1);
    check(runs(BACK));
    pass(1); // Then the one at the end of the chain waits, and nobody is charged for it.
    check(runs(OTHER));
    check_equal(left_of(BACK), 3 * BUDGET);
    pass(PERIOD - BUDGET);
    check(runs(BACK));
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    check(runs(SERVER));
    check(ipc_of(SERVER)->payer == ipc_of(CLIENT));
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    check(runs(CLIENT));
    check(ipc_of(BACK)->is_resting && ipc_of(SERVER)->is_resting);
}

/// Who calls has no equals, so nothing says when its turn ends, until its server has one.
static void turn_ends_though_only_the_server_has_an_equal(void)
{
    enum { SERVER_ROW = 1, EQUAL_ROW };
    system_open();
    (void)system_process("client", RANK);
    budget_give(BUDGET, BUDGET);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, SERVER_ROW, 0);
    (void)system_process("server", RANK + 1);
    flags_give(SYSTEM_PASSIVE);
    (void)system_process("equal", RANK + 1);
    (void)system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, 0, 1);
    system_boot(WITHOUT_BUFFERS);
    // A call through an entry that was never used is no direct switch.
    check(capability_process(&ipc_of(0)->table[1]) == ipc_of(SERVER_ROW));
    waits(IPC_WAIT, (struct port_message){0});
    run(SERVER_ROW);
    waits(IPC_RECEIVE, (struct port_message){0});
    check(runs(EQUAL_ROW));
    waits(IPC_SIGNAL, (struct port_message){.capability = 1});
    check_equal(ipc_time_next(), UINT64_MAX);
    (void)host_ipc_call(IPC_CALL, &(struct port_message){.capability = 1});
    check(runs(SERVER_ROW));
    check_equal(ipc_time_next(), host.time + BUDGET);
    pass(BUDGET);
    check(runs(EQUAL_ROW));
}

static void reply_alone_leaves_the_server_its_own_time(void)
{
    passive_boot();
    calls(CLIENT, SERVER);
    pass(200);
    ends(IPC_REPLY, (struct port_message){0}, 0);
    kernel_runs();
    check(runs(SERVER));
    pass(300);
    check_equal(ipc_of(CLIENT)->budget.refill_ticks[0], BUDGET - 200);
    waits(IPC_RECEIVE, (struct port_message){0});
    check_equal(left_of(SERVER), 2 * BUDGET - 300);
    check_equal(left_of(CLIENT), BUDGET - 200);
}

static void receive_with_a_caller_left_gives_time_back(void)
{
    chain_boot(SYSTEM_PASSIVE);
    calls(CLIENT, SERVER);
    waits(IPC_RECEIVE, (struct port_message){0});
    check(ipc_of(SERVER)->payer == ipc_of(SERVER) && ipc_of(SERVER)->is_resting);
    run(OTHER);
    // Its slot is taken, so nothing is received but bits.
    ends(IPC_SEND_POLL, (struct port_message){.capability = ENTRY}, ERROR_WOULD_BLOCK);
    waits(IPC_SIGNAL, (struct port_message){.capability = 2});
    check(runs(SERVER));
    check(ipc_of(SERVER)->payer == ipc_of(SERVER));
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    check(ipc_of(CLIENT)->state == IPC_DONE || ipc_of(CLIENT)->state == IPC_IDLE);
}

static void bits_bring_the_servers_own_time(void)
{
    passive_boot();
    run(OTHER);
    waits(IPC_SIGNAL, (struct port_message){.capability = 2});
    check(runs(SERVER));
    check_equal(host_ipc_results().capability, IPC_STATUS_SIGNAL);
    pass(2 * BUDGET);
    check(!runs(SERVER)); // Its own budget is used up,
    run(CLIENT);
    waits(IPC_CALL, (struct port_message){.capability = ENTRY});
    check(!runs(SERVER)); // and it does not receive now.
    pass(PERIOD);
    check(runs(SERVER));
    check_equal(badge_of(does(IPC_RECEIVE, (struct port_message){0})), 0x11);
    check(ipc_of(SERVER)->payer == ipc_of(CLIENT));
}

static void call_comes_with_time_though_the_servers_own_is_used_up(void)
{
    passive_boot();
    run(OTHER);
    waits(IPC_SIGNAL, (struct port_message){.capability = 2});
    pass(2 * BUDGET - 1);
    waits(IPC_RECEIVE, (struct port_message){0});
    check_equal(left_of(SERVER), 0);
    run(CLIENT);
    calls(CLIENT, SERVER);
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    check(process_in(CLIENT)->is_ready);
}

// ---------------------------------------------------------------------------------------------
// Death in the middle

static void dead_client_leaves_the_chain_to_its_own_time(void)
{
    passive_boot();
    calls(CLIENT, SERVER);
    calls(SERVER, BACK);
    pass(100);
    terminate(CLIENT);
    kernel_runs();
    check(runs(BACK));
    check(ipc_of(BACK)->payer == ipc_of(SERVER) && ipc_of(SERVER)->payer == ipc_of(SERVER));
    pass(200);
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    check(runs(SERVER));
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    check(ipc_of(SERVER)->is_resting);
    check_equal(left_of(SERVER), 2 * BUDGET - 200);
}

static void dead_server_gives_the_time_back_to_its_caller(void)
{
    passive_boot();
    calls(CLIENT, SERVER);
    calls(SERVER, BACK);
    pass(100);
    terminate(SERVER);
    kernel_runs();
    check(runs(BACK)); // It has nobody to answer, and goes on with its own.
    check(ipc_of(BACK)->payer == ipc_of(BACK));
    pass(200);
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    got_status(CLIENT, ERROR_PEER_DIED);
    check_equal(left_of(CLIENT), BUDGET - 100);
    check_equal(left_of(BACK), 3 * BUDGET - 200);
}

static void dead_end_of_a_chain_gives_the_time_back(void)
{
    passive_boot();
    calls(CLIENT, SERVER);
    calls(SERVER, BACK);
    terminate(BACK);
    kernel_runs();
    check(runs(SERVER));
    check_equal(host_ipc_results().capability, ERROR_PEER_DIED);
    check(ipc_of(SERVER)->payer == ipc_of(CLIENT));
}

static void server_whose_payer_dies_with_nothing_left_goes_on(void)
{
    passive_boot();
    calls(CLIENT, SERVER);
    pass(BUDGET);
    check(runs(OTHER));
    terminate(CLIENT);
    kernel_runs();
    check(runs(SERVER));
}

// ---------------------------------------------------------------------------------------------
// A passive server cannot be hung

static void call_is_answered(void)
{
    run(CLIENT);
    calls(CLIENT, SERVER);
    check_equal(badge_of(host_ipc_results()), 0x11);
    waits(IPC_REPLY_RECEIVE, (struct port_message){.info = INFO(7, 0, 0)});
    check_equal(got(CLIENT).info, INFO(7, 0, 0));
}

static void one_way_messages_do_not_reach_a_server_without_time(void)
{
    passive_boot();
    run(OTHER);
    ends(IPC_SEND_POLL, (struct port_message){.capability = ENTRY}, ERROR_WOULD_BLOCK);
    check(ipc_of(SERVER)->state == IPC_RECEIVING);
    call_is_answered();
    run(OTHER);
    waits(IPC_SEND, (struct port_message){.capability = ENTRY});
    check(ipc_of(OTHER)->state == IPC_SENDING && ipc_of(SERVER)->is_resting);
    call_is_answered(); // It passes the message in the queue,
    check(ipc_of(OTHER)->state == IPC_SENDING);
    call_is_answered();
    // which is received with time: here the server's own, which bits brought.
    ipc_signal(ipc_of(SERVER), 1);
    kernel_runs();
    check(runs(SERVER));
    check_equal(badge_of(does(IPC_RECEIVE, (struct port_message){0})), 0x33);
    waits(IPC_RECEIVE, (struct port_message){0});
    got_status(OTHER, 0);
    call_is_answered();
}

static void queued_calls_pass_a_queued_one_way_message(void)
{
    passive_boot();
    calls(CLIENT, SERVER);
    pass(BUDGET); // The server stands still, so that others can queue.
    check(runs(OTHER));
    waits(IPC_SEND, (struct port_message){.capability = ENTRY});
    check(process_running() == NULL);
    pass(PERIOD - BUDGET);
    check(runs(SERVER));
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    check(ipc_of(OTHER)->state == IPC_SENDING && ipc_of(SERVER)->state == IPC_RECEIVING);
    call_is_answered();
}

static void wait_without_a_reply_slot_does_not_lose_the_time(void)
{
    passive_boot();
    calls(CLIENT, SERVER);
    waits(IPC_WAIT, (struct port_message){0}); // with a caller unanswered
    run(OTHER);
    waits(IPC_SIGNAL, (struct port_message){.capability = 2});
    check(runs(SERVER));
    check(ipc_of(SERVER)->payer == ipc_of(CLIENT));
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    call_is_answered();
    // The same in an idle server.
    ipc_signal(ipc_of(SERVER), 1);
    kernel_runs();
    check(runs(SERVER));
    waits(IPC_WAIT, (struct port_message){0});
    run(CLIENT);
    waits(IPC_CALL, (struct port_message){.capability = ENTRY});
    check(ipc_of(CLIENT)->state == IPC_CALLING);
    ipc_signal(ipc_of(SERVER), 1);
    kernel_runs();
    check(runs(SERVER));
    check_equal(badge_of(does(IPC_RECEIVE, (struct port_message){0})), 0x11);
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    call_is_answered();
}

static void stopped_and_resumed_server_still_receives(void)
{
    passive_boot();
    const struct process_id id = process_in(SERVER)->id;
    check_equal(process_controlled(id, PROCESS_STOP), ERROR_NONE);
    check(ipc_of(SERVER)->state == IPC_RECEIVING);
    check_equal(process_controlled(id, PROCESS_RESUME), ERROR_NONE);
    check(ipc_of(SERVER)->state == IPC_RECEIVING && ipc_of(SERVER)->is_resting);
    call_is_answered();
    // A call to a stopped one waits until it is resumed.
    check_equal(process_controlled(id, PROCESS_STOP), ERROR_NONE);
    run(CLIENT);
    waits(IPC_CALL, (struct port_message){.capability = ENTRY});
    check(!process_in(CLIENT)->is_ready);
    check_equal(process_controlled(id, PROCESS_RESUME), ERROR_NONE);
    kernel_runs();
    check(runs(SERVER));
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    call_is_answered();
}

static void passive_process_starts_on_its_own_time(void)
{
    system_open();
    (void)system_process("server", RANK);
    budget_give(BUDGET, PERIOD);
    flags_give(SYSTEM_PASSIVE);
    system_boot(WITHOUT_BUFFERS);
    check(runs(0) && !ipc_of(0)->is_resting);
    pass(100);
    waits(IPC_RECEIVE, (struct port_message){0});
    check(ipc_of(0)->is_resting);
    check_equal(left_of(0), BUDGET - 100);
}

// ---------------------------------------------------------------------------------------------
// Timeout faults and circles

enum { PARENT, CHILD, CHILD_ID = 5 };

static void family_boot(unsigned parent_flags)
{
    system_open();
    (void)system_process("parent", URGENT);
    flags_give(parent_flags);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, CHILD, 0x11);
    (void)system_process("child", RANK);
    budget_give(BUDGET, PERIOD);
    flags_give(SYSTEM_TIMEOUT_FAULTS);
    system_table.process[CHILD].parent = PARENT;
    system_table.process[CHILD].child_id = CHILD_ID;
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, PARENT, 0x22);
    system_boot(WITHOUT_BUFFERS);
}

static void used_up_budget_is_a_fault_that_the_parent_gets(void)
{
    family_boot(0);
    waits(IPC_RECEIVE, (struct port_message){0});
    check(runs(CHILD));
    pass(BUDGET);
    check(runs(PARENT));
    const struct port_message fault = host_ipc_results();
    check_equal(fault.info, INFO(IPC_LABEL_TIMEOUT, 0, 3));
    check_equal(badge_of(fault), IPC_BADGE_FAULT | CHILD_ID);
    check_equal(fault.word[0], CHILD_ID);
    check_equal(fault.word[1], 0);
    check_equal(fault.word[2], BUDGET);
    check(ipc_of(CHILD)->state == IPC_FAULT_WAITING);
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    check(process_running() == NULL); // It may go on, when it has time again.
    pass(PERIOD - BUDGET);
    check(runs(CHILD));
    pass(BUDGET);
    check(runs(PARENT));
    check_equal(host_ipc_results().info, INFO(IPC_LABEL_TIMEOUT, 0, 3));
    check_equal(host_ipc_results().word[2], BUDGET);
}

static void fault_waits_for_a_parent_that_is_busy(void)
{
    family_boot(0);
    waits(IPC_WAIT, (struct port_message){0});
    pass(BUDGET);
    check(ipc_of(CHILD)->state == IPC_FAULTING);
    pass(2 * PERIOD); // The refill alone does not have it go on.
    check(process_running() == NULL);
    ipc_signal(ipc_of(PARENT), 1);
    kernel_runs();
    check_equal(does(IPC_RECEIVE, (struct port_message){0}).info, INFO(IPC_LABEL_TIMEOUT, 0, 3));
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    check(runs(CHILD));
}

static void used_up_budget_is_no_fault_when_the_parent_dies(void)
{
    family_boot(0);
    waits(IPC_RECEIVE, (struct port_message){0});
    pass(BUDGET);
    check(runs(PARENT) && ipc_of(CHILD)->state == IPC_FAULT_WAITING);
    terminate(PARENT);
    kernel_runs();
    check(process_is_alive(process_in(CHILD)) && ipc_of(CHILD)->state == IPC_IDLE);
    pass(PERIOD - BUDGET);
    check(runs(CHILD));
    pass(BUDGET);
    check(process_running() == NULL && ipc_of(CHILD)->state == IPC_IDLE);
    pass(PERIOD - BUDGET);
    check(runs(CHILD));
}

static void passive_parent_gets_no_fault_without_time(void)
{
    family_boot(SYSTEM_PASSIVE);
    waits(IPC_RECEIVE, (struct port_message){0});
    pass(BUDGET);
    check(process_running() == NULL);
    check(ipc_of(PARENT)->state == IPC_RECEIVING && ipc_of(CHILD)->state == IPC_IDLE);
    pass(PERIOD - BUDGET);
    check(runs(CHILD));
}

static void parent_that_waits_for_its_child_gets_no_fault(void)
{
    test_policy.fault_policy = FAULT_POLICY_STOP;
    family_boot(0);
    waits(IPC_CALL, (struct port_message){.capability = 1});
    check_equal(badge_of(does(IPC_RECEIVE, (struct port_message){0})), 0x11);
    pass(BUDGET); // As if there were no handler.
    check(process_running() == NULL && ipc_of(CHILD)->state == IPC_IDLE);
    pass(PERIOD - BUDGET);
    check(runs(CHILD));
    // A fault that nobody could answer is the policy's, and the parent learns of the death.
    static const struct port_fault fault = {.cause = FAULT_BUS};
    host_fault(&fault);
    kernel_runs();
    check(!process_is_alive(process_in(CHILD)));
    got_status(PARENT, ERROR_PEER_DIED);
}

static void circle_of_waiting_is_refused(void)
{
    family_boot(0);
    waits(IPC_CALL, (struct port_message){.capability = 1});
    check(runs(CHILD));
    ends(IPC_CALL, (struct port_message){.capability = 1}, ERROR_INVALID);
    ends(IPC_SEND, (struct port_message){.capability = 1}, ERROR_INVALID);
    ends(IPC_SEND_POLL, (struct port_message){.capability = 1}, ERROR_WOULD_BLOCK);
    check_equal(badge_of(does(IPC_RECEIVE, (struct port_message){0})), 0x11);
    ends(IPC_CALL, (struct port_message){.capability = 1}, ERROR_INVALID);
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    check(runs(PARENT));
}

static void long_circle_of_waiting_is_refused(void)
{
    chain_boot(0);
    calls(CLIENT, SERVER);
    calls(SERVER, BACK);
    ends(IPC_CALL, (struct port_message){.capability = ENTRY}, ERROR_INVALID);
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    check(runs(SERVER));
}

static void illegal_budget(unsigned index)
{
    static const uint32_t illegal[][2] = {
        {SYSTEM_BUDGET_MICROSECONDS_MIN - 1, PERIOD},
        {PERIOD + 1, PERIOD},
        {0, PERIOD},
        {PERIOD, 0},
        {BUDGET, SYSTEM_PERIOD_MICROSECONDS_MAX + 1},
    };
    system_open();
    (void)system_process("one", RANK);
    budget_give(illegal[index][0], illegal[index][1]);
    system_finish();
    (void)image_install("one", 8192);
    machine_boot();
    check(process_in(0)->ipc == NULL);
}

static void illegal_budget_spoils_the_description(void)
{
    check_each(5, illegal_budget);
}

// ---------------------------------------------------------------------------------------------
// Over random schedules, with the whole kernel

enum { SPAN = 40000, STEP = 5 };

/// Everybody calls, receives, replies, signals and yields as it likes. Who pays is noted at each
/// step; no window of a period may hold more than the budget of a process.
static void windows_hold(unsigned index)
{
    struct random random = random_from(index + 1);
    passive_boot();
    static uint8_t payers[SPAN / STEP];
    for (uint32_t i = 0; i < SPAN / STEP; i++) {
        const struct process *process = process_running();
        if (process != NULL && random_once_in(&random, 20) != 0) {
            static const uint32_t classes[] = {IPC_CALL,  IPC_REPLY_RECEIVE, IPC_REPLY_RECEIVE,
                                               IPC_REPLY, IPC_RECEIVE_POLL,  IPC_SIGNAL,
                                               IPC_YIELD};
            struct port_message operands = {.capability = process->slot == OTHER ? 2 : ENTRY};
            const uint32_t class = classes[random_below(&random, 7)];
            operands.capability = class == IPC_CALL ? ENTRY : operands.capability;
            (void)host_ipc_call(class, &operands);
        }
        if (random_once_in(&random, 50) != 0) {
            ipc_signal(ipc_of(random_below(&random, 4)), 1);
        }
        kernel_runs();
        process = process_running();
        payers[i] = process == NULL ? UINT8_MAX : process->ipc->payer->row;
        pass(STEP);
    }
    for (unsigned row = CLIENT; row <= BACK; row++) {
        uint32_t used = 0;
        uint32_t most = 0;
        for (uint32_t i = 0; i < SPAN / STEP; i++) {
            used += payers[i] == row ? STEP : 0;
            used -= i >= PERIOD / STEP && payers[i - PERIOD / STEP] == row ? STEP : 0;
            most = used > most ? used : most;
        }
        // Time is seen in steps: a turn may end one step late.
        check(most <= (row + 1) * BUDGET + STEP);
    }
}

static void no_window_holds_more_than_a_budget_whoever_works(void)
{
    check_each(20, windows_hold);
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
        KERNEL_TEST(server_works_on_the_time_of_its_caller),
        KERNEL_TEST(active_server_works_on_its_own_time),
        KERNEL_TEST(nested_calls_are_paid_by_the_first),
        KERNEL_TEST(turn_ends_though_only_the_server_has_an_equal),
        KERNEL_TEST(reply_alone_leaves_the_server_its_own_time),
        KERNEL_TEST(receive_with_a_caller_left_gives_time_back),
        KERNEL_TEST(bits_bring_the_servers_own_time),
        KERNEL_TEST(call_comes_with_time_though_the_servers_own_is_used_up),
        KERNEL_TEST(dead_client_leaves_the_chain_to_its_own_time),
        KERNEL_TEST(dead_server_gives_the_time_back_to_its_caller),
        KERNEL_TEST(dead_end_of_a_chain_gives_the_time_back),
        KERNEL_TEST(server_whose_payer_dies_with_nothing_left_goes_on),
        KERNEL_TEST(one_way_messages_do_not_reach_a_server_without_time),
        KERNEL_TEST(queued_calls_pass_a_queued_one_way_message),
        KERNEL_TEST(wait_without_a_reply_slot_does_not_lose_the_time),
        KERNEL_TEST(stopped_and_resumed_server_still_receives),
        KERNEL_TEST(passive_process_starts_on_its_own_time),
        KERNEL_TEST(used_up_budget_is_a_fault_that_the_parent_gets),
        KERNEL_TEST(fault_waits_for_a_parent_that_is_busy),
        KERNEL_TEST(used_up_budget_is_no_fault_when_the_parent_dies),
        KERNEL_TEST(passive_parent_gets_no_fault_without_time),
        KERNEL_TEST(parent_that_waits_for_its_child_gets_no_fault),
        KERNEL_TEST(circle_of_waiting_is_refused),
        KERNEL_TEST(long_circle_of_waiting_is_refused),
        KERNEL_TEST(illegal_budget_spoils_the_description),
        KERNEL_TEST(no_window_holds_more_than_a_budget_whoever_works),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
