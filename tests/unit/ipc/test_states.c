// SPDX-License-Identifier: Apache-2.0 OR MIT
// What happens to a process in each state of IPC: its time is used up, what it waits through is
// revoked, bits or upcalls come. Deaths, stops and restarts in each state are in test_death.c.
#include <abi/system_call.h>

#include "ipc.h"
#include "states.h"

enum { BUDGET = 5000, PERIOD = 10 * BUDGET };

enum event {
    TIME_IS_USED_UP,
    UPCALL_COMES,
    UPCALL_WITHOUT_FUNCTION_COMES,
    BITS_COME,
    ALL_IS_REVOKED,
    BADGE_IS_REVOKED,
    OTHER_BADGE_IS_REVOKED,
    ALL_IS_REVOKED_BUT_THE_DESCRIPTIONS,
    EVENTS,
};

/// The server, which has been running for that, takes back what the client's message went through.
static void revoke(uint32_t badge, uint32_t mask)
{
    run(SERVER);
    waits(IPC_CAPABILITY,
          (struct port_message){.info = INFO(IPC_CAPABILITY_REVOKE, 0, 4), .word = {badge, mask}});
    run(SERVER);
}

static void event_happens(enum event event)
{
    struct process *client = process_in(CLIENT);
    switch (event) {
    case TIME_IS_USED_UP:
        // By work of the kernel that is done for it, in whatever state it is.
        ipc_work_step();
        host_time_advance(BUDGET);
        ipc_work_for(client);
        ipc_work_step();
        (void)host_run();
        check(ipc_of(CLIENT)->is_empty && !client->is_ready);
        break;
    case UPCALL_COMES:
    case UPCALL_WITHOUT_FUNCTION_COMES:
        check_equal(
            schedule_upcall(CAPSULE_FIRST, client->id, event == UPCALL_COMES ? 0 : 1, 1, 2, 3),
            ERROR_NONE);
        (void)host_run();
        break;
    case BITS_COME:
        run(OTHER);
        ends(IPC_SIGNAL, (struct port_message){.capability = 3}, 0);
        break;
    default: {
        // As if it had been handed out at run time.
        struct ipc *ipc = ipc_of(CLIENT);
        if (event != ALL_IS_REVOKED_BUT_THE_DESCRIPTIONS && ipc->state < IPC_FAULTING) {
            ipc->rights = 0;
        }
        const uint32_t mask = event == BADGE_IS_REVOKED || event == OTHER_BADGE_IS_REVOKED ? 7 : 0;
        revoke(event == BADGE_IS_REVOKED ? 3 & mask : 4 & mask, mask);
        break;
    }
    }
    ipc_check();
}

/// What the wait of a state ends with because of an event; 0: it does not.
static uint32_t status_at_once(enum client_state state, enum event event)
{
    const bool receives = state == IS_RECEIVING || state == IS_WAITING;
    const bool sends = state == IS_SENDING || state == IS_CALLING;
    switch (event) {
    case UPCALL_COMES:
        return receives ? ERROR_UPCALL : 0;
    case BITS_COME:
        return receives ? IPC_STATUS_SIGNAL : 0;
    case ALL_IS_REVOKED:
    case BADGE_IS_REVOKED:
        return sends ? ERROR_STALE : 0;
    default:
        return 0;
    }
}

/// Has the partners end the client's wait, as if nothing had happened. Returns its status.
static uint32_t wait_ends(enum client_state state)
{
    const struct port_message nothing = {0};
    switch (state) {
    case IS_SENDING:
        run(SERVER);
        check_equal(does(IPC_RECEIVE, nothing).word[0], 4);
        return 0;
    case IS_CALLING:
        run(SERVER);
        check_equal(does(IPC_RECEIVE, nothing).word[0], 4);
        ends(IPC_REPLY, nothing, 0);
        return 0;
    case IS_REPLY_WAITING:
    case IS_FAULT_WAITING:
        run(SERVER);
        ends(IPC_REPLY, nothing, 0);
        return 0;
    case IS_FAULTING:
        run(SERVER);
        check_equal(does(IPC_RECEIVE, nothing).info >> IPC_LABEL_SHIFT, IPC_LABEL_MEMORY_FAULT);
        ends(IPC_REPLY, nothing, 0);
        return 0;
    case IS_FAULT_STOPPED:
        run(SERVER);
        ends(IPC_OBJECT,
             (struct port_message){.capability = 1, .info = INFO(IPC_CHILD_RESUME, 0, 1)}, 0);
        return 0;
    case IS_RECEIVING:
        run(OTHER);
        ends(IPC_SEND, (struct port_message){.capability = 2}, 0);
        return 0;
    case IS_WAITING:
        run(OTHER);
        ends(IPC_SIGNAL, (struct port_message){.capability = 3}, 0);
        return IPC_STATUS_SIGNAL;
    case IS_REVOKING:
        settle();
        return 0;
    default: // It is or was ready.
        return 0;
    }
}

static void event_in_state(unsigned number)
{
    const enum client_state state = (enum client_state)(number % CLIENT_STATES);
    const enum event event = (enum event)(number / CLIENT_STATES);
    three_boot(BUDGET);
    run(CLIENT);
    (void)program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, process_in(CLIENT)->app_start | 1u,
                       7);
    client_into(state);
    const struct ipc *client = ipc_of(CLIENT);
    event_happens(event);
    uint32_t status = status_at_once(state, event);
    if (status != 0) {
        check_equal(client->state, IPC_DONE);
    } else {
        check(client->state == state_of[state] || state == IS_REVOKING || state == IS_DONE ||
              state == IS_IDLE);
        status = wait_ends(state);
    }
    for (unsigned i = 0; event == TIME_IS_USED_UP && i < PERIOD / TICKS_PER_MILLISECOND; i++) {
        check(process_in(CLIENT)->is_ready != client->is_empty);
        settle();
    }
    run(CLIENT);
    if (state != IS_IDLE && state < IS_FAULTING) {
        check_equal(host_ipc_results().capability, status);
    }
    // It can do what it could before.
    waits(IPC_CALL, (struct port_message){.capability = 1});
    check_equal(client->state, client->partner == NULL ? IPC_DONE : IPC_CALLING);
}

static void every_event_in_every_state(void)
{
    check_each((unsigned)CLIENT_STATES * (unsigned)EVENTS, event_in_state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(every_event_in_every_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
