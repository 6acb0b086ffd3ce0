// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls and replies: whom they wake, who runs next, and what upcalls end.
#include <abi/system_call.h>

#include "pair.h"
#include "scheduler.h"

// ---------------------------------------------------------------------------------------------
// Calls and replies

static void call_to_a_receiver_and_back(void)
{
    const uint32_t index = pair_boot(IPC_KIND_CALL, CALL_RIGHTS, IPC_BADGE_CALL | 7);
    run(SERVER);
    waits(IPC_RECEIVE, (struct port_message){0});
    check(process_running() == process_in(CLIENT));
    waits(IPC_CALL, (struct port_message){
                        .capability = index, .info = INFO(0xABCDE, 0, 3), .word = {1, 2, 3, 4}});
    // The server runs at once.
    check(process_running() == process_in(SERVER));
    struct port_message request = host_ipc_results();
    check_equal(request.capability, 0);
    check_equal(request.info, INFO(0xABCDE, 0, 3));
    check_equal(request.word[0], 1);
    check_equal(request.word[2], 3);
    check_equal(request.word[3], 0); // Behind the length.
    check_equal(badge_of(request), IPC_BADGE_CALL | 7);

    waits(IPC_REPLY_RECEIVE, (struct port_message){.info = INFO(1, 0, 4), .word = {5, 6, 7, 8}});
    check(process_running() == process_in(CLIENT));
    struct port_message reply = host_ipc_results();
    check_equal(reply.capability, 0);
    check_equal(reply.info, INFO(1, 0, 4));
    check_equal(reply.word[3], 8);
    check_equal(badge_of(reply), 0);
    check_equal(ipc_of(SERVER)->state, IPC_RECEIVING);
}

static void call_before_the_receive(void)
{
    const uint32_t index = pair_boot(IPC_KIND_CALL, CALL_RIGHTS, 9);
    waits(IPC_CALL, (struct port_message){.capability = index, .info = 1, .word = {42}});
    check_equal(ipc_of(CLIENT)->state, IPC_CALLING);
    check_equal(does(IPC_RECEIVE, (struct port_message){0}).word[0], 42);
    check_equal(ipc_of(CLIENT)->state, IPC_REPLY_WAITING);
    ends(IPC_REPLY, (struct port_message){.info = 0}, 0);
    // Equals go on: the server still runs.
    check(process_running() == process_in(SERVER));
    got_status(CLIENT, 0);
}

static void replies_to_nobody_do_nothing(void)
{
    (void)pair_boot(IPC_KIND_CALL, CALL_RIGHTS, 9);
    ends(IPC_REPLY, (struct port_message){.info = 4, .word = {1, 2, 3, 4}}, 0);
    waits(IPC_REPLY_RECEIVE, (struct port_message){.info = 4});
    check_equal(ipc_of(CLIENT)->state, IPC_RECEIVING);
}

static void bad_reply_slot(unsigned number)
{
    static const uint32_t classes[] = {IPC_REPLY, IPC_REPLY_RECEIVE, IPC_RECEIVE, IPC_RECEIVE_POLL,
                                       IPC_SEND_RECEIVE};
    static const uint32_t slots[] = {1, 255, 256, UINT32_MAX};
    const uint32_t index = pair_boot(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, 1);
    ends(classes[number % 5],
         (struct port_message){.capability = index, .reply_slot = slots[number / 5]},
         ERROR_INVALID);
    check(!ipc_of(SERVER)->is_signalled);
}

static void bad_reply_slots_are_invalid(void)
{
    check_each(20, bad_reply_slot);
}

/// A server and two clients of one rank.
static void clients_boot(unsigned reply_slots)
{
    system_open();
    (void)system_process("server", RANK);
    system_table.process[0].reply_slots = (uint8_t)reply_slots;
    (void)system_process("first", RANK);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, 0, 1);
    (void)system_process("second", RANK);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, 0, 2);
    system_boot(WITH_BUFFERS);
}

static void a_call_waits_while_the_slot_is_taken(void)
{
    clients_boot(1);
    run(1);
    waits(IPC_CALL, (struct port_message){.capability = 1});
    run(2);
    waits(IPC_CALL, (struct port_message){.capability = 1});
    run(0);
    check_equal(badge_of(does(IPC_RECEIVE, (struct port_message){0})), 1);
    ends(IPC_RECEIVE_POLL, (struct port_message){0}, ERROR_WOULD_BLOCK);
    check_equal(ipc_of(2)->state, IPC_CALLING);
    // The reply makes room for the other.
    check_equal(badge_of(does(IPC_REPLY_RECEIVE, (struct port_message){0})), 2);
    got_status(1, 0);
}

static void one_way_messages_pass_calls_that_cannot_be_taken(void)
{
    clients_boot(1);
    run(1);
    waits(IPC_CALL, (struct port_message){.capability = 1});
    run(0);
    (void)does(IPC_RECEIVE, (struct port_message){0});
    run(2);
    waits(IPC_SEND, (struct port_message){.capability = 1, .info = 1, .word = {77}});
    run(0);
    check_equal(does(IPC_RECEIVE, (struct port_message){0}).word[0], 77);
    got_status(2, 0);
}

static void two_slots_hold_two_callers_for_replies_in_any_order(void)
{
    clients_boot(2);
    run(1);
    waits(IPC_CALL, (struct port_message){.capability = 1});
    run(2);
    waits(IPC_CALL, (struct port_message){.capability = 1});
    run(0);
    check_equal(badge_of(does(IPC_RECEIVE, (struct port_message){.reply_slot = 1})), 1);
    check_equal(badge_of(does(IPC_RECEIVE, (struct port_message){.reply_slot = 0})), 2);
    check_equal(does(IPC_REPLY, (struct port_message){.info = 1, .word = {20}}).capability, 0);
    check_equal(
        does(IPC_REPLY, (struct port_message){.info = 1, .word = {10}, .reply_slot = 1}).capability,
        0);
    check_equal(got(1).word[0], 10);
    check_equal(got(2).word[0], 20);
}

static void one_way_messages_and_their_results(void)
{
    const uint32_t index = pair_boot(IPC_KIND_CALL, IPC_RIGHT_SEND, 3);
    const struct port_message operands = {.capability = index, .info = 2, .word = {4, 5}};
    waits(IPC_SEND, operands);
    check_equal(ipc_of(CLIENT)->state, IPC_SENDING);
    struct port_message received = does(IPC_RECEIVE, (struct port_message){0});
    check_equal(received.word[1], 5);
    check_equal(badge_of(received), 3);
    got_status(CLIENT, 0);
    // To one that waits: the sender goes on, and nobody owes a reply.
    run(SERVER);
    waits(IPC_RECEIVE, (struct port_message){0});
    ends(IPC_SEND_POLL, operands, 0);
    check_equal(got(SERVER).word[0], 4);
    check(ipc_of(SERVER)->callers[0] == NULL);
}

static void a_fused_send_drops_what_nobody_takes(void)
{
    const uint32_t index = pair_boot(IPC_KIND_CALL, IPC_RIGHT_SEND, 3);
    waits(IPC_SEND_RECEIVE, (struct port_message){.capability = index, .info = 1, .word = {6}});
    check_equal(ipc_of(CLIENT)->state, IPC_RECEIVING);
    ends(IPC_RECEIVE_POLL, (struct port_message){0}, ERROR_WOULD_BLOCK);
}

static void a_fused_send_reaches_who_waits(void)
{
    const uint32_t index = pair_boot(IPC_KIND_CALL, IPC_RIGHT_SEND, 3);
    run(SERVER);
    waits(IPC_RECEIVE, (struct port_message){0});
    waits(IPC_SEND_RECEIVE, (struct port_message){.capability = index, .info = 1, .word = {6}});
    check_equal(host_ipc_results().word[0], 6);
    check_equal(ipc_of(CLIENT)->state, IPC_RECEIVING);
}

// ---------------------------------------------------------------------------------------------
// Ranks

static void senders_are_received_by_rank_then_by_arrival(void)
{
    static const unsigned ranks[] = {20, 18, 20, 17, 18};
    static const char *const names[] = {"a", "b", "c", "d", "e"};
    system_open();
    (void)system_process("server", 31);
    for (unsigned i = 0; i < 5; i++) {
        (void)system_process(names[i], ranks[i]);
        (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, 0, i + 1);
    }
    system_boot(WITH_BUFFERS);
    // Each one runs and sends in an order of its own: a more urgent one is held back before.
    static const unsigned order[] = {0, 2, 1, 4, 3};
    for (unsigned i = 0; i < 5; i++) {
        const unsigned row = order[i] + 1;
        for (unsigned j = 1; j <= 5; j++) {
            if (j != row) {
                (void)process_controlled(process_in(j)->id, PROCESS_STOP);
            }
        }
        (void)process_controlled(process_in(row)->id, PROCESS_RESUME);
        settle();
        check(process_running() == process_in(row));
        waits(IPC_SEND, (struct port_message){.capability = 1});
    }
    for (unsigned i = 1; i <= 5; i++) {
        (void)process_controlled(process_in(i)->id, PROCESS_STOP);
    }
    settle();
    check(process_running() == process_in(0));
    static const uint64_t received[] = {4, 2, 5, 1, 3};
    for (unsigned i = 0; i < 5; i++) {
        check_equal(badge_of(does(IPC_RECEIVE_POLL, (struct port_message){0})), received[i]);
    }
}

/// Who runs behind a call to one that waits: rank of client, server and a third that is ready.
struct turn {
    uint32_t class;
    uint8_t client;
    uint8_t server;
    uint8_t other;
    uint8_t runs;
};
static const struct turn turns[] = {
    {IPC_CALL, 16, 16, 16, SERVER},      {IPC_CALL, 16, 10, 16, SERVER},
    {IPC_CALL, 16, 20, 31, SERVER},      {IPC_CALL, 16, 20, 18, OTHER},
    {IPC_CALL, 16, 20, 20, SERVER},      {IPC_SEND, 16, 16, 16, CLIENT},
    {IPC_SEND, 16, 10, 16, SERVER},      {IPC_SEND, 16, 20, 18, CLIENT},
    {IPC_SEND_POLL, 16, 10, 16, SERVER}, {IPC_SEND_POLL, 16, 17, 16, CLIENT},
    {IPC_SIGNAL, 16, 16, 16, CLIENT},    {IPC_SIGNAL, 16, 10, 16, SERVER},
    {IPC_SIGNAL, 16, 20, 18, CLIENT},    {IPC_SEND_RECEIVE, 16, 16, 16, OTHER},
};
enum { TURNS = sizeof turns / sizeof turns[0] };

static void turn_is(unsigned number)
{
    const struct turn *turn = &turns[number];
    system_open();
    (void)system_process("client", turn->client);
    const uint8_t kind = turn->class == IPC_SIGNAL ? IPC_KIND_NOTIFY : IPC_KIND_CALL;
    (void)system_entry(kind, CALL_RIGHTS, SERVER, 1);
    (void)system_process("server", turn->server);
    (void)system_process("other", turn->other);
    system_boot(WITH_BUFFERS);
    (void)process_controlled(process_in(CLIENT)->id, PROCESS_STOP);
    (void)process_controlled(process_in(OTHER)->id, PROCESS_STOP);
    settle();
    waits(IPC_RECEIVE, (struct port_message){0});
    (void)process_controlled(process_in(CLIENT)->id, PROCESS_RESUME);
    settle();
    check(process_running() == process_in(CLIENT));
    (void)process_controlled(process_in(OTHER)->id, PROCESS_RESUME);
    if (process_in(OTHER)->rank < turn->client) {
        fail();
    }
    const struct port_message operands = {.capability = 1};
    (void)host_ipc_call(turn->class, &operands);
    settle();
    check(process_running() == process_in(turn->runs));
    check(process_in(SERVER)->is_ready);
}

static void ranks_decide_who_runs_next(void)
{
    check_each(TURNS, turn_is);
}

static void a_reply_whose_receive_waits_hands_over(void)
{
    system_open();
    (void)system_process("client", RANK);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, SERVER, 1);
    (void)system_process("server", RANK);
    (void)system_process("other", RANK);
    system_boot(WITH_BUFFERS);
    run(SERVER);
    waits(IPC_RECEIVE, (struct port_message){0});
    run(CLIENT);
    waits(IPC_CALL, (struct port_message){.capability = 1});
    check(process_running() == process_in(SERVER));
    waits(IPC_REPLY_RECEIVE, (struct port_message){0});
    check(process_running() == process_in(CLIENT));
}

static void yield_lets_equals_run(void)
{
    (void)pair_boot(IPC_KIND_CALL, CALL_RIGHTS, 1);
    waits(IPC_YIELD, (struct port_message){0});
    check(process_running() == process_in(SERVER));
    got_status(CLIENT, 0);
}

// ---------------------------------------------------------------------------------------------
// Upcalls

/// A function of the client.
static uint32_t function_address(void)
{
    return (process_in(CLIENT)->app_start + 0x40) | 1u;
}

static void upcall_subscribe(void)
{
    check_equal(program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, function_address(), 7),
                VARIANT_SUCCESS_U32_U32);
}

static void upcall_ends(unsigned number)
{
    static const uint32_t classes[] = {IPC_RECEIVE, IPC_WAIT,          IPC_RECEIVE_POLL,
                                       IPC_POLL,    IPC_REPLY_RECEIVE, IPC_SEND_RECEIVE};
    const uint32_t class = classes[number % 6];
    const bool comes_first = number >= 6 || class == IPC_RECEIVE_POLL || class == IPC_POLL;
    const uint32_t index = pair_boot(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, 1);
    upcall_subscribe();
    const struct port_message operands = {.capability = index};
    const struct process_id id = process_in(CLIENT)->id;
    if (comes_first) {
        check_equal(schedule_upcall(CAPSULE_FIRST, id, 0, 1, 2, 3), ERROR_NONE);
        ends(class, operands, ERROR_UPCALL);
    } else {
        waits(class, operands);
        check_equal(schedule_upcall(CAPSULE_FIRST, id, 0, 1, 2, 3), ERROR_NONE);
        got_status(CLIENT, ERROR_UPCALL);
    }
    // The first half is done all the same.
    check_equal(ipc_of(SERVER)->is_signalled, class == IPC_SEND_RECEIVE);
    program_leave(SYSTEM_CALL_YIELD, YIELD_NO_WAIT, 0, 0, 0);
    check_equal(host.thread.pc, function_address() & ~1u);
    host_upcall_return();
    ends(IPC_RECEIVE_POLL, (struct port_message){0}, ERROR_WOULD_BLOCK);
}

static void upcalls_end_receives(void)
{
    check_each(12, upcall_ends);
}

static void upcalls_without_a_function_end_nothing(void)
{
    (void)pair_boot(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, 1);
    upcall_subscribe();
    waits(IPC_RECEIVE, (struct port_message){0});
    check_equal(schedule_upcall(CAPSULE_FIRST, process_in(CLIENT)->id, 1, 1, 2, 3), ERROR_NONE);
    check_equal(ipc_of(CLIENT)->state, IPC_RECEIVING);
}

static void upcalls_end_no_call(unsigned number)
{
    const uint32_t index = pair_boot(IPC_KIND_CALL, CALL_RIGHTS, 1);
    upcall_subscribe();
    waits(number == 0 ? IPC_CALL : IPC_SEND, (struct port_message){.capability = index});
    check_equal(schedule_upcall(CAPSULE_FIRST, process_in(CLIENT)->id, 0, 1, 2, 3), ERROR_NONE);
    ipc_check();
    check(!process_in(CLIENT)->is_ready);
    run(SERVER);
    check_equal(does(IPC_RECEIVE, (struct port_message){0}).capability, 0);
    (void)does(IPC_REPLY, (struct port_message){0});
    got_status(CLIENT, 0);
    ends(IPC_RECEIVE, (struct port_message){0}, ERROR_UPCALL);
}

static void calls_and_sends_outlast_upcalls(void)
{
    check_each(2, upcalls_end_no_call);
}

static void a_stopped_receiver_gets_its_message_when_it_goes_on(void)
{
    const uint32_t index = pair_boot(IPC_KIND_CALL, CALL_RIGHTS, 1);
    run(SERVER);
    waits(IPC_RECEIVE, (struct port_message){0});
    (void)process_controlled(process_in(SERVER)->id, PROCESS_STOP);
    ends(IPC_SEND_POLL, (struct port_message){.capability = index, .info = 1, .word = {5}}, 0);
    check(!process_in(SERVER)->is_ready);
    (void)process_controlled(process_in(SERVER)->id, PROCESS_RESUME);
    check_equal(got(SERVER).word[0], 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(call_to_a_receiver_and_back),
        KERNEL_TEST(call_before_the_receive),
        KERNEL_TEST(replies_to_nobody_do_nothing),
        KERNEL_TEST(bad_reply_slots_are_invalid),
        KERNEL_TEST(a_call_waits_while_the_slot_is_taken),
        KERNEL_TEST(one_way_messages_pass_calls_that_cannot_be_taken),
        KERNEL_TEST(two_slots_hold_two_callers_for_replies_in_any_order),
        KERNEL_TEST(one_way_messages_and_their_results),
        KERNEL_TEST(a_fused_send_drops_what_nobody_takes),
        KERNEL_TEST(a_fused_send_reaches_who_waits),
        KERNEL_TEST(senders_are_received_by_rank_then_by_arrival),
        KERNEL_TEST(ranks_decide_who_runs_next),
        KERNEL_TEST(a_reply_whose_receive_waits_hands_over),
        KERNEL_TEST(yield_lets_equals_run),
        KERNEL_TEST(upcalls_end_receives),
        KERNEL_TEST(upcalls_without_a_function_end_nothing),
        KERNEL_TEST(calls_and_sends_outlast_upcalls),
        KERNEL_TEST(a_stopped_receiver_gets_its_message_when_it_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
