// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * System descriptions: who may talk to whom, who sees which memory, who has how much time.
 *
 * A description is one table in the kernel's flash, at the board's BOARD_SYSTEM_BASE (at most
 * BOARD_SYSTEM_BYTES; both are facts of boards with IPC). It is trusted like the board, but read
 * with checks. Erased flash or zeros there: no description, and no process has IPC. tools/system
 * makes it; tests make it by hand.
 *
 * The table: a header, then the arrays that it names, in any order, each at a multiple of 4 bytes
 * from the start of the header. All numbers are little-endian. A process finds its row by its name,
 * as its image says it; names are unique. A row names ranges of the other arrays: `first` and
 * `count`. Rows are referred to by their number.
 *
 * A process's capability table: index 0 is its own, then come the entries of its row in their
 * order, then `slots` empty ones. No two rows share an entry: those of a row stand behind those of
 * the rows before it. Each line of an interrupt has one entry.
 */
#pragma once

#include <stdint.h>

#define SYSTEM_MAGIC 0x4D534842u ///< "BHSM"
#define SYSTEM_VERSION 1u

enum {
    SYSTEM_PROCESSES_MAX = 63,
    SYSTEM_NAME_BYTES_MAX = 32,
    SYSTEM_CAPABILITIES_MAX = 254, ///< of one process, with its slots
    SYSTEM_SLOTS_MAX = 64,         ///< of these, for entries at run time
    SYSTEM_REPLY_SLOTS_MAX = 8,
    SYSTEM_MAPS_MAX = 8, ///< of one process
    SYSTEM_NO_ROW = 0xFFFF,
    /// Twice the longest run of the kernel, at 25 million instructions a second.
    SYSTEM_BUDGET_MICROSECONDS_MIN = 320,
    SYSTEM_PERIOD_MICROSECONDS_MAX = 60000000,
};

/// An array: `offset` from the start of the header.
struct system_array {
    uint32_t offset;
    uint32_t count;
};

struct system_header {
    uint32_t magic;
    uint32_t version;
    uint32_t total_bytes; ///< of the whole table, a multiple of 4
    uint32_t checksum;    ///< such that the exclusive or of all words of the table is 0
    struct system_array processes;
    struct system_array capabilities;
    struct system_array maps;
    struct system_array services;
    struct system_array sought;
    struct system_array regions;
};

/// A part of an array.
struct system_range {
    uint16_t first;
    uint16_t count;
};

enum system_process_flag {
    SYSTEM_PASSIVE = 1 << 0,        ///< has no time of its own behind its first receive
    SYSTEM_TIMEOUT_FAULTS = 1 << 1, ///< used-up time is a fault that its parent gets
};

struct system_process {
    char name[SYSTEM_NAME_BYTES_MAX]; ///< zeros behind name_length_bytes
    uint8_t name_length_bytes;        ///< 1 to 32
    uint8_t rank;                     ///< 0 (most urgent) to 31
    uint8_t flags;                    ///< enum system_process_flag, or-ed; others are 0
    uint8_t reply_slots;              ///< 1 to SYSTEM_REPLY_SLOTS_MAX
    uint32_t budget_microseconds;     ///< SYSTEM_BUDGET_MICROSECONDS_MIN to period; 0: no budget
    uint32_t period_microseconds;     ///< at most SYSTEM_PERIOD_MICROSECONDS_MAX; 0 if budget is
    uint16_t parent;                  ///< its row, or SYSTEM_NO_ROW
    uint8_t child_id;                 ///< by which the parent knows it, 0 to 61; 0 without one
    uint8_t slots;                    ///< empty entries, 0 to SYSTEM_SLOTS_MAX
    struct system_range capabilities;
    struct system_range maps;
    struct system_range sought;
};

/**
 * An entry of a capability table. STATIC is implied. By kind (abi/ipc.h):
 *
 *     call, notify  target: row of the process; rights; channel: the holder's number of the
 *                   channel; badge: what the target sees, for calls without the kernel's bit
 *                   IPC_BADGE_FAULT. For watched channels WATCH, which tells the target: then
 *                   `watch` is the target's own number of that channel
 *     irq           target: the interrupt line; badge: the bit set in the holder's own word
 *     child         target: row of the child; channel: its id
 *     debug         nothing else
 */
struct system_capability {
    uint8_t kind;
    uint8_t rights;
    uint16_t target;
    uint8_t channel;
    uint8_t watch;
    uint16_t reserved; ///< 0
    uint32_t badge_low;
    uint32_t badge_high;
};

enum system_map_flag {
    SYSTEM_MAP_WRITE = 1 << 0,
    SYSTEM_MAP_EXECUTE = 1 << 1,
    SYSTEM_MAP_DEVICE = 1 << 2,
};

/// Memory beside its image and block that a process may read.
struct system_map {
    uint32_t base;
    uint32_t bytes;
    uint32_t flags; ///< enum system_map_flag, or-ed
};

/// A name under which a process offers its endpoint to those that connect.
struct system_service {
    char name[SYSTEM_NAME_BYTES_MAX]; ///< zeros behind name_length_bytes
    uint8_t name_length_bytes;
    uint8_t reserved; ///< 0
    uint16_t process; ///< row of who offers it
};

/// A service that a process may connect to, and what it then gets: a call entry, not STATIC.
struct system_sought {
    uint16_t service;
    uint8_t rights;
    uint8_t reserved; ///< 0
    uint32_t badge_low;
    uint32_t badge_high;
};

/// Memory that maps lead to and that is no device: zero at boot, but for what it begins with.
struct system_region {
    uint32_t base;
    uint32_t bytes;          ///< both multiples of 4
    uint32_t content_offset; ///< from the start of the header, a multiple of 4
    uint32_t content_bytes;  ///< at most `bytes`
};

_Static_assert(sizeof(struct system_header) == 64 && sizeof(struct system_process) == 60 &&
                   sizeof(struct system_capability) == 16 && sizeof(struct system_map) == 12 &&
                   sizeof(struct system_service) == 36 && sizeof(struct system_sought) == 12 &&
                   sizeof(struct system_region) == 16,
               "no padding");
