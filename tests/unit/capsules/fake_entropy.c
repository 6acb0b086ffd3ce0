// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "fake_entropy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <capsules/random/random.h>

#include "fake_board.h"

struct fake_entropy fake_entropy;
static uint16_t generation;

void fake_entropy_reset(void)
{
    if (fake_entropy.is_asked) {
        fake_entropy_end(ERROR_CANCEL);
    }
    fake_entropy = (struct fake_entropy){.next_byte = 1};
}

static bool source_is_present(void)
{
    return !fake_entropy.is_absent;
}

static enum error source_request(struct transfer_buffer buffer, size_t length_bytes)
{
    assert_int_equal(fake_capsule_calling(), FAKE_RANDOM);
    assert_false(fake_entropy.is_asked);
    assert_int_equal(buffer.generation, generation);
    assert_in_range(length_bytes, 1, FAKE_ENTROPY_BYTES);
    const enum error answer = fake_entropy.is_absent ? ERROR_NO_DEVICE : fake_entropy.answer;
    if (answer == ERROR_NONE) {
        fake_entropy.is_asked = true;
        fake_entropy.wanted_bytes = length_bytes;
        fake_entropy.requests++;
        generation++;
        // What the capsule has used before is gone.
        for (size_t i = 0; i < FAKE_ENTROPY_BYTES; i++) {
            assert_int_equal(fake_entropy.buffer[i], 0);
        }
    }
    return answer;
}

static enum error source_cancel(void)
{
    fail_msg("nobody here cancels");
    return ERROR_ALREADY;
}

const struct entropy_source random_entropy = {
    .is_present = source_is_present, .request = source_request, .cancel = source_cancel};

static void filled(enum error status, size_t length_bytes)
{
    assert_true(fake_entropy.is_asked);
    fake_entropy.is_asked = false;
    generation++;
    const struct entropy_filled event = {
        .buffer = {.generation = generation}, .status = status, .length_bytes = length_bytes};
    if (!fake_is_failed(FAKE_RANDOM)) {
        fake_enter(FAKE_RANDOM);
        random_filled(&event);
        fake_leave();
    }
    fake_run();
}

void fake_entropy_fill(size_t length_bytes)
{
    assert_in_range(length_bytes, 1, fake_entropy.wanted_bytes);
    for (size_t i = 0; i < length_bytes; i++) {
        fake_entropy.buffer[i] = fake_entropy.next_byte;
        fake_entropy.next_byte =
            fake_entropy.next_byte == UINT8_MAX ? 1 : fake_entropy.next_byte + 1;
    }
    filled(ERROR_NONE, length_bytes);
}

void fake_entropy_end(enum error status)
{
    filled(status, 0);
}

// ---------------------------------------------------------------------------------------------
// Gates

struct transfer_buffer transfer_buffer_home(uint32_t index)
{
    assert_int_equal(fake_capsule_calling(), FAKE_RANDOM);
    assert_int_equal(index, 0);
    return (struct transfer_buffer){.generation = generation};
}

/// Whether the capsule owns the buffer, and the bytes are in it.
static enum error buffer_check(struct transfer_buffer buffer, size_t offset, size_t bytes)
{
    assert_int_equal(fake_capsule_calling(), FAKE_RANDOM);
    if (fake_entropy.is_asked || buffer.generation != generation) {
        return ERROR_STALE;
    }
    const size_t capacity = sizeof fake_entropy.buffer;
    return offset <= capacity && bytes <= capacity - offset ? ERROR_NONE : ERROR_SIZE;
}

enum error transfer_buffer_read_(struct transfer_buffer buffer, size_t offset, void *to,
                                 size_t bytes)
{
    const enum error error = buffer_check(buffer, offset, bytes);
    if (error == ERROR_NONE) {
        memcpy(to, fake_entropy.buffer + offset, bytes);
    }
    return error;
}

enum error transfer_buffer_write_(struct transfer_buffer buffer, size_t offset, const void *from,
                                  size_t bytes)
{
    const enum error error = buffer_check(buffer, offset, bytes);
    if (error == ERROR_NONE) {
        memcpy(fake_entropy.buffer + offset, from, bytes);
    }
    return error;
}
