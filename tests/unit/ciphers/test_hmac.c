// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Codes with a key for programs: capsule `hmac`.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <capsules/hmac/hmac.h>
#include <cmocka.h>

#include "bench.h"
#include "hashing.h"

enum { HMAC };
enum { DRIVER = HMAC_DRIVER, CASE_COUNT = 6, KEY_BYTES_MAX = 130 };
enum { EXTRA_CALLS = 3 /* start() for key, both pads and the code */ };

const struct bench_capsule bench_capsules[] = {
    [HMAC] = {.deferred = hmac_deferred,
              .on_restart = hmac_on_restart,
              .driver = HMAC_DRIVER,
              .command = hmac_command,
              BENCH_STATE(hmac)},
};
const size_t bench_capsule_count = 1;

const struct digest_function hmac_function = {.start = hashing_start, .go_on = hashing_go_on};

static int setup(void **state)
{
    hashing_calls_left = UINT32_MAX;
    return bench_reset(state);
}

/// RFC 4231, test cases 1 to 4, 6 and 7.
static const struct {
    uint8_t key_byte; ///< 0: 1, 2, 3 and so on
    uint8_t key_bytes;
    const char *key;
    const char *text;
    uint8_t text_byte;
    uint8_t text_bytes;
} cases[CASE_COUNT] = {
    {.key_byte = 0x0B, .key_bytes = 20, .text = "Hi There"},
    {.key = "Jefe", .text = "what do ya want for nothing?"},
    {.key_byte = 0xAA, .key_bytes = 20, .text_byte = 0xDD, .text_bytes = 50},
    {.key_bytes = 25, .text_byte = 0xCD, .text_bytes = 50},
    {.key_byte = 0xAA,
     .key_bytes = 131,
     .text = "Test Using Larger Than Block-Size Key - Hash Key First"},
    {.key_byte = 0xAA,
     .key_bytes = 131,
     .text = "This is a test using a larger than block-size key and a larger than block-size data. "
             "The key needs to be hashed before being used by the HMAC algorithm."},
};
static const uint8_t codes_256[CASE_COUNT][32] = {
    {
        0xb0, 0x34, 0x4c, 0x61, 0xd8, 0xdb, 0x38, 0x53, 0x5c, 0xa8, 0xaf,
        0xce, 0xaf, 0x0b, 0xf1, 0x2b, 0x88, 0x1d, 0xc2, 0x00, 0xc9, 0x83,
        0x3d, 0xa7, 0x26, 0xe9, 0x37, 0x6c, 0x2e, 0x32, 0xcf, 0xf7,
    },
    {
        0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24,
        0x26, 0x08, 0x95, 0x75, 0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27,
        0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43,
    },
    {
        0x77, 0x3e, 0xa9, 0x1e, 0x36, 0x80, 0x0e, 0x46, 0x85, 0x4d, 0xb8,
        0xeb, 0xd0, 0x91, 0x81, 0xa7, 0x29, 0x59, 0x09, 0x8b, 0x3e, 0xf8,
        0xc1, 0x22, 0xd9, 0x63, 0x55, 0x14, 0xce, 0xd5, 0x65, 0xfe,
    },
    {
        0x82, 0x55, 0x8a, 0x38, 0x9a, 0x44, 0x3c, 0x0e, 0xa4, 0xcc, 0x81,
        0x98, 0x99, 0xf2, 0x08, 0x3a, 0x85, 0xf0, 0xfa, 0xa3, 0xe5, 0x78,
        0xf8, 0x07, 0x7a, 0x2e, 0x3f, 0xf4, 0x67, 0x29, 0x66, 0x5b,
    },
    {
        0x60, 0xe4, 0x31, 0x59, 0x1e, 0xe0, 0xb6, 0x7f, 0x0d, 0x8a, 0x26,
        0xaa, 0xcb, 0xf5, 0xb7, 0x7f, 0x8e, 0x0b, 0xc6, 0x21, 0x37, 0x28,
        0xc5, 0x14, 0x05, 0x46, 0x04, 0x0f, 0x0e, 0xe3, 0x7f, 0x54,
    },
    {
        0x9b, 0x09, 0xff, 0xa7, 0x1b, 0x94, 0x2f, 0xcb, 0x27, 0x63, 0x5f,
        0xbc, 0xd5, 0xb0, 0xe9, 0x44, 0xbf, 0xdc, 0x63, 0x64, 0x4f, 0x07,
        0x13, 0x93, 0x8a, 0x7f, 0x51, 0x53, 0x5c, 0x3a, 0x35, 0xe2,
    },
};
static const uint8_t codes_224[CASE_COUNT][28] = {
    {
        0x89, 0x6f, 0xb1, 0x12, 0x8a, 0xbb, 0xdf, 0x19, 0x68, 0x32, 0x10, 0x7c, 0xd4, 0x9d,
        0xf3, 0x3f, 0x47, 0xb4, 0xb1, 0x16, 0x99, 0x12, 0xba, 0x4f, 0x53, 0x68, 0x4b, 0x22,
    },
    {
        0xa3, 0x0e, 0x01, 0x09, 0x8b, 0xc6, 0xdb, 0xbf, 0x45, 0x69, 0x0f, 0x3a, 0x7e, 0x9e,
        0x6d, 0x0f, 0x8b, 0xbe, 0xa2, 0xa3, 0x9e, 0x61, 0x48, 0x00, 0x8f, 0xd0, 0x5e, 0x44,
    },
    {
        0x7f, 0xb3, 0xcb, 0x35, 0x88, 0xc6, 0xc1, 0xf6, 0xff, 0xa9, 0x69, 0x4d, 0x7d, 0x6a,
        0xd2, 0x64, 0x93, 0x65, 0xb0, 0xc1, 0xf6, 0x5d, 0x69, 0xd1, 0xec, 0x83, 0x33, 0xea,
    },
    {
        0x6c, 0x11, 0x50, 0x68, 0x74, 0x01, 0x3c, 0xac, 0x6a, 0x2a, 0xbc, 0x1b, 0xb3, 0x82,
        0x62, 0x7c, 0xec, 0x6a, 0x90, 0xd8, 0x6e, 0xfc, 0x01, 0x2d, 0xe7, 0xaf, 0xec, 0x5a,
    },
    {
        0x95, 0xe9, 0xa0, 0xdb, 0x96, 0x20, 0x95, 0xad, 0xae, 0xbe, 0x9b, 0x2d, 0x6f, 0x0d,
        0xbc, 0xe2, 0xd4, 0x99, 0xf1, 0x12, 0xf2, 0xd2, 0xb7, 0x27, 0x3f, 0xa6, 0x87, 0x0e,
    },
    {
        0x3a, 0x85, 0x41, 0x66, 0xac, 0x5d, 0x9f, 0x02, 0x3f, 0x54, 0xd5, 0x17, 0xd0, 0xb3,
        0x9d, 0xbd, 0x94, 0x67, 0x70, 0xdb, 0x9c, 0x2b, 0x95, 0xc9, 0xf6, 0xf5, 0x65, 0xd1,
    },
};
/// SHA-256 of the codes (with SHA-256) of keys of 1 to KEY_BYTES_MAX bytes, one behind the other.
static const uint8_t chain[] = {
    0xc8, 0xe3, 0x86, 0x4d, 0x2c, 0x80, 0x55, 0x32, 0xf2, 0xc4, 0x6a, 0x23, 0x6d, 0x7f, 0x05, 0x4a,
    0x24, 0x0e, 0x6f, 0x18, 0x75, 0x10, 0x46, 0x70, 0x82, 0x5f, 0x2b, 0xab, 0xa3, 0x64, 0x10, 0xd0,
};

static struct fake_answer ask(struct process_id process, enum hmac_command_number number)
{
    return fake_command(DRIVER, process, number, 0, 0);
}

static void choose(struct process_id process, uint32_t algorithm)
{
    fake_expect_success(fake_command(DRIVER, process, HMAC_COMMAND_ALGORITHM, algorithm, 0));
}

static void allow(struct process_id process, uint32_t number, const void *bytes, size_t length)
{
    fake_allow(process, BUFFER_READ_ONLY, number, bytes, length);
}

static void code_allow(struct process_id process)
{
    static const uint8_t zeros[DIGEST_BYTES_MAX];
    fake_allow(process, BUFFER_READ_WRITE, HMAC_ALLOW_CODE, zeros, sizeof zeros);
}

/// Allows key and text of a case.
static void case_allow(struct process_id process, size_t number)
{
    uint8_t key[200];
    uint8_t text[200];
    size_t key_bytes = cases[number].key_bytes;
    for (size_t i = 0; i < key_bytes; i++) {
        key[i] = cases[number].key_byte != 0 ? cases[number].key_byte : (uint8_t)(i + 1);
    }
    if (cases[number].key != NULL) {
        key_bytes = strlen(cases[number].key);
        memcpy(key, cases[number].key, key_bytes);
    }
    size_t text_bytes = cases[number].text_bytes;
    memset(text, cases[number].text_byte, text_bytes);
    if (cases[number].text != NULL) {
        text_bytes = strlen(cases[number].text);
        memcpy(text, cases[number].text, text_bytes);
    }
    allow(process, HMAC_ALLOW_KEY, key, key_bytes);
    allow(process, HMAC_ALLOW_BYTES, text, text_bytes);
    code_allow(process);
}

static void expect_done(struct process_id process, enum error status)
{
    fake_expect_upcall(DRIVER, process, HMAC_UPCALL_DONE, status, 0, 0);
}

static void expect_verified(struct process_id process, enum error status, bool is_right)
{
    fake_expect_upcall(DRIVER, process, HMAC_UPCALL_VERIFIED, status, is_right, 0);
}

static void expect_code(struct process_id process, const uint8_t *code, size_t length)
{
    expect_done(process, ERROR_NONE);
    const uint8_t *given = fake_buffer(process, BUFFER_READ_WRITE, HMAC_ALLOW_CODE);
    assert_memory_equal(given, code, length);
    for (size_t i = length; i < DIGEST_BYTES_MAX; i++) {
        assert_int_equal(given[i], 0);
    }
}

static void codes_are_those_of_the_standard(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    for (size_t i = 0; i < CASE_COUNT; i++) {
        case_allow(process, i);
        choose(process, DIGEST_SHA_256);
        fake_expect_success(ask(process, HMAC_COMMAND_RUN));
        fake_run();
        expect_code(process, codes_256[i], 32);
        // Nothing is kept of what was made with the key.
        assert_false(fake_grant_has(process, codes_256[i], 32));
        code_allow(process);
        choose(process, DIGEST_SHA_224);
        fake_expect_success(ask(process, HMAC_COMMAND_RUN));
        fake_run();
        expect_code(process, codes_224[i], 28);
    }
    fake_expect_no_upcall();
}

static void codes_of_keys_of_all_lengths_are_right(void **state)
{
    (void)state;
    uint8_t bytes[256];
    uint8_t all[KEY_BYTES_MAX * DIGEST_BYTES_MAX];
    hashing_pattern(bytes, sizeof bytes);
    const struct process_id process = fake_process_start("one");
    choose(process, DIGEST_SHA_256);
    for (size_t i = 1; i <= KEY_BYTES_MAX; i++) {
        allow(process, HMAC_ALLOW_KEY, bytes, i);
        allow(process, HMAC_ALLOW_BYTES, bytes, i * 3 % 200 + 1);
        code_allow(process);
        fake_expect_success(ask(process, HMAC_COMMAND_RUN));
        fake_run();
        expect_done(process, ERROR_NONE);
        memcpy(all + (i - 1) * DIGEST_BYTES_MAX,
               fake_buffer(process, BUFFER_READ_WRITE, HMAC_ALLOW_CODE), DIGEST_BYTES_MAX);
    }
    struct digest digest = {.algorithm = DIGEST_SHA_256};
    sha256_start(&digest);
    for (size_t i = 0; i <= sizeof all; i += DIGEST_BLOCK_BYTES) {
        const size_t count = sizeof all - i < DIGEST_BLOCK_BYTES ? sizeof all - i : 64;
        memcpy(digest.block, all + i, count);
        digest.block_bytes = (uint8_t)count;
        digest.is_last = i + DIGEST_BLOCK_BYTES > sizeof all;
        digest.is_busy = true;
        for (unsigned calls = 0; digest.is_busy; calls++) {
            assert_true(calls < 100);
            assert_int_equal(sha256_go_on(&digest), ERROR_NONE);
        }
    }
    assert_memory_equal(digest.block, chain, sizeof chain);
}

/// The bytes of a case, in parts of any lengths.
static void bytes_may_come_in_parts(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    choose(process, DIGEST_SHA_256);
    const char *text = cases[5].text;
    const size_t length = strlen(text);
    for (size_t part = 1; part <= length; part++) {
        case_allow(process, 5);
        for (size_t i = 0; i < length; i += part) {
            allow(process, HMAC_ALLOW_BYTES, text + i, length - i < part ? length - i : part);
            fake_expect_success(ask(process, HMAC_COMMAND_UPDATE));
            fake_run();
            expect_done(process, ERROR_NONE);
        }
        const bool is_verified = part % 2 == 0;
        allow(process, HMAC_ALLOW_COMPARE, codes_256[5], 32);
        fake_expect_success(
            ask(process, is_verified ? HMAC_COMMAND_VERIFY_FINISH : HMAC_COMMAND_FINISH));
        fake_run();
        if (is_verified) {
            expect_verified(process, ERROR_NONE, true);
        } else {
            expect_code(process, codes_256[5], 32);
        }
        // It is over with that.
        fake_expect_failure(ask(process, HMAC_COMMAND_FINISH), ERROR_OFF);
    }
    // A code that is made at once drops the parts.
    fake_expect_success(ask(process, HMAC_COMMAND_UPDATE));
    fake_run();
    expect_done(process, ERROR_NONE);
    case_allow(process, 1);
    fake_expect_success(ask(process, HMAC_COMMAND_RUN));
    fake_run();
    expect_code(process, codes_256[1], 32);
    fake_expect_failure(ask(process, HMAC_COMMAND_VERIFY_FINISH), ERROR_OFF);
    fake_expect_no_upcall();
}

static void each_wrong_bit_of_a_code_is_found(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    choose(process, DIGEST_SHA_256);
    case_allow(process, 1);
    for (size_t bit = 0; bit <= 256; bit++) {
        uint8_t code[40] = {0};
        memcpy(code, codes_256[1], 32);
        code[bit / 8] ^= (uint8_t)(1u << bit % 8);
        allow(process, HMAC_ALLOW_COMPARE, code, bit / 8 == 32 ? sizeof code : 32);
        fake_expect_success(ask(process, HMAC_COMMAND_VERIFY));
        fake_run();
        // What is behind the code does not matter.
        expect_verified(process, ERROR_NONE, bit == 256);
    }
    fake_expect_no_upcall();
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_expect_failure(ask(process, HMAC_COMMAND_RUN), ERROR_INVALID);
    fake_expect_failure(ask(process, HMAC_COMMAND_FINISH), ERROR_INVALID);
    static const uint32_t unknown[] = {1, 2, 4, 5, 6, 256, UINT32_MAX};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        fake_expect_failure(fake_command(DRIVER, process, HMAC_COMMAND_ALGORITHM, unknown[i], 0),
                            ERROR_NO_SUPPORT);
        fake_expect_failure(ask(process, HMAC_COMMAND_RUN), ERROR_INVALID);
    }
    choose(process, DIGEST_SHA_256);
    fake_expect_failure(ask(process, HMAC_COMMAND_RUN), ERROR_SIZE);
    fake_expect_failure(ask(process, HMAC_COMMAND_VERIFY), ERROR_SIZE);
    fake_expect_failure(ask(process, HMAC_COMMAND_UPDATE), ERROR_RESERVE);
    fake_expect_failure(ask(process, HMAC_COMMAND_FINISH), ERROR_OFF);
    fake_expect_failure(ask(process, HMAC_COMMAND_VERIFY_FINISH), ERROR_OFF);
    fake_expect_failure(fake_command(DRIVER, process, 6, 0, 0), ERROR_NO_SUPPORT);
    code_allow(process);
    fake_expect_failure(ask(process, HMAC_COMMAND_RUN), ERROR_RESERVE);
    allow(process, HMAC_ALLOW_BYTES, "bytes", 5);
    fake_expect_failure(ask(process, HMAC_COMMAND_RUN), ERROR_RESERVE);
    allow(process, HMAC_ALLOW_KEY, "key", 3);
    allow(process, HMAC_ALLOW_COMPARE, codes_256[0], 31);
    fake_expect_failure(ask(process, HMAC_COMMAND_VERIFY), ERROR_SIZE);
    fake_expect_success(ask(process, HMAC_COMMAND_RUN));
    for (uint32_t number = 0; number <= HMAC_COMMAND_VERIFY_FINISH; number++) {
        fake_expect_failure(fake_command(DRIVER, process, number, 0, 0), ERROR_NO_MEMORY);
    }
    fake_run();
    expect_done(process, ERROR_NONE);
    fake_expect_no_upcall();
}

static void another_algorithm_drops_the_parts_and_the_same_does_not(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    choose(process, DIGEST_SHA_256);
    case_allow(process, 1);
    fake_expect_success(ask(process, HMAC_COMMAND_UPDATE));
    fake_run();
    expect_done(process, ERROR_NONE);
    choose(process, DIGEST_SHA_256);
    fake_expect_success(ask(process, HMAC_COMMAND_FINISH));
    fake_run();
    expect_code(process, codes_256[1], 32);
    fake_expect_success(ask(process, HMAC_COMMAND_UPDATE));
    fake_run();
    expect_done(process, ERROR_NONE);
    choose(process, DIGEST_SHA_224);
    fake_expect_failure(ask(process, HMAC_COMMAND_FINISH), ERROR_OFF);
}

static void each_program_has_its_own(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    choose(one, DIGEST_SHA_256);
    choose(two, DIGEST_SHA_224);
    for (size_t i = 0; i < CASE_COUNT; i++) {
        const size_t other = CASE_COUNT - 1 - i;
        case_allow(one, i);
        case_allow(two, other);
        fake_expect_success(ask(one, HMAC_COMMAND_UPDATE));
        fake_expect_success(ask(two, HMAC_COMMAND_UPDATE));
        fake_run();
        struct fake_upcall upcall;
        assert_true(fake_upcall_take(&upcall) && fake_upcall_take(&upcall));
        fake_expect_success(ask(one, HMAC_COMMAND_FINISH));
        fake_run();
        expect_code(one, codes_256[i], 32);
        fake_expect_success(ask(two, HMAC_COMMAND_FINISH));
        fake_run();
        expect_code(two, codes_224[other], 28);
    }
}

static void buffers_and_program_may_go(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    choose(process, DIGEST_SHA_256);
    for (uint32_t number = 0; number < 3; number++) {
        case_allow(process, 5);
        fake_expect_success(ask(process, HMAC_COMMAND_UPDATE));
        fake_run();
        expect_done(process, ERROR_NONE);
        case_allow(process, 5);
        fake_expect_success(ask(process, HMAC_COMMAND_RUN));
        if (number == HMAC_ALLOW_CODE) {
            code_allow(process);
        } else {
            allow(process, number, "other", 5);
        }
        fake_run();
        expect_done(process, ERROR_FAILED);
        fake_expect_failure(ask(process, HMAC_COMMAND_FINISH), ERROR_OFF);
    }
    allow(process, HMAC_ALLOW_COMPARE, codes_256[5], 32);
    fake_expect_success(ask(process, HMAC_COMMAND_VERIFY));
    allow(process, HMAC_ALLOW_COMPARE, codes_256[5], 32);
    fake_run();
    expect_verified(process, ERROR_FAILED, false);
    fake_expect_success(ask(process, HMAC_COMMAND_VERIFY));
    fake_process_end(process);
    fake_run();
    fake_expect_no_upcall();
}

static void function_that_fails_ends_the_request(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    choose(process, DIGEST_SHA_256);
    case_allow(process, 4);
    hashing_calls_left = 0;
    fake_expect_failure(ask(process, HMAC_COMMAND_RUN), ERROR_FAILED);
    unsigned calls = 1;
    for (bool is_done = false; !is_done; calls++) {
        hashing_calls_left = calls;
        fake_expect_success(ask(process, HMAC_COMMAND_RUN));
        fake_run();
        struct fake_upcall upcall;
        assert_true(fake_upcall_take(&upcall));
        is_done = upcall.argument[0] == ERROR_NONE;
        assert_true(is_done || upcall.argument[0] == ERROR_FAILED);
        fake_expect_failure(ask(process, HMAC_COMMAND_FINISH), ERROR_OFF);
    }
    // The key in 3 blocks, both pads, the text, and the code.
    assert_int_equal(calls - 1, (3 + 2 + 1 + 1) * (64 / SHA256_ROUNDS) + 1 + EXTRA_CALLS);
    assert_memory_equal(fake_buffer(process, BUFFER_READ_WRITE, HMAC_ALLOW_CODE), codes_256[4], 32);
}

static void restart_ends_the_request(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    choose(process, DIGEST_SHA_256);
    case_allow(process, 0);
    fake_expect_success(ask(process, HMAC_COMMAND_RUN));
    bench_capsule_fail(HMAC);
    bench_capsule_restart(HMAC, &process, 1);
    fake_run();
    expect_done(process, ERROR_RESERVE);
    allow(process, HMAC_ALLOW_COMPARE, codes_256[0], 32);
    choose(process, DIGEST_SHA_224);
    choose(process, DIGEST_SHA_256);
    fake_expect_success(ask(process, HMAC_COMMAND_VERIFY));
    bench_capsule_fail(HMAC);
    bench_capsule_restart(HMAC, &process, 1);
    fake_run();
    expect_verified(process, ERROR_RESERVE, false);
    fake_expect_no_upcall();
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, setup)
    const struct CMUnitTest tests[] = {
        TEST(codes_are_those_of_the_standard),
        TEST(codes_of_keys_of_all_lengths_are_right),
        TEST(bytes_may_come_in_parts),
        TEST(each_wrong_bit_of_a_code_is_found),
        TEST(what_cannot_be_is_refused),
        TEST(another_algorithm_drops_the_parts_and_the_same_does_not),
        TEST(each_program_has_its_own),
        TEST(buffers_and_program_may_go),
        TEST(function_that_fails_ends_the_request),
        TEST(restart_ends_the_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
