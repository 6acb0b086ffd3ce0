// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the driver of a crypto device stands on: the model of the device, a ledger with one buffer,
 * and a client that notes what it is told.
 *
 * The device does nothing by itself. crypto_serve() does what the standard says of the request that
 * was offered last, with sessions that it keeps; model_use() is for what it does not say.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <chips/virtio/crypto.h>

#include "fake_ledger.h"
#include "virtio_model.h"

enum { DATA, CONTROL, QUEUES };
enum { BUFFER_BYTES = 128, SESSIONS = 4 };
enum { CIPHER_ECB = 2, CIPHER_CBC = 3 };

struct crypto_session {
    bool is_there;
    uint32_t cipher;
    uint32_t direction; ///< 1: to encrypt, 2: to decrypt
    uint8_t key[AES_KEY_BYTES];
};

struct crypto {
    bool lacks_blocks; ///< it has no ECB
    struct crypto_session sessions[SESSIONS];
    uint8_t bytes[BUFFER_BYTES]; ///< of the buffer

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

/// The bytes that a part of the request offered last shows; fails the test if it is shorter.
uint8_t *crypto_part(unsigned queue, unsigned part, uint32_t length_bytes);

/// The word at a place of the first part.
uint32_t crypto_word(unsigned queue, unsigned place);

/// Does what the request offered last asks for, and lets the driver know. Its cipher adds the first
/// byte of the key to each byte, and takes it off.
void crypto_serve(unsigned queue);

/// Whether a key is in a session of the device.
bool crypto_has_key(const uint8_t *key);
