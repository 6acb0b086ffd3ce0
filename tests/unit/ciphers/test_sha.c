// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Digests for programs: capsules `sha256` and `sha`.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <capsules/sha/sha.h>
#include <cmocka.h>

#include "bench.h"
#include "hashing.h"

enum { SHA };
enum { DRIVER = SHA_DRIVER, CHAIN_LENGTH_MAX = 300 };

const struct bench_capsule bench_capsules[] = {
    [SHA] = {.deferred = sha_deferred,
             .on_restart = sha_on_restart,
             .driver = SHA_DRIVER,
             .command = sha_command,
             BENCH_STATE(sha)},
};
const size_t bench_capsule_count = 1;

const struct digest_function sha_function = {.start = hashing_start, .go_on = hashing_go_on};

static int setup(void **state)
{
    hashing_calls_left = UINT32_MAX;
    return bench_reset(state);
}

// Made by another implementation.
static const uint8_t abc[] = {
    0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
    0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad,
};
static const uint8_t nothing[] = {
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
};
/// Of the digests of the pattern's first 0 to CHAIN_LENGTH_MAX bytes, one behind the other.
static const uint8_t chain_sha256[] = {
    0x87, 0x9e, 0xa9, 0xd8, 0xf1, 0x8c, 0xf9, 0x59, 0x04, 0x86, 0xdf, 0x32, 0x15, 0x26, 0xf3, 0xd1,
    0x4a, 0xed, 0xbe, 0x24, 0x62, 0x46, 0x5f, 0xe1, 0x5a, 0x35, 0x9c, 0xfc, 0x29, 0xc6, 0x6c, 0xad,
};
static const uint8_t chain_sha224[] = {
    0x75, 0x35, 0x65, 0x8c, 0x13, 0xf1, 0xe4, 0x4b, 0x3b, 0xab, 0xe9, 0xed, 0xee, 0xa0,
    0x2c, 0xe9, 0x15, 0x73, 0x12, 0x3c, 0x6b, 0x43, 0x99, 0xf0, 0xfc, 0xb8, 0x49, 0x9a,
};

static void bytes_add(struct digest *digest, const uint8_t *bytes, size_t length, bool is_last)
{
    memcpy(digest->block, bytes, length);
    digest->block_bytes = (uint8_t)length;
    digest->is_last = is_last;
    digest->is_busy = true;
    for (unsigned calls = 0; digest->is_busy; calls++) {
        assert_true(calls < 2 * 64 / SHA256_ROUNDS);
        assert_int_equal(sha256_go_on(digest), ERROR_NONE);
    }
}

static void digest_make(enum digest_algorithm algorithm, const uint8_t *bytes, size_t length,
                        uint8_t *result)
{
    struct digest digest = {.algorithm = (uint8_t)algorithm};
    memset(digest.block, 0xA5, sizeof digest.block);
    sha256_start(&digest);
    size_t done = 0;
    for (; length - done > DIGEST_BLOCK_BYTES; done += DIGEST_BLOCK_BYTES) {
        bytes_add(&digest, bytes + done, DIGEST_BLOCK_BYTES, false);
    }
    bytes_add(&digest, bytes + done, length - done, true);
    memcpy(result, digest.block, digest.digest_bytes);
}

static void digests_are_those_of_another_implementation(void **state)
{
    (void)state;
    static const struct {
        enum digest_algorithm algorithm;
        size_t digest_bytes;
        const uint8_t *chain;
    } cases[] = {{DIGEST_SHA_256, 32, chain_sha256}, {DIGEST_SHA_224, 28, chain_sha224}};
    for (size_t k = 0; k < 2; k++) {
        const size_t size = cases[k].digest_bytes;
        uint8_t bytes[CHAIN_LENGTH_MAX];
        uint8_t all[(CHAIN_LENGTH_MAX + 1) * DIGEST_BYTES_MAX];
        hashing_pattern(bytes, sizeof bytes);
        for (size_t length = 0; length <= CHAIN_LENGTH_MAX; length++) {
            digest_make(cases[k].algorithm, bytes, length, all + length * size);
        }
        uint8_t result[DIGEST_BYTES_MAX];
        digest_make(cases[k].algorithm, all, (CHAIN_LENGTH_MAX + 1) * size, result);
        assert_memory_equal(result, cases[k].chain, size);
    }
}

static void function_says_what_it_does_not_know(void **state)
{
    (void)state;
    for (unsigned algorithm = 0; algorithm < 256; algorithm++) {
        struct digest digest = {.algorithm = (uint8_t)algorithm};
        sha256_start(&digest);
        assert_int_equal(digest.digest_bytes, algorithm == 0 ? 32 : algorithm == 3 ? 28 : 0);
    }
    // A block that cannot be is none.
    struct digest digest = {.block_bytes = DIGEST_BLOCK_BYTES + 1, .is_busy = true};
    assert_int_equal(sha256_go_on(&digest), ERROR_INVALID);
    assert_false(digest.is_busy);
}

static void digest_that_its_user_has_changed_is_refused(void **state)
{
    (void)state;
    for (unsigned round = 0; round <= UINT8_MAX; round++) {
        struct digest digest = {.algorithm = DIGEST_SHA_256};
        sha256_start(&digest);
        digest.round = (uint8_t)round;
        digest.digest_bytes = UINT8_MAX;
        digest.block_bytes = (uint8_t)(round % (DIGEST_BLOCK_BYTES + 1));
        digest.is_last = round % 2 == 0;
        digest.is_busy = true;
        const bool is_right = round <= 64 - SHA256_ROUNDS;
        assert_int_equal(sha256_go_on(&digest), is_right ? ERROR_NONE : ERROR_INVALID);
        assert_true(is_right || !digest.is_busy);
    }
}

static void block_stays_as_it_is_and_progress_may_be_put_back(void **state)
{
    (void)state;
    uint8_t bytes[2 * DIGEST_BLOCK_BYTES];
    uint8_t expected[DIGEST_BYTES_MAX];
    hashing_pattern(bytes, sizeof bytes);
    digest_make(DIGEST_SHA_256, bytes, 100, expected);
    struct digest one = {.algorithm = DIGEST_SHA_256};
    sha256_start(&one);
    bytes_add(&one, bytes, DIGEST_BLOCK_BYTES, false);
    assert_memory_equal(one.block, bytes, DIGEST_BLOCK_BYTES);
    struct digest other = {.algorithm = DIGEST_SHA_256};
    sha256_start(&other);
    other.progress = one.progress;
    bytes_add(&other, bytes + DIGEST_BLOCK_BYTES, 100 - DIGEST_BLOCK_BYTES, true);
    assert_memory_equal(other.block, expected, sizeof expected);
}

static struct fake_answer ask(struct process_id process)
{
    return fake_command(DRIVER, process, SHA_COMMAND_HASH, 0, 0);
}

static void buffers_allow(struct process_id process, const void *bytes, size_t length)
{
    static const uint8_t zeros[DIGEST_BYTES_MAX];
    fake_allow(process, BUFFER_READ_ONLY, SHA_ALLOW_BYTES, bytes, length);
    fake_allow(process, BUFFER_READ_WRITE, SHA_ALLOW_DIGEST, zeros, sizeof zeros);
}

static void expect(struct process_id process, enum error status, const uint8_t *digest)
{
    fake_expect_upcall(DRIVER, process, SHA_UPCALL_DONE, status, 0, 0);
    const uint8_t *result = fake_buffer(process, BUFFER_READ_WRITE, SHA_ALLOW_DIGEST);
    static const uint8_t zeros[DIGEST_BYTES_MAX];
    assert_memory_equal(result, digest != NULL ? digest : zeros, DIGEST_BYTES_MAX);
}

static void programs_get_digests(void **state)
{
    (void)state;
    uint8_t bytes[1000];
    uint8_t expected[DIGEST_BYTES_MAX];
    hashing_pattern(bytes, sizeof bytes);
    const struct process_id process = fake_process_start("one");
    fake_expect_success(fake_command(DRIVER, process, COMMAND_EXISTS, 0, 0));
    fake_expect_success(fake_command(DRIVER, process, SHA_COMMAND_ALGORITHM, 0, 0));
    static const size_t lengths[] = {1, 55, 56, 63, 64, 65, 127, 128, 129, 1000};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        buffers_allow(process, bytes, lengths[i]);
        fake_expect_success(ask(process));
        fake_run();
        digest_make(DIGEST_SHA_256, bytes, lengths[i], expected);
        expect(process, ERROR_NONE, expected);
    }
    buffers_allow(process, "abc", 3);
    fake_expect_success(ask(process));
    fake_run();
    expect(process, ERROR_NONE, abc);
    const struct process_id other = fake_process_start("other");
    fake_allow(other, BUFFER_READ_WRITE, SHA_ALLOW_DIGEST, bytes, DIGEST_BYTES_MAX);
    fake_expect_success(ask(other));
    fake_run();
    expect(other, ERROR_NONE, nothing);
    fake_expect_no_upcall();
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_expect_failure(ask(process), ERROR_SIZE);
    fake_allow(process, BUFFER_READ_WRITE, SHA_ALLOW_DIGEST, abc, DIGEST_BYTES_MAX - 1);
    fake_expect_failure(ask(process), ERROR_SIZE);
    fake_expect_failure(fake_command(DRIVER, process, SHA_COMMAND_ALGORITHM, 1, 0),
                        ERROR_NO_SUPPORT);
    fake_expect_failure(fake_command(DRIVER, process, SHA_COMMAND_ALGORITHM, UINT32_MAX, 0),
                        ERROR_NO_SUPPORT);
    fake_expect_failure(fake_command(DRIVER, process, 3, 0, 0), ERROR_NO_SUPPORT);
    fake_run();
    fake_expect_no_upcall();
    buffers_allow(process, "abc", 3);
    fake_expect_success(ask(process));
    fake_expect_failure(ask(process), ERROR_NO_MEMORY);
    fake_run();
    expect(process, ERROR_NONE, abc);
    fake_expect_no_upcall();
    const struct process_id full = fake_process_start("full");
    fake_grant_refuse(full, true);
    fake_expect_failure(ask(full), ERROR_NO_MEMORY);
}

static void requests_of_programs_take_turns(void **state)
{
    (void)state;
    static const uint8_t bytes[2000];
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    buffers_allow(one, bytes, sizeof bytes);
    buffers_allow(two, "abc", 3);
    fake_expect_success(ask(one));
    fake_expect_success(ask(two));
    fake_run();
    // The short one does not wait for the long one.
    expect(two, ERROR_NONE, abc);
    uint8_t expected[DIGEST_BYTES_MAX];
    digest_make(DIGEST_SHA_256, bytes, sizeof bytes, expected);
    expect(one, ERROR_NONE, expected);
}

static void buffer_and_program_may_go(void **state)
{
    (void)state;
    static const uint8_t bytes[1000];
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    buffers_allow(one, bytes, sizeof bytes);
    buffers_allow(two, bytes, sizeof bytes);
    fake_expect_success(ask(one));
    fake_expect_success(ask(two));
    fake_allow(one, BUFFER_READ_ONLY, SHA_ALLOW_BYTES, bytes, 10);
    fake_allow(two, BUFFER_READ_WRITE, SHA_ALLOW_DIGEST, bytes, DIGEST_BYTES_MAX);
    fake_run();
    expect(one, ERROR_FAILED, NULL);
    expect(two, ERROR_FAILED, NULL);
    fake_expect_success(ask(one));
    fake_process_end(one);
    fake_run();
    fake_expect_no_upcall();
}

static void function_that_fails_ends_the_request(void **state)
{
    (void)state;
    static const uint8_t bytes[100];
    const struct process_id process = fake_process_start("one");
    buffers_allow(process, bytes, sizeof bytes);
    hashing_calls_left = 0;
    fake_expect_failure(ask(process), ERROR_FAILED);
    for (unsigned calls = 1; calls < 1 + 2 * 64 / SHA256_ROUNDS; calls++) {
        hashing_calls_left = calls;
        fake_expect_success(ask(process));
        fake_run();
        expect(process, ERROR_FAILED, NULL);
        fake_expect_no_upcall();
    }
    hashing_calls_left = 1 + 2 * 64 / SHA256_ROUNDS;
    fake_expect_success(ask(process));
    fake_run();
    uint8_t expected[DIGEST_BYTES_MAX];
    digest_make(DIGEST_SHA_256, bytes, sizeof bytes, expected);
    expect(process, ERROR_NONE, expected);
}

static void restart_ends_the_request(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    buffers_allow(process, "12345", 5);
    fake_expect_success(ask(process));
    bench_capsule_fail(SHA);
    bench_capsule_restart(SHA, &process, 1);
    fake_run();
    expect(process, ERROR_RESERVE, NULL);
    fake_expect_no_upcall();
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, setup)
    const struct CMUnitTest tests[] = {
        TEST(digests_are_those_of_another_implementation),
        TEST(function_says_what_it_does_not_know),
        TEST(digest_that_its_user_has_changed_is_refused),
        TEST(block_stays_as_it_is_and_progress_may_be_put_back),
        TEST(programs_get_digests),
        TEST(what_cannot_be_is_refused),
        TEST(requests_of_programs_take_turns),
        TEST(buffer_and_program_may_go),
        TEST(function_that_fails_ends_the_request),
        TEST(restart_ends_the_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
