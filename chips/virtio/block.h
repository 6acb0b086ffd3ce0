// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A virtio block device as a disk (hal/block.h).
 *
 * The machine may have none; then every request is refused. A device that breaks the rules of its
 * queue, or whose line storms, is stopped for good, and its last request ends with ERROR_FAILED.
 *
 * The board calls virtio_block_initialise(), has the bottom half called for the device's line, and
 * defines the client.
 *
 * Source: Virtual I/O Device 1.1, 5.2.
 */
#pragma once

#include <hal/block.h>

/// The functions of the contract `struct block_device`. Context: kernel.
void virtio_block_describe(struct block_description *description);
enum error virtio_block_read(const struct block_transfer *transfer);
enum error virtio_block_write(const struct block_transfer *transfer);
enum error virtio_block_flush(void);
enum error virtio_block_cancel(void);

/// Who is told. Defined by the board. Called from the bottom half.
extern const struct block_client virtio_block_client;

/// The number under which the device holds buffers in the ledger. Defined by the board.
extern const uint32_t virtio_block_device;

/// Looks for the device in all slots, starts it and enables its line. Returns the line; 0: there is
/// no device. Context: init.
unsigned virtio_block_initialise(void);

/// Serves the device's line. Context: kernel.
void virtio_block_bottom_half(void);
