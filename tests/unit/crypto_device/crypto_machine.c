// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "crypto_machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <chips/virtio/transport.h>

enum { KIND = 20 };
enum { HEADER_BYTES = 72, ANSWER_BYTES = 16, SERVICES_MAX = VIRTIO_EMPTY_SERVICES_MAX };

struct crypto crypto;

const uint32_t virtio_crypto_device = 6;

static void key_ready(const struct aes_key_ready *event)
{
    crypto.keys++;
    crypto.key_status = event->status;
}

static void done(const struct aes_done *event)
{
    // What the device keeps has no name that is good.
    assert_int_equal(event->buffer.generation == fake_ledger[0].name.generation,
                     !fake_ledger[0].is_at_device);
    crypto.pieces++;
    crypto.piece_status = event->status;
}

const struct aes_client virtio_crypto_client = {.key_ready = key_ready, .done = done};

// ---------------------------------------------------------------------------------------------
// For tests

void crypto_plug_in(void)
{
    static const uint32_t configuration[] = {1, 1, 1, 1u << CIPHER_CBC};
    model_plug_in(KIND, configuration, sizeof configuration / sizeof configuration[0]);
    memset(crypto.sessions, 0, sizeof crypto.sessions);
    crypto.lacks_blocks = false;
}

void crypto_reset(void)
{
    // What the test before has left under way, or in the driver's mind: a driver starts once.
    crypto_plug_in();
    assert_int_equal(virtio_crypto_initialise(), DEVICE_LINE);
    (void)virtio_crypto_cancel();
    for (unsigned i = 0; i < 2 * SERVICES_MAX; i++) {
        virtio_crypto_bottom_half();
    }
    assert_false(virtio_crypto_is_present());
    memset(&model, 0, sizeof model);
    memset(&crypto, 0, sizeof crypto);
    fake_ledger_put(0, crypto.bytes, BUFFER_BYTES, 1u << virtio_crypto_device);
    crypto_plug_in();
    assert_int_equal(virtio_crypto_initialise(), DEVICE_LINE);
}

uint8_t *crypto_part(unsigned queue, unsigned part, uint32_t length_bytes)
{
    const struct virtio_descriptor *descriptor = &model_queue(queue)->descriptors[part];
    assert_true(descriptor->length_bytes >= length_bytes);
    uint8_t *bytes;
    memcpy(&bytes, &descriptor->address, sizeof bytes);
    return bytes;
}

uint32_t crypto_word(unsigned queue, unsigned place)
{
    uint32_t word;
    memcpy(&word, crypto_part(queue, 0, HEADER_BYTES) + place * sizeof word, sizeof word);
    return word;
}

bool crypto_has_key(const uint8_t *key)
{
    for (unsigned i = 0; i < SESSIONS; i++) {
        if (crypto.sessions[i].is_there &&
            memcmp(crypto.sessions[i].key, key, AES_KEY_BYTES) == 0) {
            return true;
        }
    }
    return false;
}

static void session_make(void)
{
    uint32_t answer[4] = {0, 0, 3, 0};
    unsigned free = 0;
    for (; free < SESSIONS && crypto.sessions[free].is_there; free++) {
    }
    // The driver has one at a time.
    assert_true(free < SESSIONS);
    assert_int_equal(crypto_word(CONTROL, 4), crypto_word(CONTROL, 1));
    assert_int_equal(crypto_word(CONTROL, 5), AES_KEY_BYTES);
    assert_int_equal(crypto_word(CONTROL, 16), 1);
    struct crypto_session *session = &crypto.sessions[free];
    session->cipher = crypto_word(CONTROL, 4);
    session->direction = crypto_word(CONTROL, 6);
    memcpy(session->key, crypto_part(CONTROL, 0, HEADER_BYTES + AES_KEY_BYTES) + HEADER_BYTES,
           AES_KEY_BYTES);
    session->is_there = !(crypto.lacks_blocks && session->cipher == CIPHER_ECB);
    if (session->is_there) {
        answer[0] = free;
        answer[1] = 0xABCD;
        answer[2] = 0;
    }
    memcpy(crypto_part(CONTROL, 1, ANSWER_BYTES), answer, sizeof answer);
    model_finish(CONTROL, sizeof answer);
}

static struct crypto_session *session_find(uint32_t low, uint32_t high)
{
    assert_true(low < SESSIONS && high == 0xABCD && crypto.sessions[low].is_there);
    return &crypto.sessions[low];
}

static void control_serve(void)
{
    assert_int_equal(model_queue(CONTROL)->descriptors[0].flags, 1);
    assert_int_equal(model_queue(CONTROL)->descriptors[1].flags, 2);
    if (crypto_word(CONTROL, 0) == 2) {
        session_make();
        return;
    }
    assert_int_equal(crypto_word(CONTROL, 0), 3);
    memset(session_find(crypto_word(CONTROL, 4), crypto_word(CONTROL, 5)), 0,
           sizeof(struct crypto_session));
    *crypto_part(CONTROL, 1, 1) = 0;
    model_finish(CONTROL, 1);
}

static void data_serve(void)
{
    const struct crypto_session *session = session_find(crypto_word(DATA, 2), crypto_word(DATA, 3));
    const bool encrypts = session->direction == 1;
    assert_int_equal(crypto_word(DATA, 0), encrypts ? 0 : 1);
    assert_int_equal(crypto_word(DATA, 1), session->cipher);
    const uint32_t vector_bytes = session->cipher == CIPHER_CBC ? AES_BLOCK_BYTES : 0;
    assert_int_equal(crypto_word(DATA, 6), vector_bytes);
    assert_int_equal(model_queue(DATA)->descriptors[0].length_bytes, HEADER_BYTES + vector_bytes);
    assert_int_equal(crypto_word(DATA, 16), 1);
    const uint32_t length_bytes = crypto_word(DATA, 7);
    assert_int_equal(crypto_word(DATA, 8), length_bytes);
    static const uint16_t flags[] = {1, 1, 3, 2};
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(model_queue(DATA)->descriptors[i].flags, flags[i]);
    }
    const uint8_t *from = crypto_part(DATA, 1, length_bytes);
    uint8_t *to = crypto_part(DATA, 2, length_bytes);
    for (uint32_t i = 0; i < length_bytes; i++) {
        to[i] = (uint8_t)(encrypts ? from[i] + session->key[0] : from[i] - session->key[0]);
    }
    *crypto_part(DATA, 3, 1) = 0;
    model_finish(DATA, length_bytes + 1);
}

void crypto_serve(unsigned queue)
{
    if (queue == DATA) {
        data_serve();
    } else {
        control_serve();
    }
    virtio_crypto_bottom_half();
}
