// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the kernel does with the memory of two partners: each IPC call, each way in which it can go
 * on, and each kind of work for IPC, as a scenario of its own.
 *
 * Before a scenario begins, programs have gone on until they are where it wants them (`prepare`),
 * and one of them runs. Then that makes one call, or one thing happens (`act`), and it is that
 * which the tests disturb.
 */
#pragma once

#include "system.h"

/// Programs, as rows and slots.
enum { CLIENT, SERVER, CHILD, PASSIVE, PROGRAMS };

struct ipc_scenario {
    const char *name;
    void (*prepare)(void);
    void (*act)(void); ///< or null: `call`
    uint32_t class;
    struct port_message call;
    uint32_t other[4]; ///< r0 to r3 as somebody would rather have them; all zero: none
};

extern const struct ipc_scenario ipc_scenarios[];
extern const unsigned ipc_scenario_count;

/// Boots the machine of all scenarios.
void ipc_scenario_boot(void);

/// Makes the call, or has the thing happen.
void ipc_scenario_act(const struct ipc_scenario *scenario);

/// A line that programs may wait for, and the service of SERVER.
enum { SCENARIO_LINE = 9 };
#define SCENARIO_SERVICE "echo"

/// Words of the buffer of each program.
uint32_t scenario_word(unsigned row, uint32_t index);
