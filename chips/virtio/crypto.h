// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A virtio crypto device as an engine for AES (hal/aes.h).
 *
 * The machine may have none, and one that does not know AES at all, or has more than one queue for
 * data, is none. A device that breaks the rules of its queues, or whose line storms, is stopped for
 * good, and what is under way ends with ERROR_FAILED.
 *
 * A key becomes a *session* of the device, of which there is one at most: it is destroyed before
 * the next one is made, and when the key is to be forgotten. The device is asked for modes that it
 * does not list, too: the emulator's lists one, and knows more.
 *
 * The board calls virtio_crypto_initialise(), has the bottom half called for the device's line, and
 * defines the client.
 *
 * Source: Virtual I/O Device 1.2, 5.9.
 */
#pragma once

#include <hal/aes.h>

/// The functions of the contract `struct aes_engine`. Context: kernel.
bool virtio_crypto_is_present(void);
enum error virtio_crypto_key_set(const struct aes_key *key);
enum error virtio_crypto_crypt(struct transfer_buffer buffer, const struct aes_vector *vector,
                               size_t length_bytes);
enum error virtio_crypto_cancel(void);

/// Who is told. Defined by the board. Called from the bottom half.
extern const struct aes_client virtio_crypto_client;

/// The number under which the device holds buffers in the ledger. Defined by the board.
extern const uint32_t virtio_crypto_device;

/// Looks for the device in all slots, starts it and enables its line. Returns the line; 0: there is
/// no device. Context: init.
unsigned virtio_crypto_initialise(void);

/// Serves the device's line. Context: kernel.
void virtio_crypto_bottom_half(void);
