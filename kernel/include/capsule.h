// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * All that a capsule may use of the kernel.
 *
 * A capsule is a driver or service that the kernel does not trust. It has state, which it declares
 * with CAPSULE_STATE, and entry points, which the board lists in its capsule table. Every entry
 * point takes one pointer and returns nothing; it runs at base level, must come back within two
 * ticks, and may trap: then the capsule is marked failed, its caller gets ERROR_FAILED and
 * everybody else goes on.
 *
 * The functions below are *gates*. They know which capsule is calling. A gate that gets an argument
 * no correct capsule would pass (a null pointer, a number out of range) aborts the capsule.
 *
 * Rules: no callback inside a call: completions come from interrupts, timers and deferred calls
 * only. A pointer to grant state ends with its WITH_GRANT block. Process memory is reached by
 * copying only, under a lease.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <abi/driver.h>
#include <abi/error.h>
#include <abi/system_call.h>
#include <capsule_lease.h>
#include <lib/attributes.h>
#include <lib/process_id.h>
#include <lib/range.h>
#include <lib/span.h>
#include <lib/transfer_buffer.h>

// ---------------------------------------------------------------------------------------------
// Commands

/**
 * One command of a process. The entry point answers with exactly one command_... function; without
 * an answer the program gets FAILED. All of it is a copy in kernel memory.
 */
struct command {
    struct process_id process;
    uint32_t number;
    uint32_t argument[2];
    uint32_t result[4];    ///< written by the functions below
    uint32_t result_count; ///< likewise
};

void command_success(struct command *command);
void command_success_u32(struct command *command, uint32_t value);
void command_success_u32_u32(struct command *command, uint32_t value0, uint32_t value1);
void command_success_u64(struct command *command, uint64_t value);

/// Kernel-only values become what programs know (error_to_abi). `error` is not ERROR_NONE.
void command_failure(struct command *command, enum error error);

/// Success for ERROR_NONE, else failure.
void command_result(struct command *command, enum error error);

// ---------------------------------------------------------------------------------------------
// Grants: the part of a driver's state that lies in the memory of each process.

/// Scope of one entered grant; only WITH_GRANT uses it.
struct BORROWED grant_scope {
    struct process_id process;
    void *state; ///< null when the grant could not be entered
    enum error error;
};

/// Stands for "a grant is entered" in Clang's analysis; there is no such object.
extern struct CAPABILITY("grant") grant_entered {
    bool none_;
} grant_entered_;

/// Sets all of *scope.
void grant_scope_open(struct grant_scope *scope, struct process_id process) ACQUIRE(grant_entered_);
void grant_scope_close(struct grant_scope *scope) RELEASE(grant_entered_);

/**
 * Runs the block that follows with `variable` pointing to this driver's state of `process`; leaves
 * the grant on every way out (break, return and goto included). `error_variable` (an enum error)
 * says why the block did not run. One grant at a time: where Clang sees a second inside, it does
 * not compile.
 *   ERROR_NO_MEMORY  the process has no room for the grant
 *   ERROR_BUSY       the grant is entered already
 *   ERROR_STALE      that life of the process is over
 * The state is zero when it is entered for the first time in a life.
 */
#define WITH_GRANT(type, variable, process_of, error_variable)                                    \
    for (struct grant_scope scope_of_##variable CLEANUP(grant_scope_close) UNINITIALISED,         \
         *once_##variable =                                                                       \
             (grant_scope_open(&scope_of_##variable, (process_of)), &scope_of_##variable);        \
         once_##variable != NULL && ((error_variable) = scope_of_##variable.error) == ERROR_NONE; \
         once_##variable = NULL)                                                                  \
        for (type *variable = scope_of_##variable.state; variable != NULL; variable = NULL)

/**
 * Goes through the processes that have a grant of this driver.
 *
 * @param process  in: number 0 to start, or the last one; out: the next one.
 * @return false when there is none left.
 */
bool grant_next_process(struct process_id *process);

// ---------------------------------------------------------------------------------------------
// Upcalls. `number` is the upcall number of this driver. The buffers that processes allow are
// reached by leases: <capsule_lease.h>.

/**
 * Tells a process that something happened.
 *
 * @retval ERROR_FULL   its queue is full; the event is lost and counted.
 * @retval ERROR_STALE  that life of the process is over.
 */
enum error upcall_schedule(struct process_id process, uint32_t number, uint32_t argument0,
                           uint32_t argument1, uint32_t argument2);

// ---------------------------------------------------------------------------------------------
// Time and deferred calls

uint64_t time_now(void); ///< ticks since boot
uint32_t time_hz(void);

/// Has the capsule's `timer` entry point called at or after `at`, once. Replaces an earlier
/// request.
void timer_set(uint64_t at);
void timer_cancel(void);

/// Has the capsule's `deferred` entry point called soon, once, outside the present call.
void deferred_call_request(void);

// ---------------------------------------------------------------------------------------------
// Logging

/**
 * Has people told a line, "FILE: TEXT"; FILE is the capsule's source and so names the capsule.
 *
 * @param text  a string literal of printable characters; file and text are at most
 *              CAPSULE_LOG_BYTES_MAX long. Anything else aborts the capsule.
 * @retval ERROR_FULL  much waits to be told, or nobody tells it: the line is lost.
 */
#define CAPSULE_LOG(text) capsule_log_("" __FILE__ ": " text)
enum { CAPSULE_LOG_BYTES_MAX = 120 };

enum error capsule_log_(const char *line);

// ---------------------------------------------------------------------------------------------
// Transferable buffers. The board gives a capsule its buffers; each has one home capsule.

// Views go to the gates in two words.
MUST_CHECK enum error transfer_buffer_read_(struct transfer_buffer buffer, size_t offset, void *to,
                                            size_t bytes);
MUST_CHECK enum error transfer_buffer_write_(struct transfer_buffer buffer, size_t offset,
                                             const void *from, size_t bytes);

/// The present name of this capsule's home buffer `index` (0..), wherever it is now.
struct transfer_buffer transfer_buffer_home(uint32_t index);

/**
 * Copies from a buffer that this capsule owns. On an error `to` is untouched.
 *
 * @retval ERROR_STALE  a device has it, or the name is old.
 * @retval ERROR_SIZE   so many bytes from `offset` on are not inside the buffer.
 */
MUST_CHECK static ALWAYS_INLINE enum error transfer_buffer_read(struct transfer_buffer buffer,
                                                                size_t offset, struct span to)
{
    return transfer_buffer_read_(buffer, offset, to.bytes_, to.length_bytes_);
}

/// Copies to a buffer that this capsule owns. Errors as transfer_buffer_read().
MUST_CHECK static ALWAYS_INLINE enum error
transfer_buffer_write(struct transfer_buffer buffer, size_t offset, struct const_span from)
{
    return transfer_buffer_write_(buffer, offset, from.bytes_, from.length_bytes_);
}

/// Bytes that fit into a buffer of this capsule, also while a device has it; 0: not its buffer.
size_t transfer_buffer_capacity(struct transfer_buffer buffer);

// ---------------------------------------------------------------------------------------------
// Services that need a right in the board's capsule table; without it the capsule is aborted.

/// CAPSULE_RIGHT_PROCESSES: look at processes, control them, take events.
enum { PROCESS_NAME_BYTES_MAX = 32, PROCESS_BOUND_COUNT = 12 };

/// Where heap and stack lie is the program's word: without it both are 0 bytes, and the start of
/// its memory is given for their bounds.
enum process_bound {
    PROCESS_MEMORY_END,
    PROCESS_RECORD_START,
    PROCESS_QUEUE_START,
    PROCESS_GRANT_TABLE_START,
    PROCESS_KERNEL_BREAK,
    PROCESS_APP_BREAK,
    PROCESS_HEAP_START,
    PROCESS_STACK_TOP,
    PROCESS_MEMORY_START,
    PROCESS_FLASH_END,
    PROCESS_APP_START,
    PROCESS_FLASH_START,
};

enum process_state_shown {
    PROCESS_SHOWN_RUNNING = 0,
    PROCESS_SHOWN_YIELDED = 1,
    PROCESS_SHOWN_YIELDED_FOR = 2,
    PROCESS_SHOWN_FAULTED = 3,
    PROCESS_SHOWN_TERMINATED = 4,
    PROCESS_SHOWN_STOPPED = 5,
    PROCESS_SHOWN_NO_BUDGET = 6, ///< it runs on when its budget comes back
};

/// What the kernel keeps about a process for people only.
struct process_counters {
    uint32_t system_calls;
    uint32_t last_call_argument[2]; ///< if has_completion_code: of the exit, so [1] is the code
    uint32_t slice_expirations;     ///< written by the tick
    uint32_t restarts;
    uint32_t dropped_upcalls;
    uint32_t awaited_driver; ///< in state YIELDED_FOR
    uint32_t awaited_upcall;
    uint8_t last_call_class;  ///< 0xFF: none yet
    bool has_completion_code; ///< it has exited
    uint8_t name_length_bytes;
    uint8_t name[PROCESS_NAME_BYTES_MAX]; ///< as in the image: any bytes
};

struct process_information {
    struct process_id id;
    uint8_t queued_upcalls;
    uint8_t state;           ///< enum process_state_shown
    bool is_restart_pending; ///< it will start again after a delay
    uint8_t grants_allocated;
    uint8_t grants_defined;
    /// Its block and its image in parts, from the highest address down: each begins where the next
    /// one ends (enum process_bound).
    uintptr_t bounds[PROCESS_BOUND_COUNT];
    struct process_counters counters;
};

/**
 * Describes the process in a slot.
 *
 * @param slot  0..; ERROR_INVALID past the last one.
 * @retval ERROR_NO_DEVICE  the slot is empty.
 */
MUST_CHECK enum error process_describe(uint32_t slot, struct process_information *information);

enum process_action {
    PROCESS_STOP,      ///< until resumed. ERROR_ALREADY if stopped, ERROR_OFF if not alive
    PROCESS_RESUME,    ///< ERROR_ALREADY if not stopped
    PROCESS_FAULT,     ///< as if it had faulted; its policy applies. ERROR_OFF if not alive
    PROCESS_TERMINATE, ///< ERROR_ALREADY if terminated
    PROCESS_BOOT,      ///< starts a terminated or faulted one again. ERROR_ALREADY if alive
};

/// The action of a number; traps if there is none.
static inline enum process_action process_action_of(size_t number)
{
    return (enum process_action)checked_index(number, PROCESS_BOOT + 1);
}

/// Errors as above; ERROR_STALE: that life of the process is over.
MUST_CHECK enum error process_control(struct process_id process, enum process_action action);

/// What a process last faulted for.
struct process_fault_report {
    const char *cause CONSTANT_TEXT;  ///< text for people, constant
    const char *action CONSTANT_TEXT; ///< what the policy did, constant
    bool has_address;
    uintptr_t address;
    const char *address_owner CONSTANT_TEXT; ///< whose the address is: "kernel memory"..., constant
    uint32_t status;                         ///< the hardware's cause register
};
/// ERROR_NO_DEVICE: no such slot, or it never faulted.
MUST_CHECK enum error process_fault_describe(uint32_t slot, struct process_fault_report *report);

/**
 * One register as it was when the process in a slot faulted. Number 0 is the program counter; names
 * and order of the rest are the machine's.
 *
 * @return false past the last one, when they are not known, or when the next life is being
 * prepared.
 */
struct process_register {
    const char *name CONSTANT_TEXT; ///< constant; at most 4 characters
    uintptr_t value;
};
bool process_register_describe(uint32_t slot, uint32_t index, struct process_register *shown);

/**
 * Says that the report of the fault that ended a life is printed, or will not be. The next life
 * begins only then (or a second later), so that the report shows the life that it is about.
 */
void process_fault_reported(struct process_id process);

/// One accessible range of a process, for its memory map. False when index is past the last one.
struct process_region {
    uintptr_t start;
    uintptr_t end;
    bool is_writable;
    bool is_executable;
};
bool process_region_describe(uint32_t slot, uint32_t index, struct process_region *region);

/// One allocated grant. ERROR_NO_DEVICE: past the last driver. address 0: not allocated.
struct process_grant {
    uint32_t driver;
    uintptr_t address;
};
MUST_CHECK enum error process_grant_describe(uint32_t slot, uint32_t index,
                                             struct process_grant *grant);

enum kernel_event_kind {
    EVENT_IMAGE_LOADED,      ///< slot, address of the image
    EVENT_IMAGE_REFUSED,     ///< reason, address of the image
    EVENT_IMAGES_END,        ///< the walk over the image memory is over; reason says so
    EVENT_CAPSULE_SAID,      ///< reason is a whole line, of CAPSULE_LOG()
    EVENT_PROCESS_FAULTED,   ///< slot; the report is process_fault_describe()
    EVENT_PROCESS_EXITED,    ///< slot; see has_completion_code
    EVENT_PROCESS_WARNED,    ///< slot; reason says of what
    EVENT_CAPSULE_FAILED,    ///< reason names the capsule
    EVENT_CAPSULE_RESTARTED, ///< likewise
};

struct kernel_event {
    uint8_t kind; ///< enum kernel_event_kind
    uint8_t slot;
    const char *reason CONSTANT_TEXT; ///< constant text, or null
    union {
        uintptr_t address_;
        struct process_id process_;
    };
};

/// Of the image that an event is about.
static inline uintptr_t kernel_event_address(const struct kernel_event *event)
{
    return event->address_;
}

/// Whose life an event is about.
static inline struct process_id kernel_event_process(const struct kernel_event *event)
{
    return event->process_;
}

/**
 * Takes the oldest event. The capsule's `deferred` entry point runs when there are new ones.
 * Loading waits while the list is full; faults and exits that find it full are counted in
 * *lost_count.
 *
 * @return false when there is none.
 */
bool kernel_event_take(struct kernel_event *event, uint32_t *lost_count);

enum kernel_range { KERNEL_TEXT, KERNEL_MEMORY, KERNEL_STACK, KERNEL_POOL };
enum { KERNEL_RANGE_COUNT = 4 };

struct kernel_information {
    const char *version CONSTANT_TEXT;
    const char *board CONSTANT_TEXT;
    const char *policy CONSTANT_TEXT; ///< what programs without a credential may use, in words
    struct range ranges[KERNEL_RANGE_COUNT];
    size_t pool_used_bytes;
    uint32_t process_slots;
    uint32_t capsules_failed;
    const char *last_panic CONSTANT_TEXT; ///< of the previous run, or null
};
/// Fills in all of it.
void kernel_describe(struct kernel_information *information);

/// CAPSULE_RIGHT_MACHINE: end it all.
NORETURN void machine_reset(void);
NORETURN void machine_panic(void);

// ---------------------------------------------------------------------------------------------
// Take cells

/**
 * Holds a transferable buffer while nobody uses it. The truth is the ledger: a cell gives out only
 * what the capsule owns, whatever became of the cell.
 *
 * What was taken is read and written through the cell, and then put back or handed over, on every
 * path: else Clang does not compile it, and so for what is taken twice, and for what is used when
 * it is not, or no longer, taken. The functions that hand over are made from the contracts: those
 * of hal/NAME.h are in <hand_over/NAME.h>. The buffer comes back by cell_fill() in the completion.
 */
struct CAPABILITY("take cell") take_cell {
    struct transfer_buffer name_;
    bool is_full_;
};

/**
 * Puts a buffer that came from elsewhere into the cell.
 *
 * @retval ERROR_BUSY   the cell is full.
 * @retval ERROR_STALE  the capsule does not own the buffer.
 */
MUST_CHECK static inline enum error cell_fill(struct take_cell *cell, struct transfer_buffer buffer)
    EXCLUDES(*cell);

/// Takes the buffer out, and leaves the cell empty. False: it was, or the buffer is not here.
MUST_CHECK static inline bool cell_try_take(struct take_cell *cell) TRY_ACQUIRE(true, *cell);

/// Puts back what was taken.
static inline void cell_put(struct take_cell *cell) RELEASE(*cell);

/// transfer_buffer_read() of what was taken.
MUST_CHECK static ALWAYS_INLINE enum error cell_read(struct take_cell *cell, size_t offset,
                                                     struct span to) REQUIRES(*cell);

/// transfer_buffer_write() to what was taken.
MUST_CHECK static ALWAYS_INLINE enum error cell_write(struct take_cell *cell, size_t offset,
                                                      struct const_span from) REQUIRES(*cell);

/// Whether the capsule owns the buffer now.
static inline bool transfer_buffer_is_here_(struct transfer_buffer buffer)
{
    return transfer_buffer_read_(buffer, 0, &buffer, 0) == ERROR_NONE; // Copies nothing.
}

static inline enum error cell_fill(struct take_cell *cell, struct transfer_buffer buffer)
{
    if (cell->is_full_) {
        return ERROR_BUSY;
    }
    if (!transfer_buffer_is_here_(buffer)) {
        return ERROR_STALE;
    }
    cell->name_ = buffer;
    cell->is_full_ = true;
    return ERROR_NONE;
}

UNANALYSED static inline bool cell_try_take(struct take_cell *cell)
{
    const bool was_full = cell->is_full_;
    cell->is_full_ = false;
    return was_full && transfer_buffer_is_here_(cell->name_);
}

UNANALYSED static inline void cell_put(struct take_cell *cell)
{
    cell->is_full_ = true;
}

static ALWAYS_INLINE enum error cell_read(struct take_cell *cell, size_t offset, struct span to)
{
    return transfer_buffer_read(cell->name_, offset, to);
}

static ALWAYS_INLINE enum error cell_write(struct take_cell *cell, size_t offset,
                                           struct const_span from)
{
    return transfer_buffer_write(cell->name_, offset, from);
}
