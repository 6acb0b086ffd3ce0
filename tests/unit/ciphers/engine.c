// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "engine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <capsules/aes/aes.h>
#include <cmocka.h>

enum { BLOCK = AES_BLOCK_BYTES };

struct engine engine;
const struct aes_client *engine_client;

void engine_reset(void)
{
    memset(&engine, 0, sizeof engine);
}

void engine_block(const uint8_t *key, enum aes_direction direction, uint8_t *block)
{
    uint8_t from[BLOCK];
    memcpy(from, block, BLOCK);
    for (size_t i = 0; i < BLOCK; i++) {
        const size_t other = (i * 5 + 3) % BLOCK;
        if (direction == AES_ENCRYPT) {
            block[other] = (uint8_t)((from[i] ^ key[i]) * 7u + i * 31u + key[other]);
        } else {
            // 7 times 183 is 1, modulo 256.
            block[i] = (uint8_t)((uint8_t)((from[other] - key[other] - i * 31u) * 183u) ^ key[i]);
        }
    }
}

bool engine_buffer_has(const uint8_t *bytes)
{
    for (size_t i = 0; i + BLOCK <= sizeof engine.bytes; i++) {
        if (memcmp(engine.bytes + i, bytes, BLOCK) == 0) {
            return true;
        }
    }
    return false;
}

// ---------------------------------------------------------------------------------------------
// The buffer, of the capsule or of the engine

static bool is_here(struct transfer_buffer buffer)
{
    return buffer.index == 0 && buffer.generation == 1 && !engine.has_piece && !engine.keeps_buffer;
}

struct transfer_buffer transfer_buffer_home(uint32_t index)
{
    assert_int_equal(index, 0);
    return (struct transfer_buffer){.index = 0, .generation = 1};
}

enum error transfer_buffer_read_(struct transfer_buffer buffer, size_t offset, void *to,
                                 size_t bytes)
{
    if (!is_here(buffer)) {
        return ERROR_STALE;
    }
    assert_true(offset + bytes <= sizeof engine.bytes);
    memcpy(to, engine.bytes + offset, bytes);
    return ERROR_NONE;
}

enum error transfer_buffer_write_(struct transfer_buffer buffer, size_t offset, const void *from,
                                  size_t bytes)
{
    if (!is_here(buffer)) {
        return ERROR_STALE;
    }
    assert_true(offset + bytes <= sizeof engine.bytes);
    memcpy(engine.bytes + offset, from, bytes);
    return ERROR_NONE;
}

// ---------------------------------------------------------------------------------------------
// The contract

static bool is_present(void)
{
    return !engine.is_absent;
}

static enum error key_set(const struct aes_key *key)
{
    if (engine.is_absent || engine.key_answer != ERROR_NONE) {
        return engine.is_absent ? ERROR_NO_DEVICE : engine.key_answer;
    }
    assert_false(engine.is_setting || engine.has_piece);
    engine.keys++;
    engine.key = *key;
    engine.given = key;
    engine.has_key = false;
    engine.is_setting = true;
    return ERROR_NONE;
}

static enum error crypt(struct transfer_buffer buffer, const struct aes_vector *vector,
                        size_t length_bytes)
{
    if (engine.is_absent || engine.crypt_answer != ERROR_NONE) {
        return engine.is_absent ? ERROR_NO_DEVICE : engine.crypt_answer;
    }
    assert_true(engine.has_key && is_here(buffer));
    assert_true(length_bytes > 0 && length_bytes % BLOCK == 0 &&
                length_bytes <= sizeof engine.bytes);
    engine.pieces++;
    engine.has_piece = true;
    engine.is_cancelled = false;
    engine.vector = *vector;
    engine.length_bytes = length_bytes;
    return ERROR_NONE;
}

static enum error cancel(void)
{
    const bool was_busy = engine.is_setting || engine.has_piece;
    engine.cancels++;
    memset(&engine.key, 0, sizeof engine.key);
    engine.has_key = false;
    engine.is_setting = false;
    engine.is_cancelled = engine.has_piece;
    return was_busy ? ERROR_NONE : ERROR_ALREADY;
}

const struct aes_engine aes_device = {
    .is_present = is_present, .key_set = key_set, .crypt = crypt, .cancel = cancel};

static void block_add(uint8_t *to, const uint8_t *from)
{
    for (size_t i = 0; i < BLOCK; i++) {
        to[i] ^= from[i];
    }
}

static void piece_work(void)
{
    uint8_t chain[BLOCK];
    memcpy(chain, engine.vector.bytes, BLOCK);
    const bool is_chained = engine.key.mode == AES_MODE_CHAINED;
    for (size_t i = 0; i < engine.length_bytes; i += BLOCK) {
        uint8_t *block = engine.bytes + i;
        uint8_t before[BLOCK];
        memcpy(before, block, BLOCK);
        if (is_chained && engine.key.direction == AES_ENCRYPT) {
            block_add(block, chain);
        }
        engine_block(engine.key.bytes, engine.key.direction, block);
        if (is_chained && engine.key.direction == AES_DECRYPT) {
            block_add(block, chain);
        }
        memcpy(chain, engine.key.direction == AES_ENCRYPT ? block : before, BLOCK);
    }
}

bool engine_step(void)
{
    if (engine.is_setting) {
        engine.is_setting = false;
        const bool is_unknown = engine.lacks_blocks && engine.key.mode == AES_MODE_BLOCKS;
        const enum error status = is_unknown ? ERROR_NO_SUPPORT : engine.key_status;
        engine.has_key = status == ERROR_NONE;
        const struct aes_key_ready event = {.status = status};
        engine_client->key_ready(&event);
        return true;
    }
    if (engine.has_piece) {
        const enum error status = engine.is_cancelled ? ERROR_CANCEL : engine.piece_status;
        if (status == ERROR_NONE) {
            piece_work();
        }
        engine.has_piece = false;
        const struct aes_done event = {.buffer = transfer_buffer_home(0), .status = status};
        engine_client->done(&event);
        return true;
    }
    return false;
}
