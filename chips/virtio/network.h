// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A virtio network device as an Ethernet device (hal/ethernet.h).
 *
 * The machine may have none; then every request is refused. A device that breaks the rules of one
 * of its queues, or whose line storms, is stopped for good, and what is under way ends with
 * ERROR_FAILED. None of the features is used by which a device works on what is in a frame.
 *
 * The board calls virtio_network_initialise(), has the bottom half called for the device's line,
 * and defines the client.
 *
 * Source: Virtual I/O Device 1.1, 5.1.
 */
#pragma once

#include <hal/ethernet.h>
#include <hal/eui64.h>

/// The functions of the contract `struct ethernet`. Context: kernel.
void virtio_network_describe(struct ethernet_description *description);
enum error virtio_network_receive(struct transfer_buffer buffer);
enum error virtio_network_transmit(struct transfer_buffer buffer, size_t length_bytes);
enum error virtio_network_cancel(void);

/// That of `struct eui64_source`: the device's address, with FF FE in its middle. Context: kernel.
enum error virtio_network_eui64(uint64_t *number);

/// Who is told. Defined by the board. Called from the bottom half.
extern const struct ethernet_client virtio_network_client;

/// The number under which the device holds buffers in the ledger. Defined by the board.
extern const uint32_t virtio_network_device;

/// Looks for the device in all slots, starts it and enables its line. Returns the line; 0: there is
/// no device. Context: init.
unsigned virtio_network_initialise(void);

/// Serves the device's line. Context: kernel.
void virtio_network_bottom_half(void);
