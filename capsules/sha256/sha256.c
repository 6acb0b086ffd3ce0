// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "sha256.h"

#include <lib/checked_index.h>

enum { ROUND_COUNT = 64, WORD_BITS = 32, WORD_BYTES = 4, BYTE_BITS = 8, BYTE_MASK = 0xFF };
enum { LENGTH_BYTES = 8 /* of the number at the end */, PADDING_START = 0x80 };
enum { SHA_256_BYTES = 32, SHA_224_BYTES = 28 };

/// Places in the work of a round.
enum { A, B, C, D, E, F, G, H };

static const uint32_t round_constants[ROUND_COUNT] = {
    0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
    0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
    0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
    0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
    0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
    0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
    0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
    0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
};

static const uint32_t first_words_256[DIGEST_WORDS] = {
    0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
};

static const uint32_t first_words_224[DIGEST_WORDS] = {
    0xC1059ED8, 0x367CD507, 0x3070DD17, 0xF70E5939, 0xFFC00B31, 0x68581511, 0x64F98FA7, 0xBEFA4FA4,
};

void sha256_start(struct digest *digest)
{
    const bool is_224 = digest->algorithm == DIGEST_SHA_224;
    const bool is_known = is_224 || digest->algorithm == DIGEST_SHA_256;
    digest->digest_bytes = !is_known ? 0 : is_224 ? SHA_224_BYTES : SHA_256_BYTES;
    digest->is_busy = false;
    digest->is_last = false;
    digest->is_padding = false;
    digest->round = 0;
    digest->progress.total_bytes = 0;
    for (size_t i = 0; i < DIGEST_WORDS; i++) {
        AT(digest->progress.words, i) = is_224 ? AT(first_words_224, i) : AT(first_words_256, i);
    }
}

static uint32_t rotated(uint32_t word, uint32_t bits)
{
    return word >> bits | word << (WORD_BITS - bits);
}

/// The byte of the present block in a place: the user's, or what is put behind the last one.
static uint8_t byte_at(const struct digest *digest, size_t place)
{
    const size_t used = digest->is_padding ? 0 : digest->block_bytes;
    if (place < used) {
        return AT(digest->block, place);
    }
    // A full last block leaves the first bit of the padding to the block behind it.
    const bool is_first = digest->is_padding ? digest->block_bytes == DIGEST_BLOCK_BYTES : true;
    return place == used && is_first ? PADDING_START : 0;
}

/// Whether the present block has room for the length behind the last byte.
static bool block_is_final(const struct digest *digest)
{
    return digest->is_last &&
           (digest->is_padding || digest->block_bytes < DIGEST_BLOCK_BYTES - LENGTH_BYTES);
}

static void block_begin(struct digest *digest)
{
    for (size_t i = 0; i < DIGEST_SCHEDULE; i++) {
        uint32_t word = 0;
        for (size_t k = 0; k < WORD_BYTES; k++) {
            word = word << BYTE_BITS | byte_at(digest, i * WORD_BYTES + k);
        }
        AT(digest->schedule, i) = word;
    }
    if (!digest->is_padding) {
        digest->progress.total_bytes += digest->block_bytes;
    }
    if (block_is_final(digest)) {
        const uint64_t bits = digest->progress.total_bytes * BYTE_BITS;
        digest->schedule[DIGEST_SCHEDULE - 2] = (uint32_t)(bits >> WORD_BITS);
        digest->schedule[DIGEST_SCHEDULE - 1] = (uint32_t)bits;
    }
    for (size_t i = 0; i < DIGEST_WORDS; i++) {
        AT(digest->work, i) = AT(digest->progress.words, i);
    }
}

/// The word of the schedule for a round, made of those of the 16 rounds before. It takes the place
/// of the oldest one.
static uint32_t schedule_word(struct digest *digest, size_t round)
{
    const size_t place = round % DIGEST_SCHEDULE;
    if (round >= DIGEST_SCHEDULE) {
        const uint32_t near = AT(digest->schedule, (round - 2) % DIGEST_SCHEDULE);
        const uint32_t far = AT(digest->schedule, (round - 15) % DIGEST_SCHEDULE);
        AT(digest->schedule, place) += (rotated(near, 17) ^ rotated(near, 19) ^ near >> 10) +
                                       AT(digest->schedule, (round - 7) % DIGEST_SCHEDULE) +
                                       (rotated(far, 7) ^ rotated(far, 18) ^ far >> 3);
    }
    return AT(digest->schedule, place);
}

static void round_make(struct digest *digest, size_t round)
{
    const uint32_t a = digest->work[A];
    const uint32_t b = digest->work[B];
    const uint32_t c = digest->work[C];
    const uint32_t e = digest->work[E];
    const uint32_t sum_e = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const uint32_t choice = (e & digest->work[F]) ^ (~e & digest->work[G]);
    const uint32_t first = digest->work[H] + sum_e + choice + AT(round_constants, round) +
                           schedule_word(digest, round);
    const uint32_t sum_a = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
    digest->work[H] = digest->work[G];
    digest->work[G] = digest->work[F];
    digest->work[F] = e;
    digest->work[E] = digest->work[D] + first;
    digest->work[D] = c;
    digest->work[C] = b;
    digest->work[B] = a;
    digest->work[A] = first + sum_a + majority;
}

static void result_show(struct digest *digest)
{
    for (size_t i = 0; i < DIGEST_BYTES_MAX; i++) {
        const uint32_t shift = (uint32_t)(WORD_BYTES - 1 - i % WORD_BYTES) * BYTE_BITS;
        const uint8_t byte =
            (uint8_t)(AT(digest->progress.words, i / WORD_BYTES) >> shift & BYTE_MASK);
        AT(digest->block, i) = i < digest->digest_bytes ? byte : 0;
    }
}

/// All rounds of the present block are made.
static void block_end(struct digest *digest)
{
    digest->round = 0;
    for (size_t i = 0; i < DIGEST_WORDS; i++) {
        AT(digest->progress.words, i) += AT(digest->work, i);
    }
    if (!digest->is_last) {
        digest->is_busy = false;
    } else if (block_is_final(digest)) {
        digest->is_busy = false;
        result_show(digest);
    } else {
        digest->is_padding = true;
    }
}

enum error sha256_go_on(struct digest *digest)
{
    if (digest->block_bytes > DIGEST_BLOCK_BYTES || digest->round > ROUND_COUNT - SHA256_ROUNDS) {
        digest->is_busy = false;
        return ERROR_INVALID;
    }
    if (!digest->is_busy) {
        return ERROR_NONE;
    }
    if (digest->round == 0) {
        block_begin(digest);
    }
    const size_t first = digest->round;
    for (size_t i = 0; i < SHA256_ROUNDS; i++) {
        round_make(digest, first + i);
    }
    digest->round = (uint8_t)(first + SHA256_ROUNDS);
    if (digest->round >= ROUND_COUNT) {
        block_end(digest);
    }
    return ERROR_NONE;
}
