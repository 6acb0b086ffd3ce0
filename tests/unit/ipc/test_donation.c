// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Time that travels with calls, who gets it back, and passive servers, which cannot be hung.
#include "call.h"
#include "capability.h"
#include "ipc.h"
#include "random.h"
#include "turns.h"

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

/// Nobody picks the server first and finds that it has no time: another one is more urgent.
static void server_with_its_own_time_used_up_waits_when_its_caller_dies(void)
{
    passive_boot();
    run(OTHER);
    waits(IPC_SIGNAL, (struct port_message){.capability = 2});
    pass(2 * BUDGET);
    run(CLIENT);
    waits(IPC_CALL, (struct port_message){.capability = ENTRY});
    pass(PERIOD);
    check(runs(SERVER));
    host_time_advance(2 * BUDGET); // It calls before the alarm comes.
    check_equal(badge_of(does(IPC_RECEIVE, (struct port_message){0})), 0x11);
    kernel_runs();
    check(runs(SERVER) && ipc_of(SERVER)->is_empty);
    check(ipc_of(SERVER)->payer == ipc_of(CLIENT));
    ipc_signal(ipc_of(BACK), 1);
    terminate(CLIENT);
    kernel_runs();
    check(runs(BACK) && ipc_of(SERVER)->payer == ipc_of(SERVER));
    check(!process_in(SERVER)->is_ready);
    waits(IPC_RECEIVE, (struct port_message){0});
    check(runs(OTHER));
    pass(PERIOD);
    check(runs(SERVER));
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    check(ipc_of(SERVER)->is_resting);
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
        payers[i] = process == NULL ? UINT8_MAX : (uint8_t)row_of(process->ipc->payer);
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
        KERNEL_TEST(server_with_its_own_time_used_up_waits_when_its_caller_dies),
        KERNEL_TEST(one_way_messages_do_not_reach_a_server_without_time),
        KERNEL_TEST(queued_calls_pass_a_queued_one_way_message),
        KERNEL_TEST(wait_without_a_reply_slot_does_not_lose_the_time),
        KERNEL_TEST(stopped_and_resumed_server_still_receives),
        KERNEL_TEST(passive_process_starts_on_its_own_time),
        KERNEL_TEST(no_window_holds_more_than_a_budget_whoever_works),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
