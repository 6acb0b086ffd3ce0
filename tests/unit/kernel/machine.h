// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The board of the kernel's tests: its drivers and capsules, program images, and booting it.
 *
 * Capsules do what the test says: each entry point calls the hook of that kind with the number of
 * the capsule, if there is one, and is counted. Without a hook, command 0 succeeds and others are
 * not supported. The capsule CAPSULE_WATCHER keeps the kernel's events.
 */
#pragma once

#include <kernel/board.h>

#include "host.h"
#include "process.h"

enum {
    CAPSULE_FIRST,   ///< serves DRIVER_FIRST: two of each slot, a grant
    CAPSULE_SECOND,  ///< serves DRIVER_SECOND: one of each slot, a grant
    CAPSULE_BARE,    ///< serves DRIVER_BARE: no grant
    CAPSULE_GREEDY,  ///< serves DRIVER_GREEDY: a grant of 2000 bytes
    CAPSULE_WATCHER, ///< may look at and control processes and the machine; no driver
    CAPSULE_COUNT,
};

enum {
    DRIVER_FIRST = 0x0,
    DRIVER_SECOND = 0x1,
    DRIVER_BARE = 0x2,
    DRIVER_GREEDY = 0x90000,
    DRIVER_ABSENT = 0x7,
};

enum {
    TEST_SLOTS_MAX = 8,
    TEST_SLOTS = 4,
    TEST_TIME_HZ = 1000000,
    TEST_BUFFERS = 2,
    TEST_BUFFER_BYTES = 64,
    TEST_SECOND_GRANT_BYTES = 100,
    TEST_SECOND_KEPT_BYTES = 6,
    TEST_EVENTS_MAX = 4096,
    TEST_RESERVE_BYTES = 512,
    TEST_DEVICE_LINE = 5,
    TICKS_PER_MILLISECOND = TEST_TIME_HZ / 1000,
};

/// The board, which the kernel knows as the constant `board`; tests may change it before they boot.
extern struct board test_board __asm__("board");
extern struct policy test_policy;
extern struct process_slot test_slots[TEST_SLOTS_MAX];
extern struct capsule_status test_capsule_status[CAPSULE_COUNT];
extern struct ledger_state test_buffer_states[TEST_BUFFERS];
extern uint8_t test_buffer_bytes[TEST_BUFFERS][TEST_BUFFER_BYTES];
extern uint8_t test_capsule_state[CAPSULE_COUNT - 1]; ///< a byte for each but the watcher

/// What capsules do, and how often they were called.
struct capsule_hooks {
    void (*command)(unsigned capsule, struct command *command);
    void (*init)(unsigned capsule);
    void (*deferred)(unsigned capsule);
    void (*timer)(unsigned capsule);
    void (*process_ended)(unsigned capsule, struct process_id id);
    void (*on_restart)(unsigned capsule, struct process_id id);
    void (*bottom_half)(void);
    void (*buffer_abort)(uint32_t index);
    unsigned inits[CAPSULE_COUNT];
    unsigned deferreds[CAPSULE_COUNT];
    unsigned timers[CAPSULE_COUNT];
    unsigned ends[CAPSULE_COUNT];
    unsigned restarts[CAPSULE_COUNT]; ///< processes that it was told of after one
    unsigned aborts[TEST_BUFFERS];
    unsigned bottom_halves;
    unsigned deferred_limit; ///< for the hook's own use
    bool watcher_is_deaf;    ///< it leaves events where they are
    bool watcher_is_slow;    ///< it never says that a fault has been reported
};
extern struct capsule_hooks hooks;

/// Events that the watcher has taken, in order.
extern struct kernel_event test_events[TEST_EVENTS_MAX];
extern unsigned test_event_count;
extern uint32_t test_events_lost;

/// The first event of a kind, or null.
const struct kernel_event *event_find(enum kernel_event_kind kind);

/// The machine after power-on: no image, the exact protection unit.
void machine_open(void);

/// Protection units of real processors: the encoder as it ships, and the model of the hardware for
/// accesses.
extern const struct host_protection_unit v7_unit;
extern const struct host_protection_unit v8_unit;
extern const struct host_protection_unit riscv_unit;

/// All that there are, the exact one first.
enum { MACHINE_UNITS = 4 };
extern const struct host_protection_unit *const machine_units[MACHINE_UNITS];

/// kernel_init() and all work that there is; leaves the first process running or the kernel asleep.
void machine_boot(void);

// ---------------------------------------------------------------------------------------------
// Program images

enum { TBF_BYTES_MAX = 2048 };

/// An image under construction: header first, then whatever the total size leaves.
struct tbf {
    uint8_t bytes[TBF_BYTES_MAX];
    uint32_t header_bytes;
    uint32_t total_bytes;
};

struct tbf tbf_new(uint32_t total_bytes);
void tbf_element(struct tbf *tbf, uint32_t type, const void *value, uint32_t length);
void tbf_words(struct tbf *tbf, uint32_t type, const uint32_t word[], uint32_t count);
void tbf_main(struct tbf *tbf, uint32_t entry, uint32_t protected_bytes, uint32_t ram_bytes);
void tbf_program(struct tbf *tbf, uint32_t entry, uint32_t protected_bytes, uint32_t ram_bytes,
                 uint32_t binary_end);
void tbf_name(struct tbf *tbf, const char *name);
void tbf_kernel_version(struct tbf *tbf, uint32_t major, uint32_t minor);
void tbf_fixed(struct tbf *tbf, uint32_t ram, uint32_t flash);

/// Enabled, header size, total size and checksum in place.
void tbf_finish(struct tbf *tbf);
void tbf_put_16(struct tbf *tbf, uint32_t offset, uint32_t value);
void tbf_put_32(struct tbf *tbf, uint32_t offset, uint32_t value);
void tbf_checksum(struct tbf *tbf);

/// Copies the header to the image memory. Returns the address behind the image.
uint32_t tbf_install(const struct tbf *tbf, uint32_t address);

/// A sound image of 1 KiB behind those installed so. Returns its address.
uint32_t image_install(const char *name, uint32_t ram_bytes);

/// Boots with one program named "one" that runs. Returns it.
struct process *machine_boot_one(void);

/// Boots with programs named "one" and "two"; "one" runs.
void machine_boot_two(void);

// ---------------------------------------------------------------------------------------------
// Looking and acting

/// The process in a slot, which must be there.
struct process *process_in(unsigned slot);

/// What the process console would be told about a slot, through the gate.
struct process_information process_shown(unsigned slot);

/// process_control() by the watcher.
enum error process_controlled(struct process_id id, enum process_action action);

/// The process that runs, or null.
struct process *process_running(void);

/// Runs `function` inside a capsule. True: it was not aborted.
bool in_capsule(unsigned capsule, void (*function)(void));

/**
 * All that must hold at any time between two entries of the kernel: the order of the bounds of each
 * process, blocks inside the pool and apart, what the hardware allows the program that runs, ready
 * lists, queues, grants.
 */
void machine_check(void);

/// The program that runs makes a call and goes on; everything is checked behind it. Returns r0.
uint32_t program_call(uint32_t call_class, uint32_t r0, uint32_t r1, uint32_t r2, uint32_t r3);

/// The same, for a call that the caller does not return from at once.
void program_leave(uint32_t call_class, uint32_t r0, uint32_t r1, uint32_t r2, uint32_t r3);

/// program_call() that must succeed or fail so; compares the variant and the words that it names.
void program_expect(const uint32_t call[5], uint32_t variant, uint32_t r1, uint32_t r2,
                    uint32_t r3);

/// Moves the break of the program that runs to memory start + `bytes`, with its stack at the end.
void program_grow(uint32_t bytes);

/// Has the capsule's driver schedule an upcall. Returns what the gate returned.
enum error schedule_upcall(unsigned capsule, struct process_id id, uint32_t number, uint32_t a0,
                           uint32_t a1, uint32_t a2);
