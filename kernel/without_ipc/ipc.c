// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel without IPC: no process takes part, and its calls are unknown.

#include "ipc.h"

#include "process.h"

void ipc_start(void)
{
}

size_t ipc_bytes(const struct image *image)
{
    (void)image;
    return 0;
}

void ipc_attach(struct process *process, const struct image *image)
{
    (void)process;
    (void)image;
}

enum error ipc_maps_open(struct process *process)
{
    (void)process;
    return ERROR_NONE;
}

size_t ipc_map_extent(const struct process *process, uintptr_t at, bool is_write)
{
    (void)process;
    (void)at;
    (void)is_write;
    return 0;
}

void *ipc_extras_start(const struct process *process)
{
    return process_writeable_regions(process);
}

bool ipc_is_waiting(const struct process *process)
{
    (void)process;
    return false;
}

enum error ipc_resume(struct process *process)
{
    (void)process;
    return ERROR_NONE;
}

bool ipc_buffer_overlaps(const struct process *process, struct user_range range)
{
    (void)process;
    (void)range;
    return false;
}

void ipc_upcall_added(struct process *process)
{
    (void)process;
}

void ipc_end(struct process *process)
{
    (void)process;
}

bool ipc_end_step(struct process *process)
{
    (void)process;
    return false;
}

bool ipc_fault(struct process *process)
{
    (void)process;
    return false;
}

bool ipc_slice_is_shared(const struct process *process)
{
    (void)process;
    return false;
}

void ipc_slice_end(struct process *process)
{
    (void)process;
}

bool ipc_revoke_step(void)
{
    return false;
}

bool ipc_turn(struct process *next)
{
    (void)next;
    return true;
}

void ipc_work_step(void)
{
}

void ipc_work_for(const struct process *process)
{
    (void)process;
}

void ipc_work_about(const struct process *process)
{
    (void)process;
}

bool ipc_can_pay(const struct process *process)
{
    (void)process;
    return true;
}

bool ipc_is_out_of_budget(const struct process *process)
{
    (void)process;
    return false;
}

bool ipc_keeps_turn(const struct process *process)
{
    (void)process;
    return false;
}

uint64_t ipc_time_next(void)
{
    return UINT64_MAX;
}

void ipc_time_work(uint64_t now)
{
    (void)now;
}

void ipc_lines_serve(atomic_uint lines_pending[], unsigned words)
{
    (void)lines_pending;
    (void)words;
}
