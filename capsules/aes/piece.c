// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <hand_over/aes.h>
#include <lib/checked_index.h>

#include "state.h"

enum { BYTE_MASK = 0xFF };

void aes_bytes_clear(void)
{
    static const uint8_t zeros[AES_PART_BYTES] = {0};
    (void)span_copy(SPAN_IN(aes.bytes), CONST_SPAN_IN(zeros));
    (void)span_copy(SPAN_IN(aes.pad), CONST_SPAN_IN(zeros));
    (void)!cell_fill(&aes.buffer, transfer_buffer_home(0));
    if (cell_try_take(&aes.buffer)) {
        (void)!cell_write(&aes.buffer, 0, CONST_SPAN_IN(zeros));
        cell_put(&aes.buffer);
    }
}

/// The engine answers within a second, or is not waited for.
static void answer_await(enum aes_stage stage)
{
    aes.stage = (uint8_t)stage;
    timer_set(time_now() + time_hz());
}

enum error aes_key_give(struct process_id process, const struct aes_user *client)
{
    aes.given.mode = AES_MODE_BLOCKS;
    aes.given.direction = AES_ENCRYPT;
    if (client->algorithm == AES_CBC || aes.lacks_blocks) {
        aes.given.mode = AES_MODE_CHAINED;
    }
    if (client->algorithm != AES_CTR && !client->is_encryption) {
        aes.given.direction = AES_DECRYPT;
    }
    (void)span_copy(SPAN_IN(aes.given.bytes), CONST_SPAN_IN(client->key));
    const enum error error = aes_device.key_set(&aes.given);
    for (size_t i = 0; i < AES_KEY_BYTES; i++) {
        AT(aes.given.bytes, i) = 0;
    }
    if (error == ERROR_NONE) {
        OPTIONAL_SET(aes.keyed, process);
        aes.has_blocks_key = aes.given.mode == AES_MODE_BLOCKS;
        answer_await(STAGE_KEY);
    }
    return error;
}

// ---------------------------------------------------------------------------------------------
// Counters

/// The next value of a counter.
static void counter_advance(struct aes_user *client)
{
    bool carries = true;
    for (size_t i = AES_BLOCK_BYTES; i > 0 && carries; i--) {
        AT(client->vector, i - 1) = (uint8_t)((AT(client->vector, i - 1) + 1u) & BYTE_MASK);
        carries = AT(client->vector, i - 1) == 0;
    }
}

/// Puts the counters of a piece into the place of its bytes. The last one, if not all of its block
/// is used, is that of the next piece, too.
static void counters_write(struct aes_user *client, size_t piece_bytes)
{
    const size_t end_bytes = client->used_bytes + (size_t)aes.part_bytes;
    for (size_t i = 0; i < piece_bytes; i += AES_BLOCK_BYTES) {
        (void)span_copy(SPAN_PART(aes.pad, i, AES_BLOCK_BYTES), CONST_SPAN_IN(client->vector));
        if (i + AES_BLOCK_BYTES <= end_bytes) {
            counter_advance(client);
        }
    }
}

/// Adds what the engine made of the counters.
static void pad_add(struct aes_user *client)
{
    const size_t first = client->used_bytes;
    const size_t count = aes.part_bytes;
    for (size_t i = 0; i < count; i++) {
        AT(aes.bytes, i) ^= AT(aes.pad, first + i);
    }
    client->used_bytes = (uint8_t)((first + count) % AES_BLOCK_BYTES);
}

// ---------------------------------------------------------------------------------------------
// Pieces

/// How many bytes the engine works on at once for this client.
static size_t piece_bytes_max(const struct aes_user *client)
{
    return client->algorithm != AES_CBC && aes.lacks_blocks ? AES_BLOCK_BYTES : AES_PART_BYTES;
}

enum error aes_piece_start(struct aes_user *client)
{
    const size_t room_bytes = piece_bytes_max(client) - client->used_bytes;
    const size_t left_bytes = lease_left(&client->source);
    const size_t count = left_bytes < room_bytes ? left_bytes : room_bytes;
    aes.part_bytes = (uint8_t)count;
    enum error error = lease_read(&client->source, SPAN_PART(aes.bytes, 0, count));
    if (error != ERROR_NONE) {
        return error;
    }
    const size_t used_blocks = (client->used_bytes + count + AES_BLOCK_BYTES - 1) / AES_BLOCK_BYTES;
    const size_t piece_bytes = used_blocks * AES_BLOCK_BYTES;
    struct aes_vector vector = {.bytes = {0}};
    if (client->algorithm == AES_CTR) {
        counters_write(client, piece_bytes);
    } else {
        (void)span_copy(SPAN_IN(aes.pad), CONST_SPAN_PART(aes.bytes, 0, piece_bytes));
    }
    if (client->algorithm == AES_CBC) {
        (void)span_copy(SPAN_IN(vector.bytes), CONST_SPAN_IN(client->vector));
        (void)span_copy(SPAN_IN(client->vector),
                        CONST_SPAN_PART(aes.bytes, count - AES_BLOCK_BYTES, AES_BLOCK_BYTES));
    }
    (void)!cell_fill(&aes.buffer, transfer_buffer_home(0));
    if (!cell_try_take(&aes.buffer)) {
        return ERROR_FAILED;
    }
    error = cell_write(&aes.buffer, 0, CONST_SPAN_PART(aes.pad, 0, piece_bytes));
    if (error != ERROR_NONE) {
        cell_put(&aes.buffer);
        return error;
    }
    error = aes_engine_crypt_from_cell(&aes_device, &aes.buffer, &vector, piece_bytes);
    if (error == ERROR_NONE) {
        answer_await(STAGE_PIECE);
    }
    return error;
}

enum error aes_piece_end(struct aes_user *client)
{
    const size_t count = aes.part_bytes;
    (void)!cell_fill(&aes.buffer, transfer_buffer_home(0));
    if (!cell_try_take(&aes.buffer)) {
        return ERROR_FAILED;
    }
    const enum error error = cell_read(&aes.buffer, 0, SPAN_IN(aes.pad));
    cell_put(&aes.buffer);
    if (error != ERROR_NONE) {
        return error;
    }
    if (client->algorithm == AES_CTR) {
        pad_add(client);
    } else {
        (void)span_copy(SPAN_IN(aes.bytes), CONST_SPAN_PART(aes.pad, 0, count));
    }
    if (client->algorithm == AES_CBC && client->is_encryption) {
        (void)span_copy(SPAN_IN(client->vector),
                        CONST_SPAN_PART(aes.pad, count - AES_BLOCK_BYTES, AES_BLOCK_BYTES));
    }
    return lease_write(&client->destination, CONST_SPAN_PART(aes.bytes, 0, count));
}
