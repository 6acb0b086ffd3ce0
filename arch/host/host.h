// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A simulated machine on which the whole of kernel/ runs in unit tests, under sanitizers.
 *
 * Memory: the *pool* is host memory at HOST_POOL_START, filled with 0xA5 by host_open(). The
 * *images* lie at HOST_IMAGES_START for the simulated processor only: nothing is mapped there, so
 * that the kernel dies if it touches an image other than through the port.
 *
 * Programs: a test plays the program that runs. `host.thread` are its registers. host_call() does
 * what an `svc` instruction does: the frame is pushed on the process stack with the rights of the
 * process, the kernel is entered, results are written to the frame, pending work is done, and
 * whoever runs then has its frame popped. `host.current` says who that is; null when the kernel
 * sleeps.
 *
 * Protection: a unit is a table of pure functions (struct host_protection_unit) and a question,
 * whether what is loaded allows an access. port_protection_load() copies, so a change that the
 * kernel forgets to load has no effect. Each unprivileged access is counted, can be refused by
 * number, and can be seen by the test, which may then change any memory (the double fetch of a
 * hostile neighbour). The machine keeps how many windows to process memory are open: a refused
 * access lies in exactly one, and none is open where the kernel leaves, sleeps or aborts a capsule.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kernel/port.h>

enum {
    HOST_POOL_START = 0x20010000,
    HOST_POOL_BYTES = 0x30000,
    HOST_IMAGES_START = 0x40000,
    HOST_IMAGES_BYTES = 0x60000,
    HOST_STATUS_RESET = 72, ///< exit status of port_reset()
    HOST_LINES = 128,
};

// ---------------------------------------------------------------------------------------------
// Protection units

enum host_access { HOST_READ, HOST_WRITE, HOST_EXECUTE };

struct host_protection_unit {
    enum error (*place)(struct range free, const struct port_block_request *request,
                        struct port_block *placed);
    enum error (*encode)(struct arch_protection *protection, struct range image,
                         const struct port_block *block, size_t app_bytes);
    enum error (*expose)(struct arch_protection *protection, uintptr_t app_break, uintptr_t limit,
                         uintptr_t *exposed_end);
    enum error (*map)(struct arch_protection *protection, struct range range, uint32_t rights);
    bool (*describe)(const struct arch_protection *protection, size_t index,
                     struct port_region *region);
    bool (*allows)(const struct arch_protection *protection, uintptr_t address,
                   enum host_access access);
};

/// Ranges with exact ends at multiples of host.granule_bytes. In use after host_open().
extern const struct host_protection_unit host_exact_unit;

// ---------------------------------------------------------------------------------------------
// State of the machine, to be looked at and set by tests

/// Registers of the program that runs.
struct host_thread {
    uint32_t r[4];
    uint32_t r12;
    uint32_t lr;
    uint32_t pc;
    uint32_t xpsr;
    uint32_t sp;
    uint32_t callee_saved[8];
};

struct host {
    const struct host_protection_unit *unit;
    uint32_t granule_bytes; ///< of the exact unit, a power of two
    struct arch_protection loaded;
    unsigned loads; ///< calls of port_protection_load()

    unsigned accesses;     ///< unprivileged accesses so far
    unsigned access_depth; ///< windows to process memory that are open now
    unsigned refuse_at;    ///< the access with this number is refused; 0: none
    void (*after_read)(uintptr_t address, uint8_t *byte); ///< of process or image memory, or null
    void (*after_write)(uintptr_t address);               ///< of process memory, or null
    unsigned executions; ///< of calls, each repetition for itself, and of pieces of kernel work
    void (*execution_begins)(void); ///< behind the push of the frame; or null

    struct arch_context *current; ///< who runs
    struct host_thread thread;

    bool has_no_switches; ///< IPC calls are never served by kernel_ipc_switch()
    unsigned switches;    ///< calls that were
    bool is_work_pending;
    bool is_tick_running;
    bool is_line_enabled[HOST_LINES];
    unsigned sleeps;
    bool sleep_skips_time; ///< sleeping ends at the alarm instead of leaving host_run()
    uint64_t time;
    bool has_alarm;
    uint64_t alarm_at;

    bool has_fault;
    struct port_fault fault; ///< what port_fault_collect() reports next
};

extern struct host host;

/// Maps memory on the first call, and puts the machine into its state after power-on.
void host_open(void);

/// Bytes of the simulated memory as the test sees them, or null outside pool and images.
uint8_t *host_memory_at(uintptr_t address);

/// Panics if a window to process memory is open.
void host_windows_check(void);

/// The kernel begins something anew.
void host_execution_begin(void);

/// True when the program that runs could make the access, as the loaded protection says.
bool host_allows(uintptr_t address, enum host_access access);

// ---------------------------------------------------------------------------------------------
// What the program and the hardware do

/// kernel_work(), but null when the kernel would sleep with nothing to wake it.
struct arch_context *host_kernel_work(void);

/// Lets the kernel do its work and choose who runs (PendSV). Returns host.current.
struct arch_context *host_run(void);

/**
 * The program that runs makes a system call. Repeats it while the kernel asks for that.
 *
 * @return how often the kernel was entered. Results are in host.thread if host.current is the
 * caller.
 */
unsigned host_call(uint32_t call_class, uint32_t r0, uint32_t r1, uint32_t r2, uint32_t r3);

/**
 * The program that runs makes an IPC call with these operands in its registers: in tests with
 * UNIT_IPC. Result as host_call().
 */
unsigned host_ipc_call(uint32_t call_class, const struct port_message *operands);

/// What the registers of the program that runs hold of the results of an IPC call.
struct port_message host_ipc_results(void);

/// How a call ends: not begun, over, or with the call instruction to be executed again.
enum host_call_end { HOST_CALL_REFUSED, HOST_CALL_SERVED, HOST_CALL_AGAIN };

/// How calls are made: behind the push of the frame, `serve` enters the kernel. Returns how often.
unsigned host_call_by(enum host_call_end (*serve)(uint32_t call_class), uint32_t call_class);

/// The first four registers of a caller from its frame. False: no call can have come from there, or
/// the frame cannot be read.
bool host_call_arguments_read(const struct arch_context *caller, uint32_t word[4]);

/// The function of an upcall returns: the program goes on behind its yield.
void host_upcall_return(void);

/// The program that runs faults.
void host_fault(const struct port_fault *fault);

/// A tick. Inside a capsule, called by it: may not return (the capsule is aborted).
void host_tick(bool is_in_capsule_text);

/// Time passes; the alarm, if due, is raised.
void host_time_advance(uint64_t ticks);

/// A device line is raised; it is masked and noted if enabled.
void host_line_raise(unsigned line);

/// A capsule executes a trap instruction. Only inside a capsule.
NORETURN void host_capsule_trap(void);
