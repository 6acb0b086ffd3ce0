// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Systems for tests of IPC: a description, the processes in it, and what they do.
 *
 *     system_open();
 *     const unsigned client = system_process("client", 16);
 *     const unsigned server = system_process("server", 16);
 *     const uint32_t call = system_call_entry(client, server, CALL_RIGHTS, 0x77);
 *     system_boot();
 *     run(server);
 *     waits(IPC_RECEIVE, (struct port_message){0});
 *     ...
 *
 * Processes are numbered as rows; each is loaded into the slot of its number.
 */
#pragma once

#include <abi/ipc.h>
#include <abi/system.h>

#include "machine.h"
#include "state.h"
#include "support.h"

enum {
    RANK = 16,
    CALL_RIGHTS = IPC_RIGHT_CALL | IPC_RIGHT_SEND | IPC_RIGHT_GRANT | IPC_RIGHT_GRANT_REPLY,
    PROGRAM_BYTES = 3072, ///< of the memory of each process, once system_boot() has grown it
    FREE_SLOTS = 4,       ///< of the table of each, unless a test says otherwise
};

/// The description under construction. Tests may change rows and entries before they boot.
struct system_table {
    struct system_header header;
    struct system_process process[SYSTEM_PROCESSES_MAX];
    struct system_capability capability[256];
    struct system_map map[8];
    struct system_service service[8];
    struct system_sought sought[8];
    struct system_region region[4];
    uint32_t content[4]; ///< of regions
};

/// The memory of regions.
enum { REGIONS_START = 0x30000000, REGIONS_BYTES = 256 };
/// What programs may have of the machine: a device here and another 64 KiB behind it, three lines.
enum { DEVICE_START = 0x40005000, DEVICE_BYTES = 0x1000, LINE_FIRST = 8, LINE_LAST = 10 };
extern uint8_t test_regions[REGIONS_BYTES];
extern struct system_table system_table;

/// Nothing in it. On the machine after power-on.
void system_open(void);

/// Adds a row; all of its capabilities must be added before the next row is.
unsigned system_process(const char *name, unsigned rank);

/// Adds an entry to the last row. Returns its index in the table of the process.
uint32_t system_entry(uint8_t kind, uint8_t rights, uint16_t target, uint64_t badge);

/// Makes sizes and checksum right.
void system_finish(void);

/// Finishes it, loads a program for each row, and gives each a buffer if wanted. The first runs.
enum buffers { WITHOUT_BUFFERS, WITH_BUFFERS };
void system_boot(enum buffers buffers);

// ---------------------------------------------------------------------------------------------
// What programs do. All of them end with a check of everything that must hold at any time.

/// Has a process that is ready be the one that runs.
void run(unsigned row);

/// The program that runs makes an IPC call and goes on. Returns the results.
struct port_message does(uint32_t class, struct port_message operands);

/// The same, for a call that has it wait.
void waits(uint32_t class, struct port_message operands);

/// Has a process that waited run, and returns what it got.
struct port_message got(unsigned row);

/// does() for a call that must end with a status and nothing else.
void ends(uint32_t class, struct port_message operands, uint32_t status);

/// got() likewise.
void got_status(unsigned row, uint32_t status);

struct ipc *ipc_of(unsigned row);
unsigned row_of(const struct ipc *ipc);

/// The buffer of a process as the test sees it.
struct ipc_buffer *buffer_of(unsigned row);

uint64_t badge_of(struct port_message results);

/// How often people have been told that a message was cut because of a process.
unsigned warnings_about(unsigned row);

/// Ends a life: terminated by the console.
void terminate(unsigned row);

/// All kernel work that there is.
void settle(void);

/// The invariants of kernel/ipc/state.h, and that each process is in the lists that it should be.
void ipc_check(void);

#define INFO(label, caps, length) \
    ((uint32_t)(label) << IPC_LABEL_SHIFT | (uint32_t)(caps) << IPC_EXTRA_CAPS_SHIFT | (length))
