// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The driver of a crypto device, against one that does what the standard says and one that does
/// not.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "crypto_machine.h"

enum { ROUNDS = 100000, PIECE = 64, STORM = 64 };

static const struct aes_key one = {
    .mode = AES_MODE_CHAINED, .direction = AES_ENCRYPT, .bytes = "\x07 first key....."};
static const struct aes_key two = {
    .mode = AES_MODE_BLOCKS, .direction = AES_DECRYPT, .bytes = "\x05 second key...."};
static const struct aes_vector vector = {.bytes = {1, 2, 3}};

static int setup(void **state)
{
    (void)state;
    crypto_reset();
    return 0;
}

static enum error piece_start(size_t length_bytes)
{
    return virtio_crypto_crypt(fake_ledger[0].name, &vector, length_bytes);
}

static void key_take(const struct aes_key *key)
{
    const unsigned keys = crypto.keys;
    const bool has_old = crypto.sessions[0].is_there || crypto.sessions[1].is_there;
    assert_int_equal(virtio_crypto_key_set(key), ERROR_NONE);
    if (has_old) {
        crypto_serve(CONTROL);
        assert_int_equal(crypto.keys, keys);
    }
    crypto_serve(CONTROL);
    assert_int_equal(crypto.keys, keys + 1);
    assert_int_equal(crypto.key_status, ERROR_NONE);
}

/// No key is where the driver or the device's queue could show it.
static void expect_no_key_in_requests(void)
{
    const uint8_t *bytes = crypto_part(CONTROL, 0, 72);
    for (unsigned i = 0; i < AES_KEY_BYTES; i++) {
        assert_int_equal(bytes[72 + i], 0);
    }
}

static void bytes_are_ciphered_in_their_place(void **state)
{
    (void)state;
    assert_true(virtio_crypto_is_present() && model.is_line_enabled);
    assert_int_equal(model.status, 0xF);
    key_take(&one);
    expect_no_key_in_requests();
    assert_true(crypto_has_key(one.bytes));
    memset(crypto.bytes, 10, sizeof crypto.bytes);
    assert_int_equal(piece_start(PIECE), ERROR_NONE);
    assert_memory_equal(crypto_part(DATA, 0, 88) + 72, vector.bytes, AES_BLOCK_BYTES);
    crypto_serve(DATA);
    assert_int_equal(crypto.pieces, 1);
    assert_int_equal(crypto.piece_status, ERROR_NONE);
    for (unsigned i = 0; i < BUFFER_BYTES; i++) {
        assert_int_equal(crypto.bytes[i], i < PIECE ? 17 : 10);
    }
    key_take(&two);
    assert_false(crypto_has_key(one.bytes));
    assert_int_equal(piece_start(BUFFER_BYTES), ERROR_NONE);
    crypto_serve(DATA);
    assert_int_equal(crypto.piece_status, ERROR_NONE);
    assert_int_equal(crypto.bytes[0], 12);
    assert_int_equal(crypto.bytes[BUFFER_BYTES - 1], 5);
}

static void device_that_does_not_fit_is_none(void **state)
{
    (void)state;
    for (unsigned way = 0; way < 8; way++) {
        crypto_reset();
        model.is_absent = way == 0;
        model.never_resets = way == 1;
        model.queue_count = way == 2 ? 1 : QUEUES;
        model.configuration[0] = way == 3 ? 0 : 1;
        model.configuration[1] = way == 4 ? 2 : way == 5 ? 0 : 1;
        model.configuration[2] = way == 6 ? 2 : 1;
        model.configuration[3] = way == 7 ? 1u << CIPHER_ECB : 1u << CIPHER_CBC;
        assert_int_equal(virtio_crypto_initialise(), 0);
        assert_false(virtio_crypto_is_present());
        assert_int_equal(virtio_crypto_key_set(&one), ERROR_NO_DEVICE);
        assert_int_equal(piece_start(PIECE), ERROR_NO_DEVICE);
        assert_int_equal(virtio_crypto_cancel(), ERROR_ALREADY);
        virtio_crypto_bottom_half();
        assert_int_equal(crypto.keys + crypto.pieces, 0);
    }
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    assert_int_equal(piece_start(PIECE), ERROR_OFF);
    assert_int_equal(virtio_crypto_key_set(&one), ERROR_NONE);
    assert_int_equal(virtio_crypto_key_set(&one), ERROR_BUSY);
    assert_int_equal(piece_start(PIECE), ERROR_BUSY);
    crypto_serve(CONTROL);
    static const size_t wrong[] = {0, 1, 15, 17, SIZE_MAX};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(piece_start(wrong[i]), ERROR_SIZE);
    }
    assert_int_equal(piece_start(BUFFER_BYTES + 16), ERROR_INVALID);
    fake_ledger[0].name.generation++;
    const struct transfer_buffer stale = {.index = 0, .generation = 7};
    assert_int_equal(virtio_crypto_crypt(stale, &vector, 16), ERROR_STALE);
    assert_int_equal(piece_start(PIECE), ERROR_NONE);
    assert_int_equal(piece_start(PIECE), ERROR_BUSY);
    assert_int_equal(virtio_crypto_key_set(&two), ERROR_BUSY);
    crypto_serve(DATA);
    assert_int_equal(virtio_crypto_key_set(&two), ERROR_NONE);
    assert_int_equal(virtio_crypto_key_set(&two), ERROR_BUSY);
    assert_int_equal(crypto.pieces, 1);
    assert_int_equal(crypto.keys, 1);
}

static void mode_that_the_device_lacks_is_said(void **state)
{
    (void)state;
    crypto.lacks_blocks = true;
    assert_int_equal(virtio_crypto_key_set(&two), ERROR_NONE);
    crypto_serve(CONTROL);
    assert_int_equal(crypto.key_status, ERROR_NO_SUPPORT);
    expect_no_key_in_requests();
    assert_int_equal(piece_start(PIECE), ERROR_OFF);
    key_take(&one);
    assert_int_equal(piece_start(PIECE), ERROR_NONE);
}

static void cancel_forgets_the_key(void **state)
{
    (void)state;
    // When nothing is under way.
    key_take(&one);
    assert_int_equal(virtio_crypto_cancel(), ERROR_ALREADY);
    crypto_serve(CONTROL);
    assert_false(crypto_has_key(one.bytes));
    assert_int_equal(piece_start(PIECE), ERROR_OFF);
    assert_int_equal(virtio_crypto_cancel(), ERROR_ALREADY);
    assert_int_equal(model.notifications[CONTROL], 2);

    // While the session is made: nothing follows, and it is gone.
    crypto_reset();
    assert_int_equal(virtio_crypto_key_set(&one), ERROR_NONE);
    assert_int_equal(virtio_crypto_cancel(), ERROR_NONE);
    expect_no_key_in_requests();
    assert_int_equal(virtio_crypto_cancel(), ERROR_ALREADY);
    // The next key waits until it is.
    assert_int_equal(virtio_crypto_key_set(&two), ERROR_NONE);
    crypto_serve(CONTROL);
    assert_int_equal(crypto.keys, 0);
    crypto_serve(CONTROL);
    assert_int_equal(crypto.keys, 0);
    crypto_serve(CONTROL);
    assert_int_equal(crypto.keys, 1);
    assert_true(crypto_has_key(two.bytes) && !crypto_has_key(one.bytes));

    // While the one before is destroyed.
    assert_int_equal(virtio_crypto_key_set(&one), ERROR_NONE);
    assert_int_equal(virtio_crypto_cancel(), ERROR_NONE);
    crypto_serve(CONTROL);
    assert_int_equal(crypto.keys, 1);
    assert_false(crypto_has_key(two.bytes) || crypto_has_key(one.bytes));
    assert_int_equal(piece_start(PIECE), ERROR_OFF);
    key_take(&one);
}

static void cancel_gets_the_buffer_back(void **state)
{
    (void)state;
    key_take(&one);
    assert_int_equal(piece_start(PIECE), ERROR_NONE);
    assert_int_equal(virtio_crypto_cancel(), ERROR_NONE);
    assert_int_equal(virtio_crypto_cancel(), ERROR_NONE);
    assert_true(model.is_bottom_half_requested);
    assert_int_equal(crypto.pieces, 0);
    assert_int_equal(virtio_crypto_key_set(&two), ERROR_BUSY);
    virtio_crypto_bottom_half();
    assert_int_equal(crypto.pieces, 1);
    assert_int_equal(crypto.piece_status, ERROR_CANCEL);
    assert_false(fake_ledger[0].is_at_device);
    // The session that outlived the reset is destroyed.
    assert_true(crypto_has_key(one.bytes));
    crypto_serve(CONTROL);
    assert_false(crypto_has_key(one.bytes));
    key_take(&two);
    assert_int_equal(piece_start(PIECE), ERROR_NONE);
    crypto_serve(DATA);
    assert_int_equal(crypto.piece_status, ERROR_NONE);
}

/// What a device may say wrongly of a session that it was to make.
static void device_that_lies_of_a_session_is_dropped_or_refused(void **state)
{
    (void)state;
    static const struct {
        uint32_t status;
        uint32_t length_bytes;
        enum error expected;
        bool is_dropped;
    } cases[] = {
        {1, 16, ERROR_FAILED, false},         {2, 16, ERROR_FAILED, false},
        {3, 16, ERROR_NO_SUPPORT, false},     {6, 16, ERROR_FAILED, false},
        {7, 16, ERROR_FAILED, true},          {0xFF, 16, ERROR_FAILED, true},
        {UINT32_MAX, 16, ERROR_FAILED, true}, {0, 15, ERROR_FAILED, true},
        {0, 0, ERROR_FAILED, true},           {0, 17, ERROR_FAILED, true},
        {0, UINT32_MAX, ERROR_FAILED, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        crypto_reset();
        assert_int_equal(virtio_crypto_key_set(&one), ERROR_NONE);
        const uint32_t answer[4] = {1, 2, cases[i].status, 0};
        memcpy(crypto_part(CONTROL, 1, 16), answer, sizeof answer);
        model_finish(CONTROL, cases[i].length_bytes);
        virtio_crypto_bottom_half();
        assert_int_equal(crypto.keys, 1);
        assert_int_equal(crypto.key_status, cases[i].expected);
        assert_int_equal(virtio_crypto_is_present(), !cases[i].is_dropped);
        assert_int_equal(model.is_line_masked, cases[i].is_dropped);
        assert_int_equal(piece_start(PIECE), cases[i].is_dropped ? ERROR_NO_DEVICE : ERROR_OFF);
    }
}

static void device_that_lies_of_a_piece_is_not_believed(void **state)
{
    (void)state;
    static const struct {
        uint8_t status;
        uint32_t length_bytes;
        enum error expected;
        bool is_dropped;
    } cases[] = {
        {0, PIECE + 1, ERROR_NONE, false},     {0, PIECE, ERROR_FAILED, false},
        {0, 0, ERROR_FAILED, false},           {0, 1, ERROR_FAILED, false},
        {0, PIECE + 2, ERROR_FAILED, true},    {0, UINT32_MAX, ERROR_FAILED, true},
        {1, PIECE + 1, ERROR_FAILED, false},   {3, PIECE + 1, ERROR_FAILED, false},
        {4, PIECE + 1, ERROR_FAILED, false},   {7, PIECE + 1, ERROR_FAILED, true},
        {0xFF, PIECE + 1, ERROR_FAILED, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        crypto_reset();
        key_take(&one);
        assert_int_equal(piece_start(PIECE), ERROR_NONE);
        *crypto_part(DATA, 3, 1) = cases[i].status;
        model_finish(DATA, cases[i].length_bytes);
        virtio_crypto_bottom_half();
        assert_int_equal(crypto.pieces, 1);
        assert_int_equal(crypto.piece_status, cases[i].expected);
        assert_false(fake_ledger[0].is_at_device);
        assert_int_equal(virtio_crypto_is_present(), !cases[i].is_dropped);
    }
}

/// The session's name is the one of its making, whatever is in the answer later.
static void name_of_a_session_is_read_once(void **state)
{
    (void)state;
    key_take(&one);
    memset(crypto_part(CONTROL, 1, 16), 0xEE, 16);
    assert_int_equal(piece_start(PIECE), ERROR_NONE);
    crypto_serve(DATA);
    assert_int_equal(crypto.piece_status, ERROR_NONE);
    assert_int_equal(virtio_crypto_cancel(), ERROR_ALREADY);
    crypto_serve(CONTROL);
    assert_false(crypto_has_key(one.bytes));
}

static void device_that_breaks_a_queue_ends_what_is_under_way(void **state)
{
    (void)state;
    // A key, one that waits for the session before to be gone, one nobody wants, and a piece.
    for (unsigned way = 0; way < 4; way++) {
        for (unsigned kind = 0; kind < 2; kind++) {
            crypto_reset();
            if (way != 0 && way != 2) {
                key_take(&one);
            }
            const unsigned keys = crypto.keys;
            if (way == 3) {
                assert_int_equal(piece_start(PIECE), ERROR_NONE);
            } else {
                assert_int_equal(virtio_crypto_key_set(&two), ERROR_NONE);
            }
            if (way == 2) {
                assert_int_equal(virtio_crypto_cancel(), ERROR_NONE);
                assert_int_equal(virtio_crypto_key_set(&one), ERROR_NONE);
            }
            const unsigned queue = way == 3 ? DATA : CONTROL;
            const uint16_t index = model_queue(queue)->available.index;
            model_use(queue, (uint16_t)(kind == 0 ? index + 1 : index), kind == 0 ? 0 : 1, 0);
            model.never_resets = kind == 1;
            virtio_crypto_bottom_half();
            assert_false(virtio_crypto_is_present());
            assert_true(model.is_line_masked);
            if (way == 3) {
                assert_int_equal(crypto.pieces, 1);
                assert_int_equal(crypto.piece_status, ERROR_FAILED);
                // One that does not stop may go on writing: it keeps the buffer.
                assert_int_equal(fake_ledger[0].is_at_device, kind == 1);
            } else {
                assert_int_equal(crypto.keys, keys + 1);
                assert_int_equal(crypto.key_status, ERROR_FAILED);
            }
            virtio_crypto_bottom_half();
            assert_int_equal(crypto.keys + crypto.pieces, keys + 1);
            fake_ledger[0].is_at_device = false;
        }
    }
}

static void device_that_storms_is_dropped(void **state)
{
    (void)state;
    key_take(&one);
    assert_int_equal(piece_start(PIECE), ERROR_NONE);
    for (unsigned i = 1; i < STORM; i++) {
        virtio_crypto_bottom_half();
        assert_int_equal(crypto.pieces, 0);
    }
    virtio_crypto_bottom_half();
    assert_int_equal(crypto.pieces, 1);
    assert_int_equal(crypto.piece_status, ERROR_FAILED);
    assert_false(virtio_crypto_is_present());
}

static void device_that_gives_nothing_back_is_cancelled_and_used_again(void **state)
{
    (void)state;
    // It never makes the session; the next ones wait for it, and may be given up, too.
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(virtio_crypto_key_set(&one), ERROR_NONE);
        virtio_crypto_bottom_half();
        assert_int_equal(virtio_crypto_cancel(), ERROR_NONE);
        expect_no_key_in_requests();
    }
    assert_int_equal(crypto.keys, 0);
    assert_int_equal(model.notifications[CONTROL], 1);
}

/// Every order of requests, answers, lies and cancels ends with nothing left over.
static void random_device(void **state)
{
    (void)state;
    uint32_t seed = 12345;
    unsigned drops = 0;
    unsigned pieces = 0;
    bool is_key_awaited = false;
    bool is_piece_awaited = false;
    unsigned keys_before = 0;
    unsigned pieces_before = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        seed = seed * 1664525u + 1013904223u;
        const unsigned choice = seed >> 16;
        switch (choice % 8) {
        case 0:
        case 1:
            if (virtio_crypto_key_set(choice % 16 < 8 ? &one : &two) == ERROR_NONE) {
                assert_false(is_key_awaited || is_piece_awaited);
                is_key_awaited = true;
            }
            break;
        case 2:
        case 3:
            if (piece_start(16 * (1 + choice / 8 % 8)) == ERROR_NONE) {
                assert_false(is_key_awaited || is_piece_awaited);
                is_piece_awaited = true;
            }
            break;
        case 4:
            if (choice / 8 % 4 == 0) {
                (void)virtio_crypto_cancel();
                is_key_awaited = false;
                assert_int_equal(piece_start(16) == ERROR_NONE, false);
            }
            break;
        default:
            for (unsigned queue = 0; queue < QUEUES && virtio_crypto_is_present(); queue++) {
                struct virtio_queue *at = model_queue(queue);
                if (at->available.index == at->used.index) {
                    continue;
                }
                if (choice / 8 % 64 == 0) {
                    model_use(queue, (uint16_t)(at->used.index + choice / 512 % 3),
                              choice / 2048 % 2, choice / 4096 % 300);
                } else {
                    crypto_serve(queue);
                }
            }
            virtio_crypto_bottom_half();
            break;
        }
        const unsigned key_ends = crypto.keys - keys_before;
        const unsigned piece_ends = crypto.pieces - pieces_before;
        keys_before = crypto.keys;
        pieces_before = crypto.pieces;
        assert_true(key_ends <= (is_key_awaited ? 1u : 0u));
        assert_true(piece_ends <= (is_piece_awaited ? 1u : 0u));
        is_key_awaited = is_key_awaited && key_ends == 0;
        is_piece_awaited = is_piece_awaited && piece_ends == 0;
        pieces += piece_ends;
        assert_int_equal(fake_ledger[0].is_at_device, is_piece_awaited);
        if (!virtio_crypto_is_present()) {
            assert_false(is_key_awaited || is_piece_awaited);
            drops++;
            crypto_reset();
            keys_before = 0;
            pieces_before = 0;
        }
    }
    assert_true(drops > 50 && pieces > 1000);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, setup)
    const struct CMUnitTest tests[] = {
        TEST(bytes_are_ciphered_in_their_place),
        TEST(device_that_does_not_fit_is_none),
        TEST(what_cannot_be_is_refused),
        TEST(mode_that_the_device_lacks_is_said),
        TEST(cancel_forgets_the_key),
        TEST(cancel_gets_the_buffer_back),
        TEST(device_that_lies_of_a_session_is_dropped_or_refused),
        TEST(device_that_lies_of_a_piece_is_not_believed),
        TEST(name_of_a_session_is_read_once),
        TEST(device_that_breaks_a_queue_ends_what_is_under_way),
        TEST(device_that_storms_is_dropped),
        TEST(device_that_gives_nothing_back_is_cancelled_and_used_again),
        TEST(random_device),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
