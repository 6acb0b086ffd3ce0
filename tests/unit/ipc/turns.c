// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "turns.h"

void budget_give(uint32_t budget, uint32_t period)
{
    struct system_process *row = &system_table.process[system_table.header.processes.count - 1];
    row->budget_microseconds = budget;
    row->period_microseconds = period;
}

void flags_give(unsigned flags)
{
    system_table.process[system_table.header.processes.count - 1].flags = (uint8_t)flags;
}

void kernel_runs(void)
{
    (void)host_run();
    ipc_check();
}

void pass(uint32_t ticks)
{
    host_time_advance(ticks);
    kernel_runs();
}

bool runs(unsigned row)
{
    return process_running() == process_in(row);
}

uint32_t left_of(unsigned row)
{
    struct budget budget = ipc_of(row)->budget;
    return budget_open(&budget, host.time);
}

void chain_boot(unsigned server_flags)
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

void passive_boot(void)
{
    chain_boot(SYSTEM_PASSIVE);
}

void calls(unsigned from, unsigned to)
{
    check(runs(from));
    waits(IPC_CALL, (struct port_message){.capability = ENTRY});
    check(runs(to));
}
