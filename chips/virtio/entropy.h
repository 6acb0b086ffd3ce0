// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A virtio entropy device as a source of random bytes (hal/entropy.h).
 *
 * The machine may have none; then every request is refused. A device that breaks the rules of its
 * queue, or whose line storms, is stopped for good, and its last request ends with ERROR_FAILED.
 *
 * The board calls virtio_entropy_initialise(), has the bottom half called for the device's line,
 * and defines the client.
 *
 * Source: Virtual I/O Device 1.1, 5.4.
 */
#pragma once

#include <hal/entropy.h>

/// The functions of the contract `struct entropy_source`. Context: kernel.
bool virtio_entropy_is_present(void);
enum error virtio_entropy_request(struct transfer_buffer buffer, size_t length_bytes);
enum error virtio_entropy_cancel(void);

/// Who is told. Defined by the board. Called from the bottom half.
extern const struct entropy_client virtio_entropy_client;

/// The number under which the source holds buffers in the ledger. Defined by the board.
extern const uint32_t virtio_entropy_device;

/// Looks for the device in all slots, starts it and enables its line. Returns the line; 0: there is
/// no device. Context: init.
unsigned virtio_entropy_initialise(void);

/// Serves the device's line. Context: kernel.
void virtio_entropy_bottom_half(void);
