// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The border between the kernel and what carries it: an instruction set (arch/) and a chip.
 *
 * Three parts: what arch/ and chips/ implement for the kernel, what the kernel implements for arch/
 * (the entries from exception handlers), and the kernel services that chips/ may use.
 *
 * Contexts: `init` before the first process; `kernel` is base level (Cortex-M: SVCall and PendSV),
 * never nested; `top_half` is a device interrupt; `tick` is the tick handler, above base level;
 * `fault` is the fault handler, above everything.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <arch_types.h>
#include <lib/attributes.h>
#include <lib/range.h>
#include <lib/transfer_buffer.h>

// ---------------------------------------------------------------------------------------------
// Implemented by arch/: contexts of processes.
//
// `struct arch_context` and `struct arch_protection` come from <arch_types.h>. The kernel embeds
// them in its process record and looks into neither.

/// Where a process starts and what it finds in its first four argument registers.
struct port_entry {
    uintptr_t entry;     ///< bit 0 is set by the port where the instruction set wants it
    uintptr_t stack_end; ///< end of the memory that the stack may begin with
    uint32_t argument[4];
};

/**
 * Tells the port where the stack and the code of a process may lie.
 *
 * @param memory  [memory start, break): saved frames must lie inside.
 * @param code    where system calls can come from.
 * Context: kernel.
 */
void port_context_bounds_set(struct arch_context *context, struct range memory, struct range code);

/**
 * Makes the process start at `entry` when it is resumed next: all other registers are zero, the
 * stack is the end of its memory, where the port writes a first frame if it needs one.
 *
 * @retval ERROR_FAULT  the frame could not be written. The process must be faulted.
 * Context: kernel; the process's protection is loaded.
 */
MUST_CHECK enum error port_context_start(struct arch_context *context,
                                         const struct port_entry *entry);

/**
 * Makes the process, which stands behind a yield call, run `function` with four arguments when it
 * is resumed, and return from it to the instruction behind the call.
 *
 * @retval ERROR_FAULT  the saved frame is not inside the process's memory.
 * Context: kernel; the process's protection is loaded.
 */
MUST_CHECK enum error port_context_upcall(struct arch_context *context, uint32_t function,
                                          const uint32_t argument[4]);

/**
 * Puts words into the first result registers of a process that stands behind a system call.
 *
 * @param count  0 to 4; further registers keep their contents.
 * @retval ERROR_FAULT  the saved frame is not inside the process's memory.
 * Context: kernel; the process's protection is loaded.
 */
MUST_CHECK enum error port_context_result(struct arch_context *context, const uint32_t word[],
                                          size_t count);

/// The registers of an IPC call: operands on the way in, results on the way out. Ports with an
/// entry for such calls store and load them in this order.
struct port_message {
    uint32_t capability; ///< out: status
    uint32_t info;
    uint32_t word[4];
    uint32_t window;     ///< of capabilities to receive; out: badge, low half
    uint32_t reply_slot; ///< out: badge, high half
};

/**
 * Puts results into the registers of a process that stands behind an IPC call. All others keep
 * their contents.
 *
 * @retval ERROR_FAULT  the saved frame is not inside the process's memory.
 * Context: kernel (PendSV); the process's protection is loaded.
 */
MUST_CHECK enum error port_context_message(struct arch_context *context,
                                           const struct port_message *message);

// ---------------------------------------------------------------------------------------------
// Implemented by arch/: memory protection. The encoders are pure: they touch no register.
//
// "Which layout can this hardware protect exactly?" is answered here and nowhere else. The kernel
// asks with port_block_place() and then only ever changes exposed_end, which the port chooses too.
// It believes no answer: a block must lie where it was asked for, with aligned bounds and room for
// both parts, and exposed_end between the break and the limit; else the load or the change of the
// break is refused and what was loaded before stays as it was. The kernel for its part never has
// images and blocks overlap.

/// What a process needs of memory. Sizes in bytes.
struct port_block_request {
    size_t app_bytes;      ///< the most that the program may touch
    size_t kernel_bytes;   ///< for the kernel, behind it
    bool is_fixed;         ///< the block must start at fixed_start
    uintptr_t fixed_start; ///< only if is_fixed
};

/// Every bound of a block is a multiple of this. The kernel builds its records at kernel_start and
/// below block.end.
enum { PORT_BLOCK_ALIGNMENT = 8 };

/// A block: [block.start, kernel_start) is for the program, [kernel_start, block.end) is not.
struct port_block {
    struct range block;
    uintptr_t kernel_start;
};

/**
 * Finds the first block inside `free` that this protection unit can protect exactly.
 *
 * @retval ERROR_NO_MEMORY        no such block in `free`.
 * @retval ERROR_UNREPRESENTABLE  fixed_start is not a start that the hardware can protect.
 * The caller re-checks the answer. Context: any.
 */
MUST_CHECK enum error port_block_place(struct range free, const struct port_block_request *request,
                                       struct port_block *placed);

/**
 * Implemented by the kernel, for ports whose hardware can protect any range with aligned bounds:
 * port_block_place() where the only rule is that all three bounds are multiples of `alignment`.
 *
 * @param alignment  a power of two, at least PORT_BLOCK_ALIGNMENT.
 * Errors as port_block_place(). Context: any.
 */
MUST_CHECK enum error block_place_aligned(struct range free,
                                          const struct port_block_request *request,
                                          uintptr_t alignment, struct port_block *placed);

/**
 * Encodes the protection of a process from nothing: its image readable and executable, no byte of
 * its block accessible, everything else unused and disabled.
 *
 * @param image  [start, end), at any addresses; the port does not round it.
 * @param block  as placed.
 * @param app_bytes  as requested when it was placed.
 * @retval ERROR_UNREPRESENTABLE  the hardware cannot cover exactly `image`, has too few regions, or
 *                                the block is not one that port_block_place() gives.
 * Context: any; must not be the loaded protection.
 */
MUST_CHECK enum error port_protection_encode(struct arch_protection *protection, struct range image,
                                             const struct port_block *block, size_t app_bytes);

/**
 * Changes the protection so that the process may read and write exactly [block start, exposed_end),
 * the smallest such range with app_break <= exposed_end.
 *
 * @param limit  exposed_end must not be above it.
 * @retval ERROR_UNREPRESENTABLE  exposed_end would be above `limit`. Nothing is changed.
 * Context: kernel. The registers are not touched: call port_protection_load() if it is loaded.
 */
MUST_CHECK enum error port_protection_expose(struct arch_protection *protection,
                                             uintptr_t app_break, uintptr_t limit,
                                             uintptr_t *exposed_end);

/// What a process may do with a range that is mapped for it, beside reading.
enum {
    PORT_MAP_WRITE = 1 << 0,
    PORT_MAP_EXECUTE = 1 << 1,
    PORT_MAP_DEVICE = 1 << 2, ///< registers: every access is made, in order
};

/**
 * Opens one more range to the process, for as long as the protection is not encoded anew.
 *
 * @param range   lies in no image, in no block, and in nothing else of the kernel's: the caller has
 *                made sure.
 * @param rights  of the above, or-ed.
 * @retval ERROR_INVALID          empty, to be written and executed, or at registers or aliases that
 *                                belong to the processor itself.
 * @retval ERROR_UNREPRESENTABLE  the hardware cannot cover exactly this range, or too few regions
 *                                are left.
 * Nothing is changed on an error. Context: any; must not be the loaded protection.
 */
MUST_CHECK enum error port_protection_map(struct arch_protection *protection, struct range range,
                                          uint32_t rights);

/// Loads the protection unit. Context: kernel.
void port_protection_load(const struct arch_protection *protection);

/// One region for reports. Returns false when `index` is past the last one. Context: any.
struct port_region {
    struct range range; ///< what is accessible, disabled parts cut off
    bool is_writable;
    bool is_executable;
};
bool port_protection_describe(const struct arch_protection *protection, size_t index,
                              struct port_region *region);

// ---------------------------------------------------------------------------------------------
// Implemented by arch/: the windows to process memory. Only kernel/user_copy.c and arch/ call them.
//
// The hardware checks each access with the rights of the process whose protection is loaded; so
// they are not for handlers that it does not bind. A refused access makes a fault whose handler
// finds its instruction in the exception table, and the window returns; whether the kernel was
// touching process memory is the answer of that table and of nothing else. At most
// USER_WINDOW_BYTES_MAX bytes a call; interrupts may wait for it, about one instruction a byte.

enum { USER_WINDOW_BYTES_MAX = 1024 };

/// Result: how many bytes were not moved, exact; those before them were. Single aligned accesses; a
/// byte is one, and 4 bytes are one if both places are aligned to them.
size_t user_window_copy_in(void *to, uintptr_t from, size_t bytes);
size_t user_window_copy_out(uintptr_t to, const void *from, size_t bytes);

/// One aligned access of 4 or 2 bytes. ERROR_FAULT: refused, value 0.
enum error user_window_load_32(uintptr_t from, uint32_t *value);
enum error user_window_store_16(uintptr_t to, uint32_t value);

/// Replaces an aligned word by `desired` if it is `expected`; *seen is what it was. No program and
/// no other hart comes between. ERROR_FAULT: refused, *seen 0.
enum error user_window_exchange_32(uintptr_t at, uint32_t expected, uint32_t desired,
                                   uint32_t *seen);

/// An entry of a port's exception table: instructions that may fault on process memory, and where
/// to go on then. Distances are those from the first instruction.
struct port_window {
    uintptr_t first;
    uint16_t last_distance; ///< to their last byte
    int16_t resume_distance;
};

/**
 * Implemented by the kernel: finds the entry of a table that an instruction belongs to.
 *
 * @param table  up to `end`, exclusive.
 * @return where to go on; 0: the instruction is in no window. Context: any.
 */
uintptr_t kernel_window_find(const struct port_window *table, const struct port_window *end,
                             uintptr_t pc);

/**
 * Copies bytes of a program image that no process owns yet (the loader's walk).
 *
 * The bytes may change between two reads. The caller has checked that [from, from + bytes) lies in
 * the board's image memory. Context: init, kernel.
 */
void port_image_read(void *to, uintptr_t from, size_t bytes);

// ---------------------------------------------------------------------------------------------
// Implemented by arch/: processor.

/// Has kernel_work() run at base level as soon as nothing more urgent is active. Context: any.
void port_work_pend(void);

/// Sleeps until an interrupt, unless *flags is not 0. Lost wake-ups are impossible. The caller
/// looks at the flags behind it, so what port_work_pend() asked for until then is forgotten.
/// Context: kernel.
void port_sleep(const atomic_uint *flags);

/**
 * Lets interrupts be noted that came since the last return to a process, where the kernel works
 * with interrupts off; elsewhere they note themselves and this does nothing. The kernel calls it
 * once before its rounds; between rounds port_sleep() does the same, as long as no process is
 * ready. Context: kernel.
 */
void port_interrupts_note(void);

/// Starts or stops the tick of PORT_TICK_MICROSECONDS. Context: init, kernel.
enum { PORT_TICK_MICROSECONDS = 5000 };
void port_tick_start(void);
void port_tick_stop(void);

/// Device interrupt lines. Context: init, kernel, top_half.
void port_irq_enable(unsigned line);
void port_irq_disable(unsigned line);

/// Resets the machine. Context: any.
NORETURN void port_reset(void);

/**
 * Leaves the current stack for the emergency stack with interrupts masked and calls kernel_panic().
 * Context: any.
 */
NORETURN void port_panic(const char *cause);

enum port_fault_cause {
    FAULT_DATA_ACCESS,
    FAULT_INSTRUCTION_ACCESS,
    FAULT_BUS,
    FAULT_UNDEFINED_INSTRUCTION,
    FAULT_INVALID_STATE,
    FAULT_INVALID_PC,
    FAULT_NO_COPROCESSOR,
    FAULT_UNALIGNED,
    FAULT_DIVIDE_BY_ZERO,
    FAULT_STACK_ENTRY,  ///< the hardware could not save registers on the process stack
    FAULT_STACK_RETURN, ///< the hardware could not restore them
    FAULT_BREAKPOINT,
    FAULT_STACK_POINTER, ///< the stack pointer is outside the process's memory
    FAULT_UNKNOWN_CALL,  ///< no such system call class, or yield kind
    FAULT_UPCALL_FRAME,  ///< the frame of an upcall or result could not be written
    FAULT_REQUESTED,     ///< by the process console, or as a driver lost what it owes the process
    FAULT_OTHER,
};

/// What is kept of a fault in the record of the process.
struct port_fault {
    uintptr_t address;  ///< what was accessed
    uint32_t status;    ///< the cause register as the hardware gave it
    uint8_t cause;      ///< enum port_fault_cause
    bool has_address;   ///< address is valid
    bool has_registers; ///< the context leads to all registers: port_fault_register()
};

/**
 * Fills in what is kept of the fault noted last, and brings the context to where the fault was.
 * Context: kernel; the protection of the faulted process is loaded.
 */
void port_fault_collect(struct arch_context *context, struct port_fault *fault);

/// One register for reports.
struct port_register {
    const char *name; ///< constant; at most 4 characters
    uintptr_t value;
};

/**
 * Reads one register as it was when the process faulted. Number 0 is the program counter; what
 * follows, in which order, is the port's.
 *
 * @return false when `index` is past the last register, or the registers cannot be read: they may
 *         lie on the stack of the process.
 * Context: kernel; the port_fault of the process has registers, nothing has touched its context or
 * memory since, and its protection is loaded.
 */
MUST_CHECK bool port_fault_register(const struct arch_context *context, size_t index,
                                    struct port_register *shown);

// ---------------------------------------------------------------------------------------------
// Implemented by chips/ (the board's timer): time that never goes back.

/// Ticks since boot. Context: kernel.
uint64_t port_time_now(void);

/// Has kernel_timer_expired() called once when `at` has come. It may also be called before: the
/// kernel looks at the time, and asks again. Replaces the last request.
void port_time_alarm(uint64_t at);
void port_time_alarm_cancel(void);

// ---------------------------------------------------------------------------------------------
// Implemented by the kernel for arch/: what the exception handlers call.

/// Results of kernel_system_call() other than the number of result words (0 to 4), and of
/// kernel_ipc_call().
enum {
    KERNEL_CALL_GONE = -1,    ///< the caller has exited, is faulted or waits; write nothing
    KERNEL_CALL_AGAIN = -2,   ///< go back to before the call instruction; write nothing
    KERNEL_CALL_MESSAGE = -3, ///< an IPC call: the results are the message
};

/**
 * Serves one system call of the current process.
 *
 * @param class     the call's class number as found, not checked.
 * @param argument  the argument registers or copies of them; holds the result words afterwards.
 *                  Words behind these, and all of them with KERNEL_CALL_*, are left as they came. A
 *                  port may pass the registers' own places in the context of the process: what
 *                  port_context_upcall() puts there for this call is not changed behind it.
 * @return words to put in result registers, or KERNEL_CALL_*.
 * Context: kernel (SVCall).
 */
int kernel_system_call(uint32_t class, uint32_t argument[4]);

/**
 * Serves an IPC call of the current process. Part of builds that have IPC; in others these classes
 * come to kernel_system_call(), which knows none of them.
 *
 * @param class    any with bit 6, not checked; the call is a fault if IPC does not have it.
 * @param message  the operands; holds the results afterwards if the result says so.
 * @return KERNEL_CALL_MESSAGE; KERNEL_CALL_AGAIN; or KERNEL_CALL_GONE: who waits gets results by
 *         port_context_message() when it runs again, or goes on behind the call without any.
 * Context: kernel (SVCall).
 */
int kernel_ipc_call(uint32_t class, struct port_message *message);

/**
 * Serves an IPC call of the current process, if that is simple: a message is handed to a process
 * that waits for it and is to run next, which is the current process then and has its protection
 * loaded; or bits are set that nobody waits for. The message is what whoever runs gets. The port
 * has to put it there and, if that is another one, to switch. It asks for no kernel work.
 *
 * @return the context to go on with; if it is another one, the port does not have its registers
 *         yet. Null: nothing was done, and kernel_ipc_call() is to be called.
 * Context: kernel (SVCall).
 */
struct arch_context *kernel_ipc_switch(uint32_t class, struct port_message *message);

/// The current process's stack pointer or frame was refused. Context: kernel (SVCall).
void kernel_call_frame_refused(enum port_fault_cause cause);

/**
 * Does kernel work, then says which process runs. Returns only when there is one: sleeps otherwise.
 * Its protection is loaded. Context: kernel (PendSV).
 */
struct arch_context *kernel_work(void);

/// A tick passed. True: work is pending, pend it. Context: tick.
bool kernel_tick(void);

/// The current process faulted; port_fault_collect() knows why. Context: fault.
void kernel_fault_note(void);

/// A device line was masked because it wants service. Context: top_half (common handler).
void kernel_irq_note(unsigned line);

/// A top half finished something: its line's bottom half is to run. The line stays unmasked.
void kernel_bottom_half_request(unsigned line);

/// Prints what is known and ends: exit of an emulator or reset. Called again, out of its own
/// report, it ends without another word. Context: emergency stack.
NORETURN void kernel_panic(const char *cause);

/**
 * Says for port_panic() what the hardware says about a fault of the kernel itself.
 *
 * @param values  program counter, cause register, address; UINTPTR_MAX: not known.
 * @return a text that lies on no stack. Context: fault.
 */
const char *kernel_fault_text(const uintptr_t values[3]);

/// Called by arch after reset, memory initialised, on the boot stack. Returns before the first
/// process.
void kernel_init(void);

/// Time for the timers, see port_time_alarm(). Context: any.
void kernel_timer_expired(void);

// ---------------------------------------------------------------------------------------------
// Implemented by arch/ for the capsule boundary (mechanisms: crossings and aborts).

/// One crossing into a capsule, on the kernel stack; unlinked when it returns.
struct capsule_record {
    uintptr_t stack_pointer;
    struct capsule_record *previous;
    uint32_t capsule; ///< index in the board's table
};

/// The innermost crossing, or null. Written at the boundary only; read by tick and fault handlers.
extern struct capsule_record *_Atomic capsule_record_current;

typedef void (*capsule_entry_fn)(void *argument);

/**
 * Calls a capsule's entry point with a new record on the chain.
 *
 * @return 0 when the entry point returned, ERROR_FAILED when the capsule was aborted inside.
 * Only capsule_call() of kernel/board.h calls this. Context: kernel.
 */
MUST_CHECK enum error port_capsule_call(uint32_t capsule, capsule_entry_fn entry, void *argument);

/// Abandons the innermost crossing now. Context: kernel, called by a gate below a crossing.
NORETURN void port_capsule_abort(void);

/**
 * A tick found a crossing. Says whether it is to be aborted now.
 * Context: tick, from the port, with the interrupted place known to be capsule text or not.
 */
bool kernel_capsule_overrun(bool is_in_capsule_text);

/// A synchronous trap in capsule text was turned into an abort. Context: fault.
void kernel_capsule_trapped(void);

// ---------------------------------------------------------------------------------------------
// Kernel services for chips/: transferable buffers (the ledger). See capsule.h for the other side.

/**
 * Moves a buffer from the capsule that owns it to a device.
 *
 * @param device  number of the device, chosen by the board; not a capsule's.
 * @param bytes   base of the buffer: borrow until ledger_return().
 * @retval ERROR_STALE    the name is of an earlier ownership, or the calling capsule neither is the
 *                        buffer's home nor has been lent it.
 * @retval ERROR_INVALID  no such buffer, or length_bytes exceeds its capacity.
 * Context: kernel.
 */
MUST_CHECK enum error ledger_take(struct transfer_buffer buffer, uint32_t device,
                                  size_t length_bytes, uint8_t **bytes);

/**
 * Lets a capsule hand a buffer to a device that the calling capsule could hand to it: for a capsule
 * between a client and a device. It cannot open the buffer, and the buffer comes back to its home.
 * The permission ends with the next change of ownership. A name that is not good lends nothing, and
 * a capsule that is out of service is lent nothing.
 *
 * Called by the thunk of a call that has the buffer for an argument. Context: kernel.
 */
void ledger_lend(struct transfer_buffer buffer, uint32_t capsule);

/**
 * Gives a buffer that the device holds back to its home owner.
 *
 * @param buffer  as taken; *returned is the name that is valid from now on.
 * @retval ERROR_STALE  the device does not hold it.
 */
MUST_CHECK enum error ledger_return(struct transfer_buffer buffer, uint32_t device,
                                    struct transfer_buffer *returned);
