// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * An engine for ciphers (hal/aes.h) that does what the test says, also what none should.
 *
 * Its cipher is a simple one, of which only that matters which all have: a block becomes another
 * one and back, depending on the key. Nothing ends by itself but with engine_step().
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hal/aes.h>

enum { ENGINE_BUFFER_BYTES = 128 };

struct engine {
    // The test's.
    bool is_absent;
    bool lacks_blocks;       ///< it does not know AES_MODE_BLOCKS
    enum error key_status;   ///< of the keys that it would take
    enum error key_answer;   ///< of key_set()
    enum error crypt_answer; ///< of crypt()
    enum error piece_status; ///< how pieces end
    bool keeps_buffer;       ///< of the piece under way, for good

    // What it does.
    bool has_key;
    bool is_setting;
    bool has_piece;
    bool is_cancelled;
    struct aes_key key;
    const struct aes_key *given; ///< where that was, at the user's
    struct aes_vector vector;
    size_t length_bytes;
    uint8_t bytes[ENGINE_BUFFER_BYTES];

    // What it was asked.
    unsigned keys;
    unsigned pieces;
    unsigned cancels;
};
extern struct engine engine;

void engine_reset(void);

/// Ends what is under way. False: nothing is.
bool engine_step(void);

/// A block of the cipher, there or back.
void engine_block(const uint8_t *key, enum aes_direction direction, uint8_t *block);

/// Whether 16 bytes in a row of the buffer are those.
bool engine_buffer_has(const uint8_t *bytes);

/// Who is told. Set by the test.
extern const struct aes_client *engine_client;
