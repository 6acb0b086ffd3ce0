// SPDX-License-Identifier: Apache-2.0 OR MIT
// The examples of SP 800-38A (F.1.1, F.2.1, F.5.1) and back, in one piece and in many, with other
// keys in between; and what is refused. Run by test_ciphers.py.
#include <bulkhead/aes.h>
#include <string.h>

#include "check.h"

enum { EXAMPLE_BYTES = 64, LONG_BYTES = 1000, KEYS = 300 };

static const uint8_t key[] = {
    0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6, 0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c,
};
static const uint8_t plain[EXAMPLE_BYTES] = {
    0x6b, 0xc1, 0xbe, 0xe2, 0x2e, 0x40, 0x9f, 0x96, 0xe9, 0x3d, 0x7e, 0x11, 0x73, 0x93, 0x17, 0x2a,
    0xae, 0x2d, 0x8a, 0x57, 0x1e, 0x03, 0xac, 0x9c, 0x9e, 0xb7, 0x6f, 0xac, 0x45, 0xaf, 0x8e, 0x51,
    0x30, 0xc8, 0x1c, 0x46, 0xa3, 0x5c, 0xe4, 0x11, 0xe5, 0xfb, 0xc1, 0x19, 0x1a, 0x0a, 0x52, 0xef,
    0xf6, 0x9f, 0x24, 0x45, 0xdf, 0x4f, 0x9b, 0x17, 0xad, 0x2b, 0x41, 0x7b, 0xe6, 0x6c, 0x37, 0x10,
};
static const uint8_t ciphered[][EXAMPLE_BYTES] = {
    [BULKHEAD_AES_CTR] =
        {
            0x87, 0x4d, 0x61, 0x91, 0xb6, 0x20, 0xe3, 0x26, 0x1b, 0xef, 0x68, 0x64, 0x99,
            0x0d, 0xb6, 0xce, 0x98, 0x06, 0xf6, 0x6b, 0x79, 0x70, 0xfd, 0xff, 0x86, 0x17,
            0x18, 0x7b, 0xb9, 0xff, 0xfd, 0xff, 0x5a, 0xe4, 0xdf, 0x3e, 0xdb, 0xd5, 0xd3,
            0x5e, 0x5b, 0x4f, 0x09, 0x02, 0x0d, 0xb0, 0x3e, 0xab, 0x1e, 0x03, 0x1d, 0xda,
            0x2f, 0xbe, 0x03, 0xd1, 0x79, 0x21, 0x70, 0xa0, 0xf3, 0x00, 0x9c, 0xee,
        },
    [BULKHEAD_AES_CBC] =
        {
            0x76, 0x49, 0xab, 0xac, 0x81, 0x19, 0xb2, 0x46, 0xce, 0xe9, 0x8e, 0x9b, 0x12,
            0xe9, 0x19, 0x7d, 0x50, 0x86, 0xcb, 0x9b, 0x50, 0x72, 0x19, 0xee, 0x95, 0xdb,
            0x11, 0x3a, 0x91, 0x76, 0x78, 0xb2, 0x73, 0xbe, 0xd6, 0xb8, 0xe3, 0xc1, 0x74,
            0x3b, 0x71, 0x16, 0xe6, 0x9e, 0x22, 0x22, 0x95, 0x16, 0x3f, 0xf1, 0xca, 0xa1,
            0x68, 0x1f, 0xac, 0x09, 0x12, 0x0e, 0xca, 0x30, 0x75, 0x86, 0xe1, 0xa7,
        },
    [BULKHEAD_AES_ECB] =
        {
            0x3a, 0xd7, 0x7b, 0xb4, 0x0d, 0x7a, 0x36, 0x60, 0xa8, 0x9e, 0xca, 0xf3, 0x24,
            0x66, 0xef, 0x97, 0xf5, 0xd3, 0xd5, 0x85, 0x03, 0xb9, 0x69, 0x9d, 0xe7, 0x85,
            0x89, 0x5a, 0x96, 0xfd, 0xba, 0xaf, 0x43, 0xb1, 0xcd, 0x7f, 0x59, 0x8e, 0xce,
            0x23, 0x88, 0x1b, 0x00, 0xe3, 0xed, 0x03, 0x06, 0x88, 0x7b, 0x0c, 0x78, 0x5e,
            0x27, 0xe8, 0xad, 0x3f, 0x82, 0x23, 0x20, 0x71, 0x04, 0x72, 0x5d, 0xd4,
        },
};
static uint8_t long_bytes[LONG_BYTES];
static uint8_t vector[BULKHEAD_AES_BLOCK_BYTES];
static uint8_t result[LONG_BYTES];
static uint8_t back[LONG_BYTES];

static struct bulkhead_aes aes_of(enum bulkhead_aes_algorithm algorithm,
                                  enum bulkhead_aes_direction direction)
{
    const uint8_t first = algorithm == BULKHEAD_AES_CTR ? 0xF0 : 0;
    for (size_t i = 0; i < sizeof vector; i++) {
        vector[i] = (uint8_t)(first + i);
    }
    const struct bulkhead_aes aes = {.algorithm = algorithm,
                                     .direction = direction,
                                     .key = key,
                                     .vector = algorithm == BULKHEAD_AES_ECB ? NULL : vector};
    return aes;
}

static void example_check(enum bulkhead_aes_algorithm algorithm)
{
    const struct bulkhead_aes aes = aes_of(algorithm, BULKHEAD_AES_ENCRYPT);
    enum error error = bulkhead_aes_start(&aes, plain, result, sizeof plain);
    check_value(error == ERROR_NONE && memcmp(result, ciphered[algorithm], sizeof plain) == 0,
                "encrypted", (uint32_t)error);
    const struct bulkhead_aes other = aes_of(algorithm, BULKHEAD_AES_DECRYPT);
    error = bulkhead_aes_start(&other, result, back, sizeof plain);
    check_value(error == ERROR_NONE && memcmp(back, plain, sizeof plain) == 0, "decrypted",
                (uint32_t)error);
}

/// The same in two parts.
static void parts_check(enum bulkhead_aes_algorithm algorithm,
                        enum bulkhead_aes_direction direction, size_t first)
{
    const uint8_t *from = direction == BULKHEAD_AES_ENCRYPT ? plain : ciphered[algorithm];
    const uint8_t *to = direction == BULKHEAD_AES_ENCRYPT ? ciphered[algorithm] : plain;
    const struct bulkhead_aes aes = aes_of(algorithm, direction);
    memset(result, 0, sizeof result);
    enum error error = bulkhead_aes_start(&aes, from, result, first);
    if (error == ERROR_NONE) {
        error = bulkhead_aes_go_on(from + first, result + first, EXAMPLE_BYTES - first);
    }
    check_value(error == ERROR_NONE && memcmp(result, to, EXAMPLE_BYTES) == 0, "in parts",
                (uint32_t)error);
}

/// More than the engine gets at once.
static void long_check(enum bulkhead_aes_algorithm algorithm)
{
    const size_t length = algorithm == BULKHEAD_AES_CTR ? LONG_BYTES - 1 : LONG_BYTES - 8;
    const struct bulkhead_aes aes = aes_of(algorithm, BULKHEAD_AES_ENCRYPT);
    enum error error = bulkhead_aes_start(&aes, long_bytes, result, length);
    const struct bulkhead_aes other = aes_of(algorithm, BULKHEAD_AES_DECRYPT);
    memset(back, 0, sizeof back);
    if (error == ERROR_NONE) {
        error = bulkhead_aes_start(&other, result, back, length);
    }
    check_value(error == ERROR_NONE && memcmp(back, long_bytes, length) == 0 &&
                    memcmp(result, long_bytes, length) != 0,
                "there and back", (uint32_t)error);
}

/// More keys than the device has room for at a time.
static void many_keys_check(void)
{
    const struct bulkhead_aes aes = aes_of(BULKHEAD_AES_CBC, BULKHEAD_AES_ENCRYPT);
    enum error error = ERROR_NONE;
    for (int i = 0; i < KEYS && error == ERROR_NONE; i++) {
        error = bulkhead_aes_start(&aes, plain, result, 16);
    }
    check_value(error == ERROR_NONE, "many keys", (uint32_t)error);
}

static struct bulkhead_result ask(enum bulkhead_aes_command command, uint32_t argument)
{
    return bulkhead_command(BULKHEAD_AES_DRIVER, (uint32_t)command, argument, 1);
}

static void refusals(void)
{
    const struct bulkhead_aes aes = aes_of(BULKHEAD_AES_CBC, BULKHEAD_AES_ENCRYPT);
    check_error(ask(BULKHEAD_AES_SET_UP, 0), VARIANT_FAILURE, ERROR_INVALID, "nothing is chosen");
    check_error(ask(BULKHEAD_AES_GO_ON, 0), VARIANT_FAILURE, ERROR_OFF, "there is no key");
    check_error(ask(BULKHEAD_AES_FINISH, 0), VARIANT_FAILURE, ERROR_OFF, "nor to forget");
    check_error(ask(BULKHEAD_AES_ALGORITHM, 3), VARIANT_FAILURE, ERROR_NO_SUPPORT, "CCM");
    check(bulkhead_aes_start(&aes, plain, result, 15) == ERROR_INVALID, "not whole blocks");
    check(bulkhead_aes_start(&aes, plain, result, 0) == ERROR_RESERVE, "no bytes");
    (void)bulkhead_allow_read_only(BULKHEAD_AES_DRIVER, BULKHEAD_AES_SOURCE, plain, 32);
    (void)bulkhead_allow_read_write(BULKHEAD_AES_DRIVER, BULKHEAD_AES_DESTINATION, result, 31);
    check_error(ask(BULKHEAD_AES_SET_UP, 0), VARIANT_FAILURE, ERROR_SIZE, "a short destination");
    (void)bulkhead_allow_read_only(BULKHEAD_AES_DRIVER, BULKHEAD_AES_KEY, key, 15);
    (void)bulkhead_allow_read_write(BULKHEAD_AES_DRIVER, BULKHEAD_AES_DESTINATION, result, 32);
    check_error(ask(BULKHEAD_AES_SET_UP, 0), VARIANT_FAILURE, ERROR_INVALID, "a short key");
    check(bulkhead_aes_start(&aes, plain, result, 16) == ERROR_NONE, "a key is set up");
    check(bulkhead_aes_finish() == ERROR_NONE, "and forgotten");
    check(bulkhead_aes_go_on(plain, result, 16) == ERROR_OFF, "so it is not there");
}

int main(void)
{
    if (!bulkhead_driver_exists(BULKHEAD_AES_DRIVER)) {
        const struct bulkhead_aes aes = aes_of(BULKHEAD_AES_CBC, BULKHEAD_AES_ENCRYPT);
        check(bulkhead_aes_start(&aes, plain, result, 16) == ERROR_NO_DEVICE, "no engine");
        return check_done("ciphers");
    }
    for (size_t i = 0; i < LONG_BYTES; i++) {
        long_bytes[i] = (uint8_t)(i * i * 7 + i / 3);
    }
    refusals();
    for (int round = 0; round < 2; round++) {
        example_check(BULKHEAD_AES_CTR);
        example_check(BULKHEAD_AES_CBC);
        example_check(BULKHEAD_AES_ECB);
    }
    for (size_t first = 1; first < 64; first += 7) {
        parts_check(BULKHEAD_AES_CTR, BULKHEAD_AES_ENCRYPT, first);
    }
    for (size_t first = 16; first < 64; first += 16) {
        parts_check(BULKHEAD_AES_CBC, BULKHEAD_AES_ENCRYPT, first);
        parts_check(BULKHEAD_AES_CBC, BULKHEAD_AES_DECRYPT, first);
        parts_check(BULKHEAD_AES_ECB, BULKHEAD_AES_DECRYPT, first);
    }
    long_check(BULKHEAD_AES_CTR);
    long_check(BULKHEAD_AES_CBC);
    long_check(BULKHEAD_AES_ECB);
    many_keys_check();
    // Its buffer goes while it waits, and then the program.
    (void)bulkhead_allow_read_only(BULKHEAD_AES_DRIVER, BULKHEAD_AES_SOURCE, long_bytes, 992);
    (void)bulkhead_allow_read_write(BULKHEAD_AES_DRIVER, BULKHEAD_AES_DESTINATION, result, 992);
    check(bulkhead_result_is_success(ask(BULKHEAD_AES_SET_UP, 0)), "one begins");
    (void)bulkhead_allow_read_write(BULKHEAD_AES_DRIVER, BULKHEAD_AES_DESTINATION, back, 992);
    const uint32_t status = bulkhead_yield_wait_for(BULKHEAD_AES_DRIVER, 0).value[0];
    check_value(status == ERROR_FAILED || status == ERROR_NONE, "and ends when its buffer goes",
                status);
    check_done("ciphers");
    (void)ask(BULKHEAD_AES_SET_UP, 0);
    return 0;
}
