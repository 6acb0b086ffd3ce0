// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The ledger as a driver of a device sees it: ledger_take() and ledger_return(), of a few buffers
 * that lie where the test says. Whoever takes or returns what it may not fails the test; a name
 * that is not good is refused.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kernel/port.h>

enum { FAKE_LEDGER_BUFFERS = 2 };

struct fake_ledger_buffer {
    uint8_t *bytes;
    size_t length_bytes;         ///< 0: there is no such buffer
    uint32_t devices;            ///< that may take it, a bit each
    struct transfer_buffer name; ///< good for one stretch of ownership
    bool is_at_device;
    uint32_t at_device; ///< which
};
extern struct fake_ledger_buffer fake_ledger[FAKE_LEDGER_BUFFERS];

/// Puts bytes in the place of a buffer: they are at no device, and their name is another one.
void fake_ledger_put(unsigned index, uint8_t *bytes, size_t length_bytes, uint32_t devices);
