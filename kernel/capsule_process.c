// SPDX-License-Identifier: Apache-2.0 OR MIT
// Gates: looking at processes and controlling them. See capsule.h.

#include <capsule.h>

#include <lib/text.h>

#include "capsule_boundary.h"
#include "event.h"
#include "ipc.h"
#include "process.h"
#include "work.h"

static struct process *process_in_slot(uint32_t slot)
{
    capsule_require_right(CAPSULE_RIGHT_PROCESSES);
    return slot < board.slot_count ? board.slots[slot].process : NULL;
}

static_assert((int)PROCESS_SHOWN_RUNNING == (int)PROCESS_RUNNING &&
                  (int)PROCESS_SHOWN_YIELDED == (int)PROCESS_YIELDED &&
                  (int)PROCESS_SHOWN_YIELDED_FOR == (int)PROCESS_YIELDED_FOR &&
                  (int)PROCESS_SHOWN_FAULTED == (int)PROCESS_FAULTED &&
                  (int)PROCESS_SHOWN_TERMINATED == (int)PROCESS_TERMINATED,
              "but for STOPPED, states are shown as they are");

enum error process_describe(uint32_t slot, struct process_information *information)
{
    const struct process *process = process_in_slot(slot);
    capsule_require(information != NULL);
    if (process == NULL) {
        capsule_gate_leave();
        return slot < board.slot_count ? ERROR_NO_DEVICE : ERROR_INVALID;
    }
    information->id = process->id;
    // The program's word counts only if it is whole and can be true.
    const bool is_divided = process->stack_top != 0 && process->stack_top <= process->heap_start &&
                            process->heap_start <= process->app_break;
    uintptr_t *bounds = information->bounds;
    bounds[PROCESS_MEMORY_END] = process->memory_end;
    bounds[PROCESS_RECORD_START] = (uintptr_t)process + sizeof process->queue;
    bounds[PROCESS_QUEUE_START] = (uintptr_t)process;
    bounds[PROCESS_GRANT_TABLE_START] = (uintptr_t)process->grants;
    bounds[PROCESS_KERNEL_BREAK] = process->kernel_break;
    bounds[PROCESS_APP_BREAK] = process->app_break;
    bounds[PROCESS_HEAP_START] = is_divided ? process->heap_start : process->memory_start;
    bounds[PROCESS_STACK_TOP] = is_divided ? process->stack_top : process->memory_start;
    bounds[PROCESS_MEMORY_START] = process->memory_start;
    bounds[PROCESS_FLASH_END] = process->flash_end;
    bounds[PROCESS_APP_START] = process->app_start;
    bounds[PROCESS_FLASH_START] = process->flash_start;
    information->counters = process->counters;
    information->queued_upcalls = process->queue_count;
    information->state = process->state;
    if (process->is_stopped && process_is_alive(process)) {
        information->state = PROCESS_SHOWN_STOPPED;
    } else if (process->state == PROCESS_RUNNING && ipc_is_out_of_budget(process)) {
        information->state = PROCESS_SHOWN_NO_BUDGET;
    }
    information->is_restart_pending = process->is_restart_wanted;
    uint32_t grants_allocated = 0;
    uint32_t grants_defined = 0;
    for (uint32_t i = 0; i < board.driver_count; i++) {
        grants_allocated += process->grants[i].memory != NULL ? 1u : 0u;
        grants_defined += board.drivers[i].has_grant ? 1u : 0u;
    }
    information->grants_allocated = (uint8_t)grants_allocated;
    information->grants_defined = (uint8_t)grants_defined;
    capsule_gate_leave();
    return ERROR_NONE;
}

static enum error process_terminate(struct process *process)
{
    if (process->state == PROCESS_TERMINATED && !process->is_restart_wanted) {
        return ERROR_ALREADY;
    }
    process->is_restart_wanted = false;
    if (process_is_alive(process)) {
        process_end(process, PROCESS_TERMINATED);
    } else if (process->state == PROCESS_FAULTED) {
        process->fault_restarts = false; // If it was to restart, that is given up.
        process->state = PROCESS_TERMINATED;
    }
    return ERROR_NONE;
}

/// Stops or resumes a living process.
static enum error process_stop(struct process *process, bool is_stop)
{
    if (process->is_stopped == is_stop) {
        return ERROR_ALREADY;
    }
    process->is_stopped = is_stop;
    process_ready_update(process);
    return ERROR_NONE;
}

static enum error process_act(struct process *process, enum process_action action)
{
    const bool is_alive = process_is_alive(process);
    switch (action) {
    case PROCESS_STOP:
        return is_alive ? process_stop(process, true) : ERROR_OFF;
    case PROCESS_RESUME:
        return is_alive ? process_stop(process, false) : ERROR_ALREADY;
    case PROCESS_FAULT:
        if (!is_alive) {
            return ERROR_OFF;
        }
        process_fault_on_request(process);
        return ERROR_NONE;
    case PROCESS_TERMINATE:
        return process_terminate(process);
    case PROCESS_BOOT:
        if (is_alive) {
            return ERROR_ALREADY;
        }
        // People's wishes do not wait for the delay that stops crash loops.
        process->restart.delay_ticks = 0;
        process_restart_request(process);
        return ERROR_NONE;
    }
    return ERROR_STALE;
}

enum error process_control(struct process_id id, enum process_action action)
{
    capsule_require_right(CAPSULE_RIGHT_PROCESSES);
    struct process *process = process_find_life(id);
    const enum error error = process != NULL ? process_act(process, action) : ERROR_STALE;
    capsule_gate_leave();
    return error;
}

/// In the order of enum port_fault_cause, in two rows, so that the search for one is short.
static const char first_fault_causes[] = "data access violation\0"
                                         "instruction access violation\0"
                                         "bus error\0"
                                         "undefined instruction\0"
                                         "invalid state\0"
                                         "invalid pc\0"
                                         "no coprocessor (floating point is off)\0"
                                         "unaligned access";
static const char other_fault_causes[] = "divide by zero\0"
                                         "stack error on exception entry\0"
                                         "stack error on exception return\0"
                                         "breakpoint\0"
                                         "stack pointer outside memory\0"
                                         "unknown system call\0"
                                         "bad upcall frame\0"
                                         "requested\0"
                                         "other";
static_assert(FAULT_DIVIDE_BY_ZERO == 8 && FAULT_OTHER == 16, "one text for each cause");

static bool is_between(uintptr_t start, uintptr_t address, uintptr_t end)
{
    return address - start < end - start; // One comparison, since start <= end.
}

/// Whose an address is, seen from one process.
static const char *address_owner(const struct process *process, uintptr_t address)
{
    if (is_between(process->memory_start, address, process->memory_end)) {
        return address < process->app_break      ? "its own memory"
               : address < process->kernel_break ? "its own memory above the break"
                                                 : "the kernel's part of its own block";
    }
    if (is_between(process->flash_start, address, process->flash_end)) {
        return "its own image";
    }
    // What lies on the stack is found in the memory around it.
    static const char *const owners[BOARD_RANGE_COUNT + 1] = {
        [KERNEL_TEXT] = "kernel code",
        [KERNEL_MEMORY] = "kernel memory",
        [KERNEL_STACK] = NULL,
        [KERNEL_POOL] = "memory of another program, or free",
        [BOARD_RANGE_IMAGES] = "another image",
        [BOARD_RANGE_COUNT] = "a device, or nothing",
    };
    unsigned i = 0;
    while (i < BOARD_RANGE_COUNT &&
           !is_between(board.ranges[i].start, address, board.ranges[i].end)) {
        i++;
    }
    return owners[i];
}

enum error process_fault_describe(uint32_t slot, struct process_fault_report *report)
{
    const struct process *process = process_in_slot(slot);
    capsule_require(report != NULL);
    if (process == NULL || !process->has_fault) {
        capsule_gate_leave();
        return ERROR_NO_DEVICE;
    }
    const struct port_fault *fault = &process->fault;
    const unsigned cause = fault->cause;
    report->cause = cause < FAULT_DIVIDE_BY_ZERO
                        ? TEXT_NTH(first_fault_causes, cause)
                        : TEXT_NTH(other_fault_causes, cause - FAULT_DIVIDE_BY_ZERO);
    const bool restarts =
        process->state == PROCESS_FAULTED ? process->is_restart_wanted : process->fault_restarts;
    report->action = restarts ? "restarted" : "stopped";
    report->has_address = fault->has_address;
    report->address = fault->address;
    report->address_owner = address_owner(process, fault->address);
    report->status = fault->status;
    capsule_gate_leave();
    return ERROR_NONE;
}

/// Whether context and memory of a process are still as its fault left them.
static bool process_has_registers(const struct process *process)
{
    return process != NULL && process->has_fault && process->fault.has_registers &&
           !process_is_alive(process) && !process->is_reset;
}

bool process_register_describe(uint32_t slot, uint32_t index, struct process_register *shown)
{
    struct process *process = process_in_slot(slot);
    capsule_require(shown != NULL);
    bool is_known = process_has_registers(process);
    if (is_known) {
        struct port_register found UNINITIALISED;
        process_protection_use(process);
        is_known = port_fault_register(&process->context, index, &found);
        if (is_known) {
            *shown = (struct process_register){found.name, found.value};
        }
        process_protection_restore();
    }
    capsule_gate_leave();
    return is_known;
}

bool process_region_describe(uint32_t slot, uint32_t index, struct process_region *region)
{
    const struct process *process = process_in_slot(slot);
    capsule_require(region != NULL);
    struct port_region described UNINITIALISED;
    if (process == NULL || !port_protection_describe(&process->protection, index, &described)) {
        capsule_gate_leave();
        return false;
    }
    *region = (struct process_region){described.range.start, described.range.end,
                                      described.is_writable, described.is_executable};
    capsule_gate_leave();
    return true;
}

enum error process_grant_describe(uint32_t slot, uint32_t index, struct process_grant *grant)
{
    const struct process *process = process_in_slot(slot);
    capsule_require(grant != NULL);
    if (process == NULL || index >= board.driver_count) {
        capsule_gate_leave();
        return ERROR_NO_DEVICE;
    }
    *grant = (struct process_grant){board.drivers[index].number,
                                    (uintptr_t)process->grants[index].memory};
    capsule_gate_leave();
    return ERROR_NONE;
}

void process_fault_reported(struct process_id id)
{
    capsule_require_right(CAPSULE_RIGHT_PROCESSES);
    struct process *process = process_find_life(id);
    if (process != NULL) {
        process->is_report_pending = false;
        work_request(WORK_LIVES);
    }
    capsule_gate_leave();
}

bool kernel_event_take(struct kernel_event *event, uint32_t *lost_count)
{
    capsule_require_right(CAPSULE_RIGHT_PROCESSES);
    capsule_require(event != NULL && lost_count != NULL);
    const bool is_taken = event_take(event, lost_count);
    capsule_gate_leave();
    return is_taken;
}
