// SPDX-License-Identifier: Apache-2.0 OR MIT
// Digests and codes, which the test compares with its own; and what is refused. Run by
// test_digests.py.
#include <bulkhead/digest.h>
#include <string.h>

#include "check.h"

enum { LONG_BYTES = 1000, PART_BYTES = 77 };

static uint8_t bytes[LONG_BYTES];
static uint8_t digest[BULKHEAD_SHA_256_BYTES];

static void digest_show(const char *what, size_t length)
{
    printf("%s %u ", what, (unsigned)length);
    for (size_t i = 0; i < sizeof digest; i++) {
        printf("%02x", digest[i]);
    }
    printf("\n");
}

static void digests_show(void)
{
    static const size_t lengths[] = {0, 1, 55, 56, 64, 65, LONG_BYTES};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        check(bulkhead_sha_256(bytes, lengths[i], digest) == ERROR_NONE, "a digest is made");
        digest_show("sha", lengths[i]);
    }
}

static void codes_show(void)
{
    static const size_t lengths[] = {1, 20, 64, 65, 200};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        const struct bulkhead_hmac hmac = {bytes, lengths[i], bytes + 3, lengths[i] * 2};
        check(bulkhead_hmac_sha_256(&hmac, digest) == ERROR_NONE, "a code is made");
        digest_show("hmac", lengths[i]);
        check(bulkhead_hmac_sha_256_verify(&hmac, digest) == ERROR_NONE, "it is right");
        digest[i] ^= 1;
        check(bulkhead_hmac_sha_256_verify(&hmac, digest) == ERROR_INVALID, "another is not");
    }
}

static struct bulkhead_result hmac_ask(enum bulkhead_hmac_command command, uint32_t argument)
{
    return bulkhead_command(BULKHEAD_HMAC_DRIVER, command, argument, 0);
}

static void code_in_parts(void)
{
    (void)hmac_ask(BULKHEAD_HMAC_ALGORITHM, 0);
    (void)bulkhead_allow_read_only(BULKHEAD_HMAC_DRIVER, BULKHEAD_HMAC_KEY, bytes, PART_BYTES);
    uint32_t status = 0;
    for (size_t i = 0; i < LONG_BYTES; i += PART_BYTES) {
        const size_t count = LONG_BYTES - i < PART_BYTES ? LONG_BYTES - i : PART_BYTES;
        (void)bulkhead_allow_read_only(BULKHEAD_HMAC_DRIVER, BULKHEAD_HMAC_BYTES, bytes + i, count);
        if (bulkhead_result_is_success(hmac_ask(BULKHEAD_HMAC_UPDATE, 0))) {
            status |= bulkhead_yield_wait_for(BULKHEAD_HMAC_DRIVER, 0).value[0];
        }
    }
    check_value(status == 0, "parts are taken", status);
    (void)bulkhead_allow_read_write(BULKHEAD_HMAC_DRIVER, BULKHEAD_HMAC_CODE, digest,
                                    sizeof digest);
    check(bulkhead_result_is_success(hmac_ask(BULKHEAD_HMAC_FINISH, 0)), "the code of them begins");
    check(bulkhead_yield_wait_for(BULKHEAD_HMAC_DRIVER, 0).value[0] == 0, "and ends");
    digest_show("parts", LONG_BYTES);
    check_error(hmac_ask(BULKHEAD_HMAC_FINISH, 0), VARIANT_FAILURE, ERROR_OFF, "and is over");
}

static void refusals(void)
{
    (void)bulkhead_allow_read_write(BULKHEAD_SHA_DRIVER, 0, digest, sizeof digest - 1);
    check_error(bulkhead_command(BULKHEAD_SHA_DRIVER, 2, 0, 0), VARIANT_FAILURE, ERROR_SIZE,
                "a short buffer");
    check_error(bulkhead_command(BULKHEAD_SHA_DRIVER, 1, 1, 0), VARIANT_FAILURE, ERROR_NO_SUPPORT,
                "another algorithm");
    check_error(hmac_ask(BULKHEAD_HMAC_ALGORITHM, 1), VARIANT_FAILURE, ERROR_NO_SUPPORT,
                "another one with a key");
    check_error(hmac_ask(BULKHEAD_HMAC_RUN, 0), VARIANT_FAILURE, ERROR_INVALID, "none chosen");
}

int main(void)
{
    for (size_t i = 0; i < LONG_BYTES; i++) {
        bytes[i] = (uint8_t)(i * i * 7 + i / 3);
    }
    digests_show();
    codes_show();
    code_in_parts();
    refusals();
    // Its buffers go while it waits, and then the program.
    (void)bulkhead_allow_read_only(BULKHEAD_SHA_DRIVER, 0, bytes, LONG_BYTES);
    (void)bulkhead_allow_read_write(BULKHEAD_SHA_DRIVER, 0, digest, sizeof digest);
    check(bulkhead_result_is_success(bulkhead_command(BULKHEAD_SHA_DRIVER, 2, 0, 0)), "one begins");
    (void)bulkhead_allow_read_only(BULKHEAD_SHA_DRIVER, 0, bytes, 1);
    const uint32_t status = bulkhead_yield_wait_for(BULKHEAD_SHA_DRIVER, 0).value[0];
    check_value(status == ERROR_NONE || status == ERROR_FAILED, "and ends when its buffer goes",
                status);
    check_done("digests");
    (void)bulkhead_command(BULKHEAD_SHA_DRIVER, 2, 0, 0);
    return 0;
}
