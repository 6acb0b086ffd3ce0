// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "states.h"

const uint8_t state_of[CLIENT_STATES] = {
    IPC_IDLE,     IPC_SENDING, IPC_CALLING,  IPC_REPLY_WAITING, IPC_RECEIVING,     IPC_WAITING,
    IPC_REVOKING, IPC_DONE,    IPC_FAULTING, IPC_FAULT_WAITING, IPC_FAULT_STOPPED,
};

static const struct port_fault data_fault = {
    .cause = FAULT_DATA_ACCESS, .has_address = true, .address = 0x1234, .status = 0x82};

void three_boot(uint32_t budget_microseconds)
{
    system_open();
    (void)system_process("client", RANK);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS | IPC_RIGHT_WATCH, SERVER, 3);
    system_table.capability[0].watch = 40;
    system_table.process[CLIENT].parent = SERVER;
    system_table.process[CLIENT].child_id = 6;
    system_table.process[CLIENT].budget_microseconds = budget_microseconds;
    system_table.process[CLIENT].period_microseconds = 10 * budget_microseconds;
    (void)system_process("server", RANK);
    (void)system_entry(IPC_KIND_CHILD, 0, CLIENT, 0);
    (void)system_process("other", RANK);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, SERVER, 5);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, CLIENT, 5);
    (void)system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, CLIENT, 5);
    system_boot(WITH_BUFFERS);
}

void client_into(enum client_state state)
{
    const struct port_message call = {.capability = 1, .info = 1, .word = {4}};
    run(CLIENT);
    switch (state) {
    case IS_SENDING:
        waits(IPC_SEND, call);
        break;
    case IS_CALLING:
        waits(IPC_CALL, call);
        break;
    case IS_REPLY_WAITING:
        waits(IPC_CALL, call);
        run(SERVER);
        (void)does(IPC_RECEIVE, (struct port_message){0});
        break;
    case IS_RECEIVING:
        waits(IPC_RECEIVE, (struct port_message){0});
        break;
    case IS_WAITING:
        waits(IPC_WAIT, (struct port_message){0});
        break;
    case IS_REVOKING: {
        // All that the call does itself; the rest is kernel work.
        struct port_message revoke = {.info = INFO(IPC_CAPABILITY_REVOKE, 0, 4)};
        check_equal(kernel_ipc_call(IPC_CAPABILITY, &revoke), KERNEL_CALL_GONE);
        break;
    }
    case IS_DONE:
        waits(IPC_SEND, call);
        run(SERVER);
        (void)does(IPC_RECEIVE, (struct port_message){0});
        break;
    case IS_FAULTING:
    case IS_FAULT_WAITING:
    case IS_FAULT_STOPPED:
        host_fault(&data_fault);
        run(SERVER);
        if (state != IS_FAULTING) {
            (void)does(IPC_RECEIVE, (struct port_message){0});
        }
        if (state == IS_FAULT_STOPPED) {
            ends(IPC_RECEIVE_POLL, (struct port_message){0}, ERROR_WOULD_BLOCK);
        }
        break;
    default:
        break;
    }
    check_equal(ipc_of(CLIENT)->state, state_of[state]);
}
