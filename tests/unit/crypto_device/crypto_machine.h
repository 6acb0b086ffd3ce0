// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the driver of a crypto device stands on: the registers of the device in slot DEVICE_SLOT, a
 * ledger with one buffer, and a client that notes what it is told.
 *
 * The device does nothing by itself. crypto_serve() does what the standard says of the request that
 * was offered last, with sessions that it keeps; crypto_use() is for what it does not say.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <chips/virtio/crypto.h>
#include <chips/virtio/queue.h>

enum { DATA, CONTROL, QUEUES };
enum { DEVICE_SLOT = 3, DEVICE_LINE = DEVICE_SLOT + 1, BUFFER_BYTES = 128, SESSIONS = 4 };
enum { CIPHER_ECB = 2, CIPHER_CBC = 3 };

struct crypto_session {
    bool is_there;
    uint32_t cipher;
    uint32_t direction; ///< 1: to encrypt, 2: to decrypt
    uint8_t key[AES_KEY_BYTES];
};

struct crypto {
    // The device.
    bool is_absent;
    bool never_resets;
    bool lacks_blocks; ///< it has no ECB
    uint32_t version;
    uint32_t configuration[4]; ///< status, data queues, services, ciphers
    uint32_t status;
    uint32_t selected_queue;
    uint32_t queue_count;      ///< that it has
    uint64_t parts[QUEUES][3]; ///< where the parts of its queues lie
    bool has_queue[QUEUES];
    uint32_t interrupt;
    unsigned notifications[QUEUES];
    struct crypto_session sessions[SESSIONS];

    // The kernel.
    bool is_line_enabled;
    bool is_line_masked;
    bool is_bottom_half_requested;
    uint8_t bytes[BUFFER_BYTES];
    struct transfer_buffer name;
    bool is_at_device;

    // The client.
    unsigned keys;
    enum error key_status;
    unsigned pieces;
    enum error piece_status;
};
extern struct crypto crypto;

/// A current device that has just been plugged in and started; nothing is under way.
void crypto_reset(void);

/// Plugs in another one, which knows no session. What the driver has under way is still under way.
void crypto_plug_in(void);

struct virtio_queue *crypto_queue(unsigned queue);

/// The bytes that a part of the request offered last shows; fails the test if it is shorter.
uint8_t *crypto_part(unsigned queue, unsigned part, uint32_t length_bytes);

/// The word at a place of the first part.
uint32_t crypto_word(unsigned queue, unsigned place);

/// The device says that it has used a request, in the place where the driver looks next.
void crypto_use(unsigned queue, uint16_t index, uint32_t id, uint32_t length_bytes);

/// It says so as the standard wants it, of the request that was offered last.
void crypto_finish(unsigned queue, uint32_t length_bytes);

/// Does what the request offered last asks for, and lets the driver know. Its cipher adds the first
/// byte of the key to each byte, and takes it off.
void crypto_serve(unsigned queue);

/// Whether a key is in a session of the device.
bool crypto_has_key(const uint8_t *key);
