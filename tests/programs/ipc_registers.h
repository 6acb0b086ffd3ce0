// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * IPC calls with all registers filled with patterns, for a client and its server: both check that
 * the results stand where they should and that no other register has changed.
 */
#pragma once

#include <abi/ipc.h>
#include <bulkhead/ipc_call.h>
#include <stdbool.h>

#include "registers_probe.h"

enum {
    MESSAGE_LENGTH_MASK = (1 << IPC_LENGTH_BITS) - 1,
    MESSAGE_LENGTH_MAX = 10,
    SERVER_BADGE = 0xB0000005,
    SERVER_KEY = 0x5A5A5A5A,
};

/// See registers.c.
void probe_ipc_call(struct registers *registers);
void probe_ipc_reply_receive(struct registers *registers);
void probe_ipc_receive(struct registers *registers);
void probe_ipc_signal(struct registers *registers);

typedef void (*ipc_probe_fn)(struct registers *);

static uint32_t pattern = 0x2468ACE1;

static inline uint32_t pattern_next(void)
{
    pattern = pattern * 1664525 + 1013904223;
    return pattern;
}

static inline uint32_t message_length(uint32_t info)
{
    return info & MESSAGE_LENGTH_MASK;
}

/// Makes a call and counts the registers that it should have left alone.
static inline struct bulkhead_ipc_registers
ipc_call_checked(ipc_probe_fn probe, const struct bulkhead_ipc_registers *operands,
                 uint32_t *wrong_registers)
{
    static struct registers used;
    struct registers before;
    uint32_t *words = (uint32_t *)&before;
    for (uint32_t i = 0; i < sizeof(before) / sizeof(uint32_t); i++) {
        words[i] = pattern_next();
    }
    registers_message_put(&before, operands);
    registers_prepare(&before, &used);
    used = before;
    probe(&used);
    const struct bulkhead_ipc_registers results = registers_message(&used);
    registers_message_put(&used, operands);
    registers_mask(&before);
    registers_mask(&used);
    const uint32_t *seen = (const uint32_t *)&used;
    for (uint32_t i = 0; i < sizeof(before) / sizeof(uint32_t); i++) {
        *wrong_registers += words[i] != seen[i];
    }
    return results;
}
