// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Timeout faults, circles of waiting, and budgets that are none.
#include "call.h"
#include "turns.h"

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

/// The instruction behind which a budget is used up may have a fault of its own.
static void fault_comes_with_the_end(unsigned is_parent_busy)
{
    family_boot(0);
    waits(is_parent_busy ? IPC_WAIT : IPC_RECEIVE, (struct port_message){0});
    check(runs(CHILD));
    host_time_advance(BUDGET);
    host_fault(&(struct port_fault){.cause = FAULT_UNDEFINED_INSTRUCTION});
    kernel_runs();
    if (is_parent_busy) {
        ipc_signal(ipc_of(PARENT), 1);
        kernel_runs();
        check_equal(host_ipc_results().capability, IPC_STATUS_SIGNAL);
        (void)host_ipc_call(IPC_RECEIVE, &(struct port_message){0});
    }
    check(runs(PARENT));
    check_equal(host_ipc_results().info >> IPC_LABEL_SHIFT, IPC_LABEL_EXCEPTION);
    check(ipc_of(CHILD)->state == IPC_FAULT_WAITING && ipc_of(PARENT)->senders == NULL);
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    check(process_running() == NULL);
    pass(PERIOD - BUDGET);
    check(runs(CHILD));
}

static void fault_with_the_end_of_a_budget_is_told_once(void)
{
    check_each(2, fault_comes_with_the_end);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(used_up_budget_is_a_fault_that_the_parent_gets),
        KERNEL_TEST(fault_waits_for_a_parent_that_is_busy),
        KERNEL_TEST(fault_with_the_end_of_a_budget_is_told_once),
        KERNEL_TEST(used_up_budget_is_no_fault_when_the_parent_dies),
        KERNEL_TEST(passive_parent_gets_no_fault_without_time),
        KERNEL_TEST(parent_that_waits_for_its_child_gets_no_fault),
        KERNEL_TEST(circle_of_waiting_is_refused),
        KERNEL_TEST(long_circle_of_waiting_is_refused),
        KERNEL_TEST(illegal_budget_spoils_the_description),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
