// SPDX-License-Identifier: Apache-2.0 OR MIT
// Death of either side in every state, and what parents do with their children.
#include <abi/system_call.h>
#include <string.h>

#include "states.h"

enum { LINE = 9 };

/// How a life ends.
enum ending { BY_TERMINATION, BY_FAULT, BY_BOOT, BY_EXIT, ENDINGS };

static void life_end(unsigned row, enum ending ending)
{
    struct process *process = process_in(row);
    switch (ending) {
    case BY_TERMINATION:
        terminate(row);
        break;
    case BY_FAULT:
        check_equal(process_controlled(process->id, PROCESS_FAULT), ERROR_NONE);
        break;
    case BY_BOOT:
        terminate(row);
        (void)process_controlled(process->id, PROCESS_BOOT);
        break;
    default:
        run(row);
        program_leave(SYSTEM_CALL_EXIT, EXIT_TERMINATE, 0, 0, 0);
        break;
    }
    for (unsigned i = 0; i < 10; i++) {
        settle();
    }
}

// ---------------------------------------------------------------------------------------------
// The client dies

static void client_dies(unsigned number)
{
    const enum client_state state = (enum client_state)(number % CLIENT_STATES);
    const enum ending ending = (enum ending)(number / CLIENT_STATES);
    three_boot(0);
    client_into(state);
    struct process *client = process_in(CLIENT);
    if (ending == BY_EXIT && !client->is_ready) {
        return; // Who waits cannot exit.
    }
    const uint64_t epoch = ipc_of(CLIENT)->epoch;
    life_end(CLIENT, ending);
    check(ipc_of(CLIENT)->epoch != epoch);
    check(ipc_of(SERVER)->senders == NULL);
    check(ipc_of(SERVER)->callers[0] == NULL);
    check_equal(process_is_alive(client), ending == BY_BOOT);
    // The server, which it calls, is told, once; and whom it owed a reply finds nobody.
    run(SERVER);
    const struct port_message notice = does(IPC_RECEIVE, (struct port_message){0});
    check_equal(notice.capability, 0);
    check_equal(notice.info, INFO(IPC_LABEL_PEER_DIED, 0, 0));
    check_equal(badge_of(notice), IPC_BADGE_FAULT | 40);
    ends(IPC_RECEIVE_POLL, (struct port_message){0}, ERROR_WOULD_BLOCK);
    ends(IPC_REPLY, (struct port_message){.info = 4}, 0);
    // Others cannot reach it until it lives again.
    run(OTHER);
    ends(IPC_SIGNAL, (struct port_message){.capability = 3},
         ending == BY_BOOT ? 0 : ERROR_PEER_DIED);
    if (ending == BY_BOOT) {
        waits(IPC_CALL, (struct port_message){.capability = 2});
        run(CLIENT);
        check_equal(badge_of(does(IPC_POLL, (struct port_message){0})), 5);
        check_equal(badge_of(does(IPC_RECEIVE, (struct port_message){0})), 5);
        // Nothing of the life before is left.
        check_equal(user_address_to_word(ipc_of(CLIENT)->buffer), 0);
    } else {
        ends(IPC_CALL, (struct port_message){.capability = 2}, ERROR_PEER_DIED);
    }
}

static void a_client_may_die_in_every_state(void)
{
    check_each((unsigned)CLIENT_STATES * (unsigned)ENDINGS, client_dies);
}

// ---------------------------------------------------------------------------------------------
// The server dies

static void server_dies(unsigned number)
{
    const enum client_state state = (enum client_state)(number % CLIENT_STATES);
    const enum ending ending = (enum ending)(number / CLIENT_STATES);
    three_boot(0);
    client_into(state);
    struct process *client = process_in(CLIENT);
    const uint64_t life = client->id.number;
    life_end(SERVER, ending);
    check(ipc_of(SERVER)->senders == NULL && ipc_of(SERVER)->callers[0] == NULL);
    switch (state) {
    case IS_SENDING:
    case IS_CALLING:
    case IS_REPLY_WAITING:
        got_status(CLIENT, ERROR_PEER_DIED);
        break;
    case IS_RECEIVING:
    case IS_WAITING:
        check_equal(ipc_of(CLIENT)->state, state_of[state]); // It waits for nothing of the server.
        return;
    case IS_FAULTING:
    case IS_FAULT_WAITING:
    case IS_FAULT_STOPPED:
        // Nobody is left to answer: the policy decides.
        check_equal(client->state, PROCESS_FAULTED);
        return;
    default:
        run(CLIENT);
        break;
    }
    check_equal(client->id.number, life);
    if (ending == BY_BOOT) {
        // An entry of the description leads to the next life.
        waits(IPC_CALL, (struct port_message){.capability = 1});
    } else {
        ends(IPC_CALL, (struct port_message){.capability = 1}, ERROR_PEER_DIED);
        ends(IPC_SEND_POLL, (struct port_message){.capability = 1}, ERROR_PEER_DIED);
        ends(IPC_SEND, (struct port_message){.capability = 1}, ERROR_PEER_DIED);
    }
}

static void a_server_may_die_in_every_state_of_its_client(void)
{
    check_each((unsigned)CLIENT_STATES * (unsigned)ENDINGS, server_dies);
}

static void entries_of_run_time_die_with_a_life(void)
{
    three_boot(0);
    run(CLIENT);
    // A session with the server, handed out in a reply.
    waits(IPC_CALL, (struct port_message){.capability = 1, .window = IPC_WINDOW(2, 1)});
    run(SERVER);
    (void)does(IPC_RECEIVE, (struct port_message){0});
    ends(IPC_CAPABILITY,
         (struct port_message){.info = INFO(IPC_CAPABILITY_COPY, 0, 4), .word = {2, 0xFF, 9, 0}},
         0);
    buffer_of(SERVER)->capability[0] = IPC_OFFER(2, 0xFF);
    ends(IPC_REPLY, (struct port_message){.info = INFO(0, 1, 0)}, 0);
    check_equal(got(CLIENT).info, INFO(0, 1, 0));
    life_end(SERVER, BY_BOOT);
    run(CLIENT);
    ends(IPC_CALL, (struct port_message){.capability = 2}, ERROR_STALE);
    waits(IPC_CALL, (struct port_message){.capability = 1});
    // And those that a process held with its own.
    life_end(CLIENT, BY_BOOT);
    run(CLIENT);
    ends(IPC_CALL, (struct port_message){.capability = 2}, ERROR_INVALID);
}

static void many_partners_are_told_in_steps(void)
{
    static const char *const names[] = {"b", "c", "d", "e", "f", "g", "h"};
    system_open();
    (void)system_process("server", RANK);
    for (unsigned i = 0; i < 7; i++) {
        (void)system_process(names[i], RANK);
        (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, 0, i);
    }
    system_boot(WITHOUT_BUFFERS);
    for (unsigned i = 1; i < 8; i++) {
        run(i);
        waits(i % 2 == 0 ? IPC_CALL : IPC_SEND, (struct port_message){.capability = 1});
    }
    life_end(0, BY_FAULT);
    for (unsigned i = 1; i < 8; i++) {
        got_status(i, ERROR_PEER_DIED);
    }
}

/// A call queued for the slot of one that died is received in its place.
static void a_slot_that_a_death_frees_is_used(void)
{
    three_boot(0);
    client_into(IS_REPLY_WAITING);
    waits(IPC_RECEIVE, (struct port_message){0});
    run(OTHER);
    waits(IPC_CALL, (struct port_message){.capability = 1, .info = 1, .word = {8}});
    check_equal(ipc_of(OTHER)->state, IPC_CALLING);
    life_end(CLIENT, BY_TERMINATION);
    check(ipc_of(SERVER)->callers[0] == ipc_of(OTHER));
    const struct port_message received = got(SERVER);
    check_equal(received.word[0], 8);
    check_equal(badge_of(received), 5);
}

// ---------------------------------------------------------------------------------------------
// Parents

static struct port_message child_operation(uint32_t label, uint32_t operand)
{
    return (struct port_message){.capability = 1, .info = INFO(label, 0, 1), .word = {operand}};
}

static void children_are_stopped_and_resumed(unsigned number)
{
    const enum client_state state = (enum client_state)number;
    three_boot(0);
    client_into(state);
    settle();
    run(SERVER);
    ends(IPC_OBJECT, child_operation(IPC_CHILD_STOP, 0), 0);
    check(!process_in(CLIENT)->is_ready);
    ends(IPC_OBJECT, child_operation(IPC_CHILD_RESUME, 0), 0);
    const bool was_fault = state >= IS_FAULTING;
    check_equal(process_in(CLIENT)->is_ready,
                was_fault || state == IS_IDLE || state == IS_DONE || state == IS_REVOKING);
    if (was_fault) {
        check_equal(ipc_of(CLIENT)->state, IPC_IDLE);
        ends(IPC_RECEIVE_POLL, (struct port_message){0}, ERROR_WOULD_BLOCK);
    }
}

static void a_parent_stops_and_resumes_in_every_state(void)
{
    check_each(CLIENT_STATES, children_are_stopped_and_resumed);
}

static void child_restarts(unsigned number)
{
    static const struct {
        int32_t entry; ///< below 0: from the end of the image; else as it is
        uint16_t status;
    } entries[] = {
        {0, 0}, {IPC_ENTRY_LOADED, 0}, {1, ERROR_INVALID}, {-1024, ERROR_INVALID}, {-512, 0},
        {-1, 0}};
    const enum client_state state = (enum client_state)(number % CLIENT_STATES);
    const unsigned which = number / CLIENT_STATES;
    three_boot(0);
    client_into(state);
    settle();
    struct process *client = process_in(CLIENT);
    const uint64_t life = client->id.number;
    const uint32_t loaded = client->entry;
    const int32_t offset = entries[which].entry;
    uint32_t entry = offset < 0 ? client->flash_end + (uint32_t)offset : (uint32_t)offset;
    if (offset == -1024) {
        entry = client->app_start - 1;
    }
    run(SERVER);
    ends(IPC_OBJECT, child_operation(IPC_CHILD_RESTART, entry), entries[which].status);
    for (unsigned i = 0; i < 10; i++) {
        settle();
    }
    check_equal(client->id.number != life, entries[which].status == 0);
    if (entries[which].status == 0) {
        run(CLIENT);
        check_equal(host.thread.pc, (offset < 0 ? entry : loaded) & ~1u);
        // Of that life only.
        life_end(CLIENT, BY_BOOT);
        run(CLIENT);
        check_equal(host.thread.pc, loaded & ~1u);
    }
}

static void a_parent_restarts_in_every_state(void)
{
    check_each(CLIENT_STATES * 6, child_restarts);
}

static void a_dead_child_is_restarted_but_not_stopped(void)
{
    three_boot(0);
    life_end(CLIENT, BY_TERMINATION);
    run(SERVER);
    ends(IPC_OBJECT, child_operation(IPC_CHILD_STOP, 0), ERROR_PEER_DIED);
    ends(IPC_OBJECT, child_operation(IPC_CHILD_RESUME, 0), ERROR_PEER_DIED);
    ends(IPC_OBJECT, child_operation(IPC_CHILD_RESTART, 0), 0);
    for (unsigned i = 0; i < 10; i++) {
        settle();
    }
    check(process_is_alive(process_in(CLIENT)));
}

static void a_fault_does_not_keep_the_slot_from_callers(void)
{
    three_boot(0);
    client_into(IS_FAULT_WAITING);
    run(OTHER);
    waits(IPC_CALL, (struct port_message){.capability = 1});
    run(SERVER);
    // Going on without a reply leaves the child where it is.
    check_equal(badge_of(does(IPC_RECEIVE, (struct port_message){0})), 5);
    check_equal(ipc_of(CLIENT)->state, IPC_FAULT_STOPPED);
}

static void callers_of_a_child_that_a_dead_parent_had_left_stopped_go_on(void)
{
    three_boot(0);
    run(OTHER);
    waits(IPC_CALL, (struct port_message){.capability = 2});
    client_into(IS_FAULT_STOPPED);
    life_end(SERVER, BY_TERMINATION);
    check_equal(process_in(CLIENT)->state, PROCESS_FAULTED);
    got_status(OTHER, ERROR_PEER_DIED);
}

// ---------------------------------------------------------------------------------------------
// Interrupt lines and debug output

static void driver_boot(void)
{
    system_open();
    (void)system_process("driver", RANK);
    (void)system_entry(IPC_KIND_IRQ, 0, LINE, 1ull << 33);
    (void)system_entry(IPC_KIND_IRQ, 0, LINE + 1, 2);
    (void)system_entry(IPC_KIND_DEBUG, 0, 0, 0);
    (void)system_process("other", RANK);
    system_boot(WITHOUT_BUFFERS);
    run(0);
}

static void lines_are_signals_until_they_are_acknowledged(void)
{
    driver_boot();
    host_line_raise(LINE); // Not enabled yet.
    settle();
    run(0);
    ends(IPC_POLL, (struct port_message){0}, ERROR_WOULD_BLOCK);
    const struct port_message acknowledge = {.capability = 1,
                                             .info = INFO(IPC_IRQ_ACKNOWLEDGE, 0, 0)};
    ends(IPC_OBJECT, acknowledge, 0);
    waits(IPC_RECEIVE, (struct port_message){0});
    host_line_raise(LINE);
    settle();
    const struct port_message bits = got(0);
    check_equal(bits.capability, IPC_STATUS_SIGNAL);
    check_equal(badge_of(bits), 1ull << 33);
    check(!host.is_line_enabled[LINE]);
    // A fused acknowledgement.
    waits(IPC_SEND_RECEIVE, acknowledge);
    check(host.is_line_enabled[LINE]);
    host_line_raise(LINE);
    settle();
    check_equal(badge_of(got(0)), 1ull << 33);
}

static void lines_of_a_dead_driver_are_off(void)
{
    driver_boot();
    ends(IPC_OBJECT,
         (struct port_message){.capability = 2, .info = INFO(IPC_IRQ_ACKNOWLEDGE, 0, 0)}, 0);
    check(host.is_line_enabled[LINE + 1]);
    life_end(0, BY_TERMINATION);
    check(!host.is_line_enabled[LINE + 1]);
    host_line_raise(LINE + 1);
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(a_client_may_die_in_every_state),
        KERNEL_TEST(a_server_may_die_in_every_state_of_its_client),
        KERNEL_TEST(entries_of_run_time_die_with_a_life),
        KERNEL_TEST(many_partners_are_told_in_steps),
        KERNEL_TEST(a_slot_that_a_death_frees_is_used),
        KERNEL_TEST(a_parent_stops_and_resumes_in_every_state),
        KERNEL_TEST(a_parent_restarts_in_every_state),
        KERNEL_TEST(a_dead_child_is_restarted_but_not_stopped),
        KERNEL_TEST(a_fault_does_not_keep_the_slot_from_callers),
        KERNEL_TEST(callers_of_a_child_that_a_dead_parent_had_left_stopped_go_on),
        KERNEL_TEST(lines_are_signals_until_they_are_acknowledged),
        KERNEL_TEST(lines_of_a_dead_driver_are_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
