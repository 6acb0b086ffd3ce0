// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What a board tells the kernel: one constant structure and the tables it points to.
 *
 * boards/<name>/board.c defines `board`. Tables that the kernel writes (slots, capsule status,
 * ledger) are the board's memory, so that their sizes are the board's choice; they start all zero.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <capsule.h>
#include <lib/range.h>

// ---------------------------------------------------------------------------------------------
// Capsules and drivers

enum capsule_right {
    CAPSULE_RIGHT_PROCESSES = 1 << 0,
    CAPSULE_RIGHT_MACHINE = 1 << 1,
};

/// Entry points of a capsule; each may be null. All run through the capsule boundary.
struct capsule_description {
    const char *name;
    uint32_t rights;                                   ///< enum capsule_right, or-ed
    void (*init)(void);                                ///< once, before the first process
    void (*deferred)(void);                            ///< after deferred_call_request()
    void (*timer)(void);                               ///< after timer_set()
    void (*process_ended)(struct process_id *process); ///< a life is over; last use of its grant
    void (*on_restart)(struct process_id *process);    ///< see docs/capsules.md, after an abort
};

/// When the next life of a process or capsule begins.
struct restart {
    /// Ticks: when this life began or, while a restart is wanted, when the next is to begin.
    uint64_t life_at;
    uint32_t delay_ticks; ///< of the next restart, at least
};

/// Status of a capsule; the kernel's, in the board's memory.
struct capsule_status {
    uint64_t timer_at; ///< while its timer is set; of one that has failed, when it is restarted
    struct restart restart;
    bool is_failed;
    bool is_failure_handled;
};

/// A system-call driver: its numbers, and the capsule that serves it.
struct driver {
    uint32_t number;
    uint8_t capsule; ///< index in the capsule table
    uint8_t upcall_count;
    uint8_t read_only_count;
    uint8_t read_write_count;
    uint16_t grant_bytes; ///< the driver's own state per process; 0 with no counts: no grant
    bool has_grant;
    uint8_t kept_bytes; ///< of grant_bytes, the first ones, which a restart of the capsule leaves
    void (*command)(struct command *command); ///< commands from 1 on; 0 is answered so too
};

// ---------------------------------------------------------------------------------------------
// Ledger

/// A transferable buffer's place and home; the entry's changing part is struct ledger_state.
struct ledger_buffer {
    uint8_t *base;
    size_t capacity_bytes;
    uint8_t home_capsule;
};

struct ledger_state {
    uint32_t generation;
    uint16_t generation_high;
    bool is_at_device;
    uint8_t device;
    uint8_t borrower; ///< capsule that may hand it to a device for its home, and one more; 0: none
};

// ---------------------------------------------------------------------------------------------
// Interrupts, processes, policy

/// The part of an interrupt's service that runs as kernel work.
struct bottom_half {
    uint8_t line;
    void (*serve)(void);
};

struct process;
struct process_slot {
    struct process *process; ///< null: free
};

enum fault_policy_kind {
    FAULT_POLICY_STOP,
    FAULT_POLICY_RESTART,
    FAULT_POLICY_RESTART_LIMITED, ///< restart_limit times, then stop
    FAULT_POLICY_PANIC,           ///< test boards only
};

/// What programs without a verified credential may use.
struct policy {
    const char *text; ///< said at boot
    bool opens_every_driver;
    const uint32_t *drivers; ///< else only these
    size_t driver_count;
    enum fault_policy_kind fault_policy;
    uint32_t restart_limit;
};

/// Behind those of enum kernel_range.
enum { BOARD_RANGE_IMAGES = KERNEL_RANGE_COUNT, BOARD_RANGE_COUNT };

struct board {
    const char *name;
    uint32_t time_hz;

    struct range image_memory; ///< where the walk over program images goes
    uint8_t *pool;             ///< memory for processes; aligned to 32
    size_t pool_bytes;

    struct process_slot *slots;
    uint32_t slot_count;
    size_t grant_reserve_bytes; ///< per process, kept free for grants

    const struct capsule_description *capsules;
    struct capsule_status *capsule_status;
    uint32_t capsule_count;
    /// Where the state of each capsule begins, and behind them where the last one ends. The states
    /// lie one behind the other, in the order of the capsules; a restart clears them.
    uint8_t *const *capsule_states;
    /// Before the first restart of a capsule that has failed; 0: it stays out of service.
    uint32_t capsule_restart_ticks;

    const uint8_t *capsule_drivers; ///< of each capsule, the driver that it serves, or DRIVER_NONE
    const struct driver *drivers;   ///< ascending numbers, at most 32
    uint32_t driver_count;

    const struct ledger_buffer *buffers;
    struct ledger_state *buffer_states;
    uint32_t buffer_count;
    /// Has the device that holds a buffer give it back soon; if it is on its way already, does
    /// nothing. Null on boards without buffers.
    void (*buffer_abort)(uint32_t index);

    const struct bottom_half *bottom_halves;
    uint32_t bottom_half_count;

    uint8_t event_capsule; ///< whose `deferred` runs on kernel events; NO_CAPSULE: nobody listens
    const struct policy *policy;

    /// For reports, BOARD_RANGE_COUNT of them: the kernel's and the capsules' code, the kernel's
    /// memory with its stack, the stack; the pool and the image memory once more.
    const struct range *ranges;

    void (*panic_write)(const char *text, size_t length_bytes); ///< waits for the line
    NORETURN void (*panic_end)(void);
};

enum { NO_CAPSULE = 0xFF, DRIVER_NONE = 0xFF };

extern const struct board board;

/**
 * Calls an entry point of a capsule through the boundary. Everything that crosses into a capsule
 * comes through here: the kernel itself, and the board's thunks from chips and from other capsules.
 *
 * @param capsule  index in the board's table.
 * @retval ERROR_FAILED  the capsule has failed before, or was aborted inside this call.
 * Context: kernel.
 */
enum error capsule_call(uint32_t capsule, void (*entry)(void *argument), void *argument);
