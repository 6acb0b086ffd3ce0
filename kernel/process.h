// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Processes: the record that the kernel keeps for each, and its life.
 *
 * The record lies at the top of the process's own block of memory, behind the grants:
 *
 *     memory_start   app_break  exposed_end    kernel_break                          memory_end
 *     | program memory . | slack . | gap ........ | grants | extras | grant table | record |
 *
 * Invariant, checked by process_memory_check() after every change:
 * memory_start <= allow_mark <= app_break <= exposed_end <= kernel_break <= memory_end.
 *
 * A life begins with process_start() and ends with process_end(). Between the two the process is
 * *alive*. Each life has its own id; ids are never reused.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <kernel/board.h>
#include <kernel/port.h>
#include <kernel/user_address.h>
#include <lib/attributes.h>

enum process_state {
    PROCESS_RUNNING,     ///< has instructions to execute
    PROCESS_YIELDED,     ///< waits for any upcall with a function, or for its first turn
    PROCESS_YIELDED_FOR, ///< waits for one upcall, which does not run
    PROCESS_FAULTED,     ///< stopped by a fault; not alive
    PROCESS_TERMINATED,  ///< exited or terminated; not alive
};

enum { UPCALL_QUEUE_CAPACITY = 9 };

/// One event that waits for its process. Function and data are looked up when it is delivered.
struct upcall {
    uint8_t driver; ///< index in the board's driver table
    uint8_t number;
    bool is_null; ///< no function was subscribed when it was scheduled
    uint32_t argument[3];
};

/// The grant of one driver in one process; memory is null until it is allocated.
struct grant {
    uint8_t *memory; ///< of the allow slots: the upcall slots lie below, the driver's part above
    bool is_entered;
    uint8_t renewals_failed; ///< in a row: the capsule failed again when it was restarted
    uint16_t allows_bytes;   ///< of the allow slots
};

struct writeable_region {
    uint32_t offset; ///< from the start of the image
    uint32_t bytes;
};

/// An entry of the image's permission list: 64 commands from 64 x offset on.
struct permission {
    uint32_t driver;
    uint32_t offset;
    uint64_t commands;
};

struct ipc;

struct process {
    // What calls and switches use most comes first, where short instructions reach it.
    // In the ready list of its rank exactly while is_ready; in none it is its own neighbour, once
    // it has been in one.
    struct process *next;
    struct process *previous;
    uint8_t slot;
    uint8_t rank;
    uint8_t state; ///< enum process_state
    bool is_ready;
    bool is_stopped;     ///< by the process console, on top of state
    bool is_starting;    ///< YIELDED, and the entry point is to be run
    bool has_awaited;    ///< YIELDED_FOR, and the event has come: awaited_result
    bool is_end_pending; ///< capsules have not been told of the end of the last life
    bool is_restart_wanted;
    bool has_permissions; ///< the image narrows what it may use
    bool has_fault;
    bool fault_restarts; ///< what the policy did after the last fault
    uint8_t queue_head;
    uint8_t queue_count;
    uint8_t awaited_driver; ///< index, or DRIVER_NONE: waits for ever
    uint8_t permission_count;
    struct grant *grants; ///< one for each driver of the board
    uint32_t driver_mask; ///< bit i: the board's policy opens driver i
    uint32_t rank_bit;    ///< scheduler_rank_bit(rank), as it last became ready
    struct ipc *ipc;      ///< among the extras; null: the process has no IPC

    // Memory. Guard: base level.
    uintptr_t memory_start;
    uintptr_t app_break;
    uintptr_t memory_end;
    uintptr_t exposed_end;
    uintptr_t kernel_break;
    uintptr_t allow_mark;  ///< end of the highest buffer ever allowed in this life
    uintptr_t zeroed_from; ///< memory from here to kernel_break is zero and was never exposed
    uint32_t flash_start;  ///< of the image header; the image's bounds are constant
    uint32_t app_start;
    uint32_t flash_end;

    struct process_counters counters;

    bool is_reset; ///< between two lives: memory is as at the start, but for what wipe_at says
    bool is_break_moving;   ///< a call that moves the break is done in steps: break_from
    bool is_report_pending; ///< the last life's fault is being reported: the next waits
    uint8_t writeable_region_count;
    uint16_t reserve_left_bytes; ///< below kernel_break, kept free for grants
    uint32_t entry;

    struct process_id id; ///< of the present life

    // What the program says of itself, for people.
    uint32_t stack_top;
    uint32_t heap_start;

    struct arch_context context;
    struct arch_protection protection;

    union {
        uint32_t awaited_result[3]; ///< YIELDED_FOR
        uintptr_t break_from;       ///< RUNNING, while is_break_moving: the break before the call
        uintptr_t wipe_at;          ///< not alive, while is_reset: what is exposed is zero below
    };
    struct upcall queue[UPCALL_QUEUE_CAPACITY];
    struct port_fault fault; ///< of the last fault, if has_fault
    struct restart restart;
};

// The extras lie below the grant table, in this order; their sizes are constant.
static inline struct permission *process_permissions(const struct process *process)
{
    return (struct permission *)(void *)process->grants - process->permission_count;
}

struct writeable_region *process_writeable_regions(const struct process *process);

/// The process whose instructions run, or on whose behalf the kernel does; null when idle.
extern struct process *process_current;

static inline bool process_is_alive(const struct process *process)
{
    return process->state <= PROCESS_YIELDED_FOR;
}

/// An id holds the slot above the number of the life.
enum { PROCESS_ID_SLOT_SHIFT = 56 };

/// The process that has this id now, alive or not, or null.
static ARCH_HELPER struct process *process_find_life(struct process_id id)
{
    const uint32_t slot = (uint32_t)(id.number >> PROCESS_ID_SLOT_SHIFT);
    struct process *process = slot < board.slot_count ? board.slots[slot].process : NULL;
    return process != NULL && process_id_equal(process->id, id) ? process : NULL;
}

/// The process that has this id now and is alive, or null.
static ARCH_HELPER struct process *process_find(struct process_id id)
{
    struct process *process = process_find_life(id);
    return process != NULL && process_is_alive(process) ? process : NULL;
}

/// Puts the process into its first state of a new life. Its memory has been reset.
void process_start(struct process *process);

/// Makes a process ready whose state says that it is to have turns, if it is not.
void process_ready_set(struct process *process);

/// Makes it ready or not, as its state says. To be called after each change of state.
void process_ready_update(struct process *process);

/**
 * Ends the present life: no turns, upcalls or buffers any more. Capsules are told later, as kernel
 * work; until they have been, their grants can still be entered. The next life begins after that.
 * The process is left in `state` (FAULTED or TERMINATED).
 */
void process_end(struct process *process, enum process_state state);

/**
 * Says when a life that ends now is followed by the next: after a delay of `first_ticks` or more,
 * which doubles up to ten seconds. A life of ten seconds is forgiven all that was before it.
 */
uint64_t restart_plan(struct restart *restart, uint32_t first_ticks);

/// Wants the next life to begin: at once, or after the delay that stops crash loops.
void process_restart_request(struct process *process);

/// Ends the current process's life for `cause` and applies the policy, as kernel work. Context:
/// kernel.
void process_fault_current(enum port_fault_cause cause);

/// Applies the board's policy to a process whose fault report is complete.
void process_fault_apply(struct process *process);

/// Kernel work: a fault was noted (by the port or by process_fault_current()).
void process_fault_work(void);

/// Faults any living process on request. Context: kernel.
void process_fault_on_request(struct process *process);

/// Kernel work: tells capsules of ended lives and begins due ones, one step a call.
void process_lives_work(void);

/// False: no process is_restart_wanted, so nobody need look for one. process_restart_next() uses
/// it.
extern bool process_restart_is_wanted;
uint64_t process_restart_search(void);

/// When the next life is due to begin; UINT64_MAX: none is.
static ARCH_HELPER uint64_t process_restart_next(void)
{
    return process_restart_is_wanted ? process_restart_search() : UINT64_MAX;
}

/**
 * Gives the process its turn. Context: kernel (PendSV).
 *
 * @return its context, or null: it cannot run now; pick again.
 */
MUST_CHECK struct arch_context *process_resume(struct process *process);

/// Whose protection is loaded. Only process_protection_use() and its kind use it.
extern const struct process *process_protected;

/// Loads the protection of `process` unless it is loaded already. In place: every switch does this.
static ALWAYS_INLINE void process_protection_switch(const struct process *process)
{
    if (process_protected != process) {
        process_protected = process;
        port_protection_load(&process->protection);
    }
}

/// The same, for all other purposes.
static ARCH_HELPER void process_protection_use(const struct process *process)
{
    process_protection_switch(process);
}

/// Loads that of the current process again, which base level leaves to whoever returns to it.
void process_protection_restore(void);

/// To be called when the protection of `process` has been changed.
void process_protection_changed(struct process *process);
