// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A serial peripheral bus below the capsules of a test, with devices that are functions: each byte
 * that is sent is answered with another one. Below it a ledger with a buffer of each capsule.
 *
 * A transfer ends in wire_step() only; wire_run() goes on until nobody has anything to do.
 */
#pragma once

#include <hal/spi.h>

#include "bench.h"
#include "fake_board.h"

enum { WIRE_BUFFER_BYTES = 512, WIRE_NOBODY = 0xFF };

struct wire_buffer {
    uint8_t bytes[WIRE_BUFFER_BYTES];
    uint32_t generation;
    bool is_at_device;
};

struct wire {
    bool is_busy;
    bool is_cancelled;
    bool is_stuck;      ///< no transfer ends
    enum error refusal; ///< of all transfers
    uint8_t selected;   ///< WIRE_NOBODY, or the device
    uint8_t selection;  ///< enum spi_selection, as it was last
    unsigned transfers;
    unsigned releases; ///< of a device that was selected
    struct transfer_buffer buffer;
    struct spi_message message;
    struct wire_buffer buffers[BENCH_CAPSULES_MAX];
};
extern struct wire wire;

/// The bus, for what a board would define.
enum error wire_transfer(struct transfer_buffer buffer, struct spi_message message);
enum error wire_cancel(void);

/// Defined by the test: what a device answers to a byte, and that it is let go.
uint8_t device_byte(uint8_t device, uint8_t selection, uint8_t sent);
void device_released(uint8_t device);

/// Defined by the test: who is told.
void wire_done(const struct spi_done *event);

/// Forgets all; the ledger's names stay used. For a test's reset, before bench_reset().
void wire_reset(void);

/// Ends the transfer that is under way. False: there is none.
bool wire_step(void);

void wire_run(void);

/// Lets time pass, in which no transfer ends, and runs what is due.
void wire_wait(uint32_t milliseconds);

/// Has a capsule fail, as the kernel does: the bus is asked for its buffer, or the name changes.
void wire_capsule_fail(size_t capsule);

/// The name of a capsule's buffer.
struct transfer_buffer wire_name(size_t capsule);
