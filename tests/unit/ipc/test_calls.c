// SPDX-License-Identifier: Apache-2.0 OR MIT
// Classes of calls: who may make them, whom they wake, who runs next.
#include <abi/system_call.h>
#include <string.h>

#include "scheduler.h"
#include "system.h"

enum { CLIENT, SERVER, OTHER };

/// Two processes of one rank; the first has an entry to the second.
static uint32_t pair_boot(uint8_t kind, uint8_t rights, uint64_t badge)
{
    system_open();
    (void)system_process("client", RANK);
    const uint16_t target = kind == IPC_KIND_IRQ ? LINE_FIRST : SERVER;
    const uint32_t index = system_entry(kind, rights, target, badge);
    (void)system_process("server", RANK);
    system_boot(WITH_BUFFERS);
    run(CLIENT);
    return index;
}

// ---------------------------------------------------------------------------------------------
// Kinds and rights

static const uint32_t sending_classes[] = {IPC_CALL, IPC_SEND, IPC_SEND_POLL, IPC_SIGNAL,
                                           IPC_SEND_RECEIVE};
enum { SENDING_CLASSES = 5, KINDS = 6, RIGHTS = 4 };

/// What a call of a class through an entry of a kind and rights ends with, if at once; 0: it waits
/// or is done. The server does nothing.
static uint32_t expected(uint32_t class, unsigned kind, unsigned rights)
{
    const bool is_signal = class == IPC_SIGNAL;
    if (kind == IPC_KIND_NONE) {
        return ERROR_INVALID;
    }
    if (class == IPC_SEND_RECEIVE) {
        if (kind == IPC_KIND_CHILD || kind == IPC_KIND_DEBUG) {
            return ERROR_INVALID;
        }
        return kind == IPC_KIND_IRQ || (rights & IPC_RIGHT_SEND) != 0 ? 0 : ERROR_RIGHT;
    }
    if (kind != (is_signal ? IPC_KIND_NOTIFY : IPC_KIND_CALL)) {
        return ERROR_INVALID;
    }
    const unsigned needed = class == IPC_CALL ? IPC_RIGHT_CALL : IPC_RIGHT_SEND;
    if ((rights & needed) == 0) {
        return ERROR_RIGHT;
    }
    return class == IPC_SEND_POLL ? ERROR_WOULD_BLOCK : 0;
}

static void kind_and_rights(unsigned number)
{
    const uint32_t class = sending_classes[number % SENDING_CLASSES];
    const unsigned kind = number / SENDING_CLASSES % KINDS;
    const unsigned rights = number / SENDING_CLASSES / KINDS;
    // An index without an entry is the first free slot.
    const uint32_t index = kind == IPC_KIND_NONE ? pair_boot(IPC_KIND_CALL, CALL_RIGHTS, 0) + 1
                                                 : pair_boot((uint8_t)kind, (uint8_t)rights, 5);
    const struct port_message operands = {.capability = index};
    const uint32_t status = expected(class, kind, rights);
    if (status != 0 || class == IPC_SIGNAL) {
        ends(class, operands, status);
    } else {
        waits(class, operands);
    }
    check_equal(ipc_of(SERVER)->is_signalled,
                kind == IPC_KIND_NOTIFY && (rights & IPC_RIGHT_SEND) != 0 &&
                    (class == IPC_SIGNAL || class == IPC_SEND_RECEIVE));
}

static void kinds_and_rights_decide(void)
{
    check_each(SENDING_CLASSES * KINDS * RIGHTS, kind_and_rights);
}

static void bad_index(unsigned number)
{
    static const uint32_t indices[] = {2 + FREE_SLOTS, 255,        256,       0xFFFF,
                                       0x10001,        0x80000000, UINT32_MAX};
    const uint32_t class = sending_classes[number % SENDING_CLASSES];
    (void)pair_boot(IPC_KIND_CALL, CALL_RIGHTS, 0);
    ends(class, (struct port_message){.capability = indices[number / SENDING_CLASSES]},
         ERROR_INVALID);
}

static void indices_outside_the_table_are_invalid(void)
{
    check_each(SENDING_CLASSES * 7, bad_index);
}

/// What lies behind the table, pointers of the kernel, is no entry.
static void the_table_ends_where_it_ends(void)
{
    system_open();
    (void)system_process("client", RANK);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, SERVER, 1);
    (void)system_process("server", RANK);
    system_boot(WITH_BUFFERS);
    run(CLIENT);
    waits(IPC_CALL, (struct port_message){.capability = 1});
    run(SERVER);
    (void)does(IPC_RECEIVE, (struct port_message){0});
    check(ipc_of(SERVER)->callers[0] != NULL);
    const uint32_t behind = ipc_of(SERVER)->capability_count;
    for (unsigned i = 0; i < SENDING_CLASSES; i++) {
        ends(sending_classes[i], (struct port_message){.capability = behind}, ERROR_INVALID);
    }
    ends(IPC_OBJECT, (struct port_message){.capability = behind}, ERROR_INVALID);
    ends(IPC_CAPABILITY, (struct port_message){.capability = behind}, ERROR_INVALID);
}

static void an_entry_is_no_good_for_another_image(void)
{
    const uint32_t index = pair_boot(IPC_KIND_CALL, CALL_RIGHTS, 0);
    ends(IPC_SEND_POLL, (struct port_message){.capability = index}, ERROR_WOULD_BLOCK);
    ipc_of(SERVER)->image_generation++;
    ends(IPC_SEND_POLL, (struct port_message){.capability = index}, ERROR_STALE);
    ends(IPC_CALL, (struct port_message){.capability = index}, ERROR_STALE);
}

static void nobody_calls_itself(void)
{
    system_open();
    (void)system_process("alone", RANK);
    const uint32_t self = system_entry(IPC_KIND_CALL, CALL_RIGHTS, 0, 1);
    system_boot(WITHOUT_BUFFERS);
    static const uint32_t classes[] = {IPC_CALL, IPC_SEND, IPC_SEND_POLL, IPC_SEND_RECEIVE};
    for (unsigned i = 0; i < 4; i++) {
        ends(classes[i], (struct port_message){.capability = self}, ERROR_INVALID);
        // Nobody is given rights to the own entry.
        check(does(classes[i], (struct port_message){.capability = 0}).capability != 0);
    }
}

static void classes_that_do_not_exist_are_faults(unsigned number)
{
    static const uint32_t classes[] = {0x4F, 0x50, 0x60, 0x7F, 0xC0, 0xFF, 0x140};
    (void)pair_boot(IPC_KIND_CALL, CALL_RIGHTS, 0);
    waits(classes[number], (struct port_message){.capability = 1});
    check_equal(process_in(CLIENT)->state, PROCESS_FAULTED);
    check_equal(process_in(CLIENT)->fault.cause, FAULT_UNKNOWN_CALL);
}

static void reserved_classes(void)
{
    check_each(7, classes_that_do_not_exist_are_faults);
}

static void a_process_without_a_row_has_no_ipc(void)
{
    system_open();
    (void)system_process("client", RANK);
    system_finish();
    (void)image_install("stranger", 4096);
    machine_boot();
    check(process_in(0)->ipc == NULL);
    check_equal(process_in(0)->rank, SCHEDULER_RANK_DEFAULT);
    struct port_message operands = {0};
    (void)host_ipc_call(IPC_RECEIVE, &operands);
    check_equal(process_in(0)->state, PROCESS_FAULTED);
}

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
// Notification words

static void signal_states(unsigned number)
{
    static const uint64_t badges[] = {1, 1ull << 31, 1ull << 32, 1ull << 61, 0, 0x8000000000000003};
    const uint64_t badge = badges[number / 4];
    const uint32_t index = pair_boot(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, badge);
    static const uint32_t classes[] = {IPC_RECEIVE, IPC_WAIT, IPC_RECEIVE_POLL, IPC_POLL};
    const uint32_t class = classes[number % 4];
    if (number % 4 < 2) { // One that waits gets it at once,
        run(SERVER);
        waits(class, (struct port_message){0});
        ends(IPC_SIGNAL, (struct port_message){.capability = index}, 0);
        check(process_running() == process_in(CLIENT));
        run(SERVER);
    } else { // and one that does not later, and once.
        ends(IPC_SIGNAL, (struct port_message){.capability = index}, 0);
        ends(IPC_SIGNAL, (struct port_message){.capability = index}, 0);
        run(SERVER);
        (void)does(class, (struct port_message){0});
    }
    const struct port_message results = host_ipc_results();
    check_equal(results.capability, IPC_STATUS_SIGNAL);
    check_equal(badge_of(results), badge);
    check_equal(results.info, 0);
    check_equal(results.word[0] | results.word[1] | results.word[2] | results.word[3], 0);
    ends(IPC_POLL, (struct port_message){0}, ERROR_WOULD_BLOCK);
    ends(IPC_RECEIVE_POLL, (struct port_message){0}, ERROR_WOULD_BLOCK);
}

static void signals_arrive_once(void)
{
    check_each(24, signal_states);
}

static void signals_gather_and_come_before_messages(void)
{
    system_open();
    (void)system_process("client", RANK);
    const uint32_t call = system_entry(IPC_KIND_CALL, CALL_RIGHTS, SERVER, 3);
    const uint32_t low = system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, SERVER, 1);
    const uint32_t high = system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, SERVER, 1ull << 40);
    (void)system_process("server", RANK);
    (void)system_process("other", RANK);
    (void)system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, SERVER, 1ull << 5);
    system_boot(WITH_BUFFERS);
    run(CLIENT);
    ends(IPC_SIGNAL, (struct port_message){.capability = low}, 0);
    ends(IPC_SIGNAL, (struct port_message){.capability = high}, 0);
    waits(IPC_CALL, (struct port_message){.capability = call});
    run(SERVER);
    const struct port_message bits = does(IPC_RECEIVE, (struct port_message){0});
    check_equal(bits.capability, IPC_STATUS_SIGNAL);
    check_equal(badge_of(bits), 1ull << 40 | 1);
    // Bits that were delivered do not come again with others.
    run(OTHER);
    ends(IPC_SIGNAL, (struct port_message){.capability = 1}, 0);
    run(SERVER);
    check_equal(badge_of(does(IPC_POLL, (struct port_message){0})), 1ull << 5);
    const struct port_message message = does(IPC_RECEIVE, (struct port_message){0});
    check_equal(message.capability, 0);
    check_equal(badge_of(message), 3);
}

static void waiting_for_bits_takes_no_message(void)
{
    const uint32_t index = pair_boot(IPC_KIND_CALL, CALL_RIGHTS, 3);
    run(SERVER);
    waits(IPC_WAIT, (struct port_message){0});
    ends(IPC_SEND_POLL, (struct port_message){.capability = index}, ERROR_WOULD_BLOCK);
    waits(IPC_CALL, (struct port_message){.capability = index});
    check_equal(ipc_of(SERVER)->state, IPC_WAITING);
    check_equal(ipc_of(CLIENT)->state, IPC_CALLING);
}

static void a_caller_gets_signals_later(void)
{
    system_open();
    (void)system_process("client", RANK);
    const uint32_t call = system_entry(IPC_KIND_CALL, CALL_RIGHTS, SERVER, 3);
    (void)system_process("server", RANK);
    const uint32_t bell = system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, CLIENT, 8);
    system_boot(WITH_BUFFERS);
    run(CLIENT);
    waits(IPC_CALL, (struct port_message){.capability = call});
    run(SERVER);
    (void)does(IPC_RECEIVE, (struct port_message){0});
    ends(IPC_SIGNAL, (struct port_message){.capability = bell}, 0);
    check_equal(ipc_of(CLIENT)->state, IPC_REPLY_WAITING);
    ends(IPC_REPLY, (struct port_message){.info = 0}, 0);
    got_status(CLIENT, 0);
    check_equal(badge_of(does(IPC_POLL, (struct port_message){0})), 8);
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
        KERNEL_TEST(kinds_and_rights_decide),
        KERNEL_TEST(indices_outside_the_table_are_invalid),
        KERNEL_TEST(the_table_ends_where_it_ends),
        KERNEL_TEST(an_entry_is_no_good_for_another_image),
        KERNEL_TEST(nobody_calls_itself),
        KERNEL_TEST(reserved_classes),
        KERNEL_TEST(a_process_without_a_row_has_no_ipc),
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
        KERNEL_TEST(signals_arrive_once),
        KERNEL_TEST(signals_gather_and_come_before_messages),
        KERNEL_TEST(waiting_for_bits_takes_no_message),
        KERNEL_TEST(a_caller_gets_signals_later),
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
