// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Time of the kernel: work is paid by the process that it is done for, or by nobody.
#include <abi/system_call.h>

#include "call.h"
#include "turns.h"
#include "work.h"

enum { URGENT_ONE, LAZY_ONE, NOBODY = TEST_SLOTS_MAX, WORK = 300 };

/// How long each piece of work takes, and for whom it is done.
static struct {
    uint32_t ticks;
    unsigned row;
} bottom_half, deferred;

static void work_do(uint32_t ticks, unsigned row)
{
    host_time_advance(ticks);
    if (row != NOBODY) {
        (void)schedule_upcall(CAPSULE_FIRST, process_in(row)->id, 0, 0, 0, 0);
    }
}

static void bottom_half_do(void)
{
    work_do(bottom_half.ticks, bottom_half.row);
}

static void deferred_do(unsigned capsule)
{
    if (capsule == CAPSULE_FIRST) {
        work_do(deferred.ticks, deferred.row);
    }
}

/// An interrupt whose bottom half takes so long.
static void interrupt(uint32_t ticks, unsigned row)
{
    bottom_half.ticks = ticks;
    bottom_half.row = row;
    host_line_raise(TEST_DEVICE_LINE);
    kernel_runs();
}

static void device_open(void)
{
    hooks.bottom_half = bottom_half_do;
    port_irq_enable(TEST_DEVICE_LINE);
}

/// Two that always want to run.
static void two_boot(void)
{
    system_open();
    (void)system_process("urgent", URGENT);
    budget_give(BUDGET, PERIOD);
    (void)system_process("lazy", LAZY);
    budget_give(BUDGET, PERIOD);
    system_boot(WITHOUT_BUFFERS);
    device_open();
    check(runs(URGENT_ONE));
}

static void work_for_nobody_is_paid_by_nobody(void)
{
    two_boot();
    interrupt(WORK, NOBODY);
    check(runs(URGENT_ONE));
    check_equal(left_of(URGENT_ONE), BUDGET);
    check_equal(left_of(LAZY_ONE), BUDGET);
    pass(100);
    interrupt(3 * PERIOD, NOBODY);
    check(runs(URGENT_ONE));
    pass(BUDGET - 1); // By now, what was used before is there again.
    check(runs(URGENT_ONE));
    pass(1);
    check(runs(LAZY_ONE));
}

static void work_is_paid_by_the_process_that_it_is_done_for(void)
{
    two_boot();
    interrupt(WORK, LAZY_ONE);
    check(runs(URGENT_ONE));
    check_equal(left_of(URGENT_ONE), BUDGET);
    check_equal(left_of(LAZY_ONE), BUDGET - WORK);
    interrupt(WORK, URGENT_ONE);
    check_equal(left_of(URGENT_ONE), BUDGET - WORK);
    pass(BUDGET - WORK);
    check(runs(LAZY_ONE));
    pass(BUDGET - WORK);
    check(process_running() == NULL);
}

static void each_piece_of_a_round_is_paid_for_itself(void)
{
    two_boot();
    hooks.deferred = deferred_do;
    deferred.ticks = 200;
    deferred.row = LAZY_ONE;
    work_capsule_defer(CAPSULE_FIRST);
    interrupt(100, URGENT_ONE);
    check_equal(left_of(URGENT_ONE), BUDGET - 100);
    check_equal(left_of(LAZY_ONE), BUDGET - 200);
    deferred.row = NOBODY; // Who was named for the piece before is not for this one.
    work_capsule_defer(CAPSULE_FIRST);
    interrupt(100, URGENT_ONE);
    check_equal(left_of(URGENT_ONE), BUDGET - 200);
}

static void work_behind_that_for_nobody_comes_back_a_period_later(void)
{
    enum { BREAK = PERIOD / 2 };
    two_boot();
    hooks.deferred = deferred_do;
    deferred.ticks = WORK;
    deferred.row = URGENT_ONE;
    work_capsule_defer(CAPSULE_FIRST);
    interrupt(BREAK, NOBODY);
    check_equal(left_of(URGENT_ONE), BUDGET - WORK);
    waits(IPC_WAIT, (struct port_message){0});
    host_time_advance(PERIOD - WORK - 1);
    check_equal(left_of(URGENT_ONE), BUDGET - WORK);
    host_time_advance(1);
    check_equal(left_of(URGENT_ONE), BUDGET);
}

static struct process_id looked_at;
static enum error look_error;

static void grant_look(void)
{
    WITH_GRANT(uint8_t, state, looked_at, look_error)
    {
        *state = 1;
    }
}

/// What a driver does in a bottom half: looks at what it keeps for processes, in their order, and
/// has something for one.
static const struct {
    bool is_looked_at[2];
    unsigned upcall_for;
    unsigned payer;
} looks[] = {{{true, false}, NOBODY, URGENT_ONE},    {{true, false}, URGENT_ONE, URGENT_ONE},
             {{true, true}, URGENT_ONE, URGENT_ONE}, {{true, true}, LAZY_ONE, LAZY_ONE},
             {{true, true}, NOBODY, NOBODY},         {{false, true}, NOBODY, LAZY_ONE}};
static unsigned present_look;

static void processes_look(void)
{
    host_time_advance(WORK);
    for (unsigned row = URGENT_ONE; row <= LAZY_ONE; row++) {
        looked_at = process_in(row)->id;
        if (looks[present_look].is_looked_at[row]) {
            check(in_capsule(CAPSULE_FIRST, grant_look) && look_error == ERROR_NONE);
        }
        if (looks[present_look].upcall_for == row) {
            (void)schedule_upcall(CAPSULE_FIRST, looked_at, 0, 0, 0, 0);
        }
    }
}

static void look_is_paid(unsigned number)
{
    two_boot();
    hooks.bottom_half = processes_look;
    present_look = number;
    host_line_raise(TEST_DEVICE_LINE);
    kernel_runs();
    check_equal(left_of(URGENT_ONE), looks[number].payer == URGENT_ONE ? BUDGET - WORK : BUDGET);
    check_equal(left_of(LAZY_ONE), looks[number].payer == LAZY_ONE ? BUDGET - WORK : BUDGET);
}

static void who_is_only_looked_at_does_not_pay_for_others(void)
{
    check_each(sizeof looks / sizeof looks[0], look_is_paid);
}

static void command_command(unsigned capsule, struct command *command)
{
    (void)capsule;
    work_do(WORK, LAZY_ONE);
    command_success(command);
}

static void command_is_paid_by_its_caller(void)
{
    two_boot();
    hooks.command = command_command;
    check_equal(program_call(SYSTEM_CALL_COMMAND, DRIVER_FIRST, 0, 0, 0), VARIANT_SUCCESS);
    kernel_runs();
    interrupt(0, NOBODY); // Time is counted.
    check_equal(left_of(URGENT_ONE), BUDGET - WORK);
    check_equal(left_of(LAZY_ONE), BUDGET);
}

static void work_during_sleep_is_paid(void)
{
    two_boot();
    waits(IPC_WAIT, (struct port_message){0});
    waits(IPC_WAIT, (struct port_message){0});
    check(process_running() == NULL);
    pass(2 * PERIOD);
    interrupt(WORK, LAZY_ONE);
    check_equal(left_of(URGENT_ONE), BUDGET);
    check_equal(left_of(LAZY_ONE), BUDGET - WORK);
}

static void work_for_a_server_is_paid_by_its_caller(void)
{
    passive_boot();
    device_open();
    calls(CLIENT, SERVER);
    const uint32_t left = left_of(SERVER);
    interrupt(WORK, SERVER);
    check_equal(left_of(CLIENT), BUDGET - WORK);
    check_equal(left_of(SERVER), left);
}

/// A server that is left with its own time while none of that is there.
static void server_that_gives_time_back_may_have_none(void)
{
    passive_boot();
    device_open();
    interrupt(2 * BUDGET, SERVER);
    check(ipc_of(SERVER)->is_empty && ipc_of(SERVER)->is_resting);
    calls(CLIENT, SERVER);
    (void)host_ipc_call(IPC_REPLY, &(struct port_message){0});
    kernel_runs();
    check(!process_in(SERVER)->is_ready);
    // Each one that waits for its budget is in the list once, so all get theirs.
    run(CLIENT);
    pass(BUDGET);
    check(ipc_of(CLIENT)->is_empty && runs(OTHER));
    pass(PERIOD);
    check(!ipc_of(CLIENT)->is_empty && !ipc_of(SERVER)->is_empty);
    check(ipc_of(CLIENT)->next_empty == NULL && ipc_of(SERVER)->next_empty == NULL);
    check(runs(SERVER));
}

static void work_uses_up_the_budget_of_one_that_does_not_run(void)
{
    two_boot();
    check_equal(process_shown(LAZY_ONE).state, PROCESS_SHOWN_RUNNING);
    interrupt(BUDGET, LAZY_ONE);
    check(runs(URGENT_ONE) && !process_in(LAZY_ONE)->is_ready);
    check_equal(process_shown(LAZY_ONE).state, PROCESS_SHOWN_NO_BUDGET);
    waits(IPC_WAIT, (struct port_message){0});
    check(process_running() == NULL);
    pass(PERIOD - BUDGET - 1);
    check(process_running() == NULL);
    pass(1);
    check(runs(LAZY_ONE));
    check_equal(process_shown(LAZY_ONE).state, PROCESS_SHOWN_RUNNING);
    check_equal(process_shown(URGENT_ONE).state, PROCESS_SHOWN_YIELDED_FOR);
}

static void only_who_would_run_is_shown_without_a_budget(void)
{
    two_boot();
    pass(BUDGET);
    check_equal(process_shown(URGENT_ONE).state, PROCESS_SHOWN_NO_BUDGET);
    check_equal(process_controlled(process_in(URGENT_ONE)->id, PROCESS_STOP), ERROR_NONE);
    check_equal(process_shown(URGENT_ONE).state, PROCESS_SHOWN_STOPPED);
    check_equal(process_controlled(process_in(URGENT_ONE)->id, PROCESS_RESUME), ERROR_NONE);
    terminate(URGENT_ONE);
    check_equal(process_shown(URGENT_ONE).state, PROCESS_SHOWN_TERMINATED);
}

static void empty_budget_owes_what_is_done_for_it(void)
{
    two_boot();
    pass(BUDGET);
    check(runs(LAZY_ONE));
    interrupt(WORK, URGENT_ONE);
    // It is there at 5,000, less what it owes, which is later so much.
    pass(PERIOD - BUDGET - WORK);
    check(!runs(URGENT_ONE));
    pass(WORK - 1);
    check(!runs(URGENT_ONE));
    pass(1);
    check(runs(URGENT_ONE));
    check_equal(left_of(URGENT_ONE), BUDGET - WORK);
}

static void one_that_owes_much_does_not_keep_others_from_their_refills(void)
{
    two_boot();
    pass(BUDGET);
    check(runs(LAZY_ONE));
    pass(BUDGET);
    check(process_running() == NULL); // Until 5,000 and 6,000.
    interrupt(BUDGET, URGENT_ONE);    // It owes a whole budget: nothing before 10,000.
    check_equal(host.time % PERIOD, 3 * BUDGET);
    pass(2 * BUDGET);
    check(process_running() == NULL);
    pass(BUDGET);
    check(runs(LAZY_ONE));
    pass(BUDGET);
    check(process_running() == NULL);
    pass(3 * BUDGET);
    check(runs(URGENT_ONE));
}

static void without_budgets_nothing_is_counted(void)
{
    system_open();
    (void)system_process("one", RANK);
    system_boot(WITHOUT_BUFFERS);
    device_open();
    interrupt(BUDGET, 0);
    check(runs(0) && !host.has_alarm);
    check_equal(ipc_of(0)->used_ticks, 0);
}

// ---------------------------------------------------------------------------------------------
// Commands

static unsigned commands;
static void command_count(unsigned capsule, struct command *command)
{
    (void)capsule;
    commands++;
    command_success(command);
}

/// A command `ticks` after the first instruction of a budget, with no interrupt before it.
static void command_comes(unsigned number)
{
    static const struct {
        uint32_t budget;
        uint32_t ticks;
        bool is_put_off;
    } cases[] = {{BUDGET, BUDGET - 1, false},
                 {BUDGET, BUDGET, true},
                 {BUDGET, 3 * BUDGET, true},
                 {PERIOD, 3 * PERIOD, false}, // Nothing limits that.
                 {0, 3 * PERIOD, false}};
    system_open();
    (void)system_process("one", RANK);
    budget_give(cases[number].budget, cases[number].budget == 0 ? 0 : PERIOD);
    system_boot(WITHOUT_BUFFERS);
    hooks.command = command_count;
    commands = 0;
    const uint32_t pc = host.thread.pc;
    host_time_advance(cases[number].ticks);
    (void)host_call(SYSTEM_CALL_COMMAND, DRIVER_FIRST, 5, 6, 7);
    check_equal(commands, cases[number].is_put_off ? 0 : 1);
    if (cases[number].is_put_off) {
        check(process_running() == NULL);
        pass(3 * PERIOD);
        check(runs(0));
        // The same call again.
        check_equal(host.thread.pc, pc);
        check_equal(host.thread.r[1], 5);
        check_equal(program_call(SYSTEM_CALL_COMMAND, DRIVER_FIRST, 5, 6, 7), VARIANT_SUCCESS);
        check_equal(commands, 1);
    }
}

static void command_waits_for_time_to_pay_for_it(void)
{
    check_each(5, command_comes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(work_for_nobody_is_paid_by_nobody),
        KERNEL_TEST(work_is_paid_by_the_process_that_it_is_done_for),
        KERNEL_TEST(each_piece_of_a_round_is_paid_for_itself),
        KERNEL_TEST(work_behind_that_for_nobody_comes_back_a_period_later),
        KERNEL_TEST(who_is_only_looked_at_does_not_pay_for_others),
        KERNEL_TEST(command_is_paid_by_its_caller),
        KERNEL_TEST(work_during_sleep_is_paid),
        KERNEL_TEST(work_for_a_server_is_paid_by_its_caller),
        KERNEL_TEST(server_that_gives_time_back_may_have_none),
        KERNEL_TEST(work_uses_up_the_budget_of_one_that_does_not_run),
        KERNEL_TEST(only_who_would_run_is_shown_without_a_budget),
        KERNEL_TEST(empty_budget_owes_what_is_done_for_it),
        KERNEL_TEST(one_that_owes_much_does_not_keep_others_from_their_refills),
        KERNEL_TEST(without_budgets_nothing_is_counted),
        KERNEL_TEST(command_waits_for_time_to_pay_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
