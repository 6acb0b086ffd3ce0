// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "process.h"

#include <lib/invariant.h>

#include "event.h"
#include "ipc.h"
#include "process_memory.h"
#include "scheduler.h"
#include "upcall.h"
#include "work.h"

enum {
    RESTART_STEPS_PER_SECOND = 100, ///< the shortest delay but none
    RESTART_SECONDS_MAX = 10,       ///< the longest one, and the life that is forgiven all before
};

struct process *process_current;
bool process_restart_is_wanted;
const struct process *process_protected;

static uint64_t last_life; ///< fewer than 2^56 are possible

struct writeable_region *process_writeable_regions(const struct process *process)
{
    return (struct writeable_region *)(void *)process_permissions(process) -
           process->writeable_region_count;
}

/// What the state says, whatever list the process is in.
static bool process_wants_turn(struct process *process)
{
    if (process->is_stopped || ipc_is_out_of_budget(process)) {
        return false;
    }
    switch ((enum process_state)process->state) {
    case PROCESS_RUNNING:
        return true;
    case PROCESS_YIELDED:
        return process->is_starting || upcall_has_function(process);
    case PROCESS_YIELDED_FOR:
        return process->has_awaited;
    case PROCESS_FAULTED:
    case PROCESS_TERMINATED:
        return false;
    }
    return false;
}

void process_ready_set(struct process *process)
{
    if (!process->is_ready) {
        process->is_ready = true;
        scheduler_add(process);
        work_pick_request();
    }
}

void process_ready_update(struct process *process)
{
    const bool is_ready = process_wants_turn(process);
    if (is_ready) {
        process_ready_set(process);
    } else if (process->is_ready) {
        process->is_ready = false;
        scheduler_remove(process);
        work_pick_request();
    }
}

void process_protection_restore(void)
{
    if (process_current != NULL) {
        process_protection_use(process_current);
    }
}

void process_protection_changed(struct process *process)
{
    if (process_protected == process) {
        port_protection_load(&process->protection);
    }
}

void process_start(struct process *process)
{
    process->id.number = (uint64_t)process->slot << PROCESS_ID_SLOT_SHIFT | ++last_life;
    process->state = PROCESS_YIELDED;
    process->is_starting = true;
    process->is_stopped = false;
    process->is_report_pending = false;
    process->is_reset = false;
    process->is_break_moving = false;
    process->has_awaited = false;
    process->is_restart_wanted = false;
    process->counters.has_completion_code = false;
    process->queue_head = 0;
    process->queue_count = 0;
    process->counters.system_calls = 0;
    process->counters.slice_expirations = 0;
    process->counters.dropped_upcalls = 0;
    process->counters.last_call_class = UINT8_MAX;
    process->stack_top = 0;
    process->heap_start = 0;
    process->restart.life_at = port_time_now();
    process_ready_update(process);
}

void process_end(struct process *process, enum process_state state)
{
    invariant(!process_is_alive(process) || state >= PROCESS_FAULTED);
    process->state = (uint8_t)state;
    process->is_starting = false;
    process_ready_update(process);
    process->queue_count = 0;
    ipc_end(process);
    if (process == process_current) {
        process_current = NULL;
    }
    process->is_end_pending = true;
    work_request(WORK_LIVES);
}

uint64_t restart_plan(struct restart *restart, uint32_t first_ticks)
{
    const uint64_t now = port_time_now();
    const uint32_t longest = RESTART_SECONDS_MAX * board.time_hz;
    uint32_t delay = restart->delay_ticks;
    if (delay < first_ticks || now - restart->life_at >= longest) {
        delay = first_ticks;
    }
    restart->life_at = now + delay;
    delay = delay == 0 ? board.time_hz / RESTART_STEPS_PER_SECOND : delay * 2;
    restart->delay_ticks = delay < longest ? delay : longest;
    return restart->life_at;
}

void process_restart_request(struct process *process)
{
    process->is_restart_wanted = true;
    process_restart_is_wanted = true;
    (void)restart_plan(&process->restart, 0);
    work_request(WORK_LIVES);
}

/// Tells every capsule that a life is over.
static void process_end_announce(struct process *process)
{
    for (uint32_t i = 0; i < board.capsule_count; i++) {
        void (*entry)(struct process_id *) = board.capsules[i].process_ended;
        if (entry != NULL) {
            struct process_id id = process->id;
            // A capsule that fails here has been noted by the boundary; the others must still know.
            (void)capsule_call(i, (capsule_entry_fn)(void (*)(void))entry, &id);
        }
    }
}

/// When a process that is to restart does: not before its fault is reported, if that takes no
/// longer than a second.
static uint64_t process_restart_at(const struct process *process)
{
    return process->restart.life_at + (process->is_report_pending ? board.time_hz : 0);
}

/// One step of the way from the end of a life to the next. True: there was one to do.
static bool process_life_step(struct process *process)
{
    if (process->is_end_pending) {
        if (ipc_end_step(process)) {
            return true;
        }
        process_end_announce(process);
        process->is_end_pending = false;
        for (uint32_t i = 0; i < board.driver_count; i++) {
            process->grants[i] = (struct grant){.memory = NULL};
        }
        return true;
    }
    if (process->is_restart_wanted && process_restart_at(process) <= port_time_now()) {
        if (!process->is_reset) {
            enum error error = process_memory_reset(process);
            invariant(error == ERROR_NONE); // It was possible when the process was loaded.
            process->is_reset = true;
        } else if (process_memory_wipe_step(process)) {
            process->counters.restarts++;
            process_start(process);
        }
        return true;
    }
    return false;
}

void process_lives_work(void)
{
    if (ipc_revoke_step()) {
        work_request(WORK_LIVES);
        return;
    }
    for (uint32_t i = 0; i < board.slot_count; i++) {
        struct process *process = board.slots[i].process;
        if (process != NULL && !process_is_alive(process) && process_life_step(process)) {
            ipc_work_for(process);
            work_request(WORK_LIVES); // One step a run, since a step may clear memory.
            return;
        }
    }
    work_alarm_update();
}

uint64_t process_restart_search(void)
{
    uint64_t next = UINT64_MAX;
    for (uint32_t i = 0; i < board.slot_count; i++) {
        const struct process *process = board.slots[i].process;
        if (process != NULL && process->is_restart_wanted && process_restart_at(process) < next) {
            next = process_restart_at(process);
        }
    }
    process_restart_is_wanted = next != UINT64_MAX;
    return next;
}

/// Cause of a fault that the kernel itself found in the current process, until the work is done.
/// None has the first number, which stands for a fault that the hardware found.
static uint8_t fault_kernel_cause;
static_assert(FAULT_DATA_ACCESS == 0, "only the hardware finds those");

void process_fault_current(enum port_fault_cause cause)
{
    if (process_current == NULL) {
        return; // Its life was ended while a capsule served its call.
    }
    fault_kernel_cause = (uint8_t)cause;
    work_request(WORK_FAULT);
}

void process_fault_apply(struct process *process)
{
    const struct policy *policy = board.policy;
    process->has_fault = true;
    bool restarts = false;
    switch (policy->fault_policy) {
    case FAULT_POLICY_STOP:
        break;
    case FAULT_POLICY_RESTART:
        restarts = true;
        break;
    case FAULT_POLICY_RESTART_LIMITED:
        restarts = process->counters.restarts < policy->restart_limit;
        break;
    case FAULT_POLICY_PANIC:
        port_panic("process fault, policy is panic");
    }
    process->fault_restarts = restarts;
    process->is_report_pending = event_add(EVENT_PROCESS_FAULTED, process->slot, NULL, 0);
    process_end(process, PROCESS_FAULTED);
    if (restarts) {
        process_restart_request(process);
    }
}

void process_fault_work(void)
{
    struct process *process = process_current;
    invariant(process != NULL);
    process_protection_use(process);
    port_fault_collect(&process->context, &process->fault);
    if (fault_kernel_cause != 0) {
        process->fault.cause = fault_kernel_cause;
        process->fault.has_address = false;
        fault_kernel_cause = 0;
    }
    if (!ipc_fault(process)) {
        process_fault_apply(process);
    }
}

void process_fault_on_request(struct process *process)
{
    process->fault = (struct port_fault){.cause = FAULT_REQUESTED};
    process_fault_apply(process);
}

/// The first turn of a life.
static NOINLINE enum error process_begin(struct process *process)
{
    process->is_starting = false;
    const struct port_entry entry = {
        .entry = process->entry,
        .stack_end = process->app_break,
        .argument = {process->app_start, (uint32_t)process->memory_start,
                     (uint32_t)(process->memory_end - process->memory_start),
                     (uint32_t)process->app_break},
    };
    return port_context_start(&process->context, &entry);
}

/// Does for a waiting process what it has waited for. Null: it cannot run now.
static NOINLINE struct arch_context *process_wake(struct process *process)
{
    enum error error;
    if (process->state == PROCESS_YIELDED_FOR) {
        process->has_awaited = false;
        error = ipc_is_waiting(process)
                    ? ipc_resume(process)
                    : port_context_result(&process->context, process->awaited_result, 3);
    } else if (process->is_starting) {
        error = process_begin(process);
    } else {
        if (!upcall_has_function(process)) {
            process_ready_update(process);
            return NULL;
        }
        error = upcall_deliver_first(process);
    }
    process->state = PROCESS_RUNNING;
    if (error != ERROR_NONE) {
        process_fault_current(FAULT_UPCALL_FRAME);
        return NULL;
    }
    return &process->context;
}

struct arch_context *process_resume(struct process *process)
{
    if (process_current != process) {
        process_current = process;
        scheduler_slice_begin();
    }
    process_protection_switch(process);
    if (process->state != PROCESS_RUNNING) {
        return process_wake(process);
    }
    return &process->context;
}
