// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks for random bytes in every way that a program may, where there are any. Run by
// test_random.py.
#include <bulkhead/random.h>
#include <string.h>

#include "check.h"

enum { BYTES = 100, BYTES_LONG = 700, REPEATS = 8 };

static uint8_t first[BYTES_LONG];
static uint8_t second[BYTES_LONG];

static struct bulkhead_result ask(uint32_t bytes)
{
    return bulkhead_command(DRIVER_RNG, RNG_COMMAND_GET, bytes, 0);
}

static void allow(void *bytes, size_t length)
{
    (void)bulkhead_allow_read_write(DRIVER_RNG, RNG_ALLOW_BYTES, bytes, length);
}

/// Waits for the end of a request, which is to have delivered so many bytes.
static void end_check(uint32_t bytes, const char *what)
{
    const struct bulkhead_upcall upcall = bulkhead_yield_wait_for(DRIVER_RNG, RNG_UPCALL_DONE);
    check_value(upcall.value[0] == ERROR_NONE && upcall.value[1] == bytes && upcall.value[2] == 0,
                what, upcall.value[1]);
}

static bool is_zero(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

static void lengths_check(void)
{
    memset(first, 0, sizeof first);
    allow(first, BYTES);
    check(bulkhead_result_is_success(ask(BYTES / 2)), "half of the buffer is asked for");
    end_check(BYTES / 2, "half is delivered");
    check(!is_zero(first, BYTES / 2) && is_zero(first + BYTES / 2, BYTES), "and nothing behind it");

    check(bulkhead_result_is_success(ask(UINT32_MAX)), "more than memory holds is asked for");
    end_check(BYTES, "the buffer's length is delivered");
    check(is_zero(first + BYTES, BYTES), "and nothing behind the buffer");

    check(bulkhead_result_is_success(ask(0)), "nothing is asked for");
    end_check(0, "nothing is delivered");
    allow(NULL, 0);
    check(bulkhead_result_is_success(ask(BYTES)), "bytes are asked for without a buffer");
    end_check(0, "none are delivered");
}

static void requests_check(void)
{
    allow(first, BYTES_LONG);
    // Nothing is printed in between: that would give the first one time to end.
    const struct bulkhead_result request = ask(BYTES_LONG);
    const struct bulkhead_result second_request = ask(1);
    check(bulkhead_result_is_success(request), "a long request");
    check_error(second_request, VARIANT_FAILURE, ERROR_BUSY, "a second one meanwhile is refused");
    end_check(BYTES_LONG, "the long one ends");

    uint32_t equal = 0;
    for (unsigned i = 0; i < REPEATS; i++) {
        memcpy(second, first, sizeof first);
        equal += bulkhead_random(first, sizeof first) != ERROR_NONE ||
                 memcmp(first, second, sizeof first) == 0;
    }
    check_value(equal == 0, "each request has its own bytes", equal);
    uint32_t ones = 0;
    for (size_t i = 0; i < sizeof first; i++) {
        ones += (uint32_t)__builtin_popcount(first[i]);
    }
    // Six standard deviations of a fair coin.
    check_value(ones > BYTES_LONG * 4 - 225 && ones < BYTES_LONG * 4 + 225, "half the bits are set",
                ones);

    // A request is for the buffer that was there when it began.
    allow(first, BYTES_LONG);
    check(bulkhead_result_is_success(ask(BYTES_LONG)), "a request into a buffer");
    allow(second, 0);
    const struct bulkhead_upcall upcall = bulkhead_yield_wait_for(DRIVER_RNG, RNG_UPCALL_DONE);
    check_value(upcall.value[0] == ERROR_FAILED && upcall.value[1] < BYTES_LONG,
                "that is taken back ends it", upcall.value[1]);
}

static uint32_t told[3];

static void tell(uint32_t a, uint32_t b, uint32_t c, void *data)
{
    (void)data;
    told[0] = a;
    told[1] = b;
    told[2] = c + 1;
}

/// As programs of libtock-c do it: with a function, and a plain yield.
static void function_check(void)
{
    allow(first, BYTES);
    (void)bulkhead_subscribe(DRIVER_RNG, RNG_UPCALL_DONE, tell, NULL);
    check(bulkhead_result_is_success(ask(BYTES)), "bytes are asked for with a function");
    while (told[2] == 0) {
        bulkhead_yield_wait();
    }
    check_value(told[0] == ERROR_NONE && told[1] == BYTES && told[2] == 1, "it is called", told[1]);
}

int main(void)
{
    const struct bulkhead_result exists = bulkhead_command(DRIVER_RNG, COMMAND_EXISTS, 0, 0);
    if (!bulkhead_result_is_success(exists)) {
        printf("no source\n");
        check_error(exists, VARIANT_FAILURE, ERROR_NO_DEVICE, "is it there: no device");
        check_error(ask(4), VARIANT_FAILURE, ERROR_NO_DEVICE, "a request: no device");
        check_error(ask(0), VARIANT_FAILURE, ERROR_NO_DEVICE, "an empty one: no device");
        check_value(bulkhead_random(first, BYTES) == ERROR_NO_DEVICE, "the runtime: no device", 0);
        return check_done("random_bytes");
    }
    printf("a source\n");
    check_error(bulkhead_command(DRIVER_RNG, 2, 0, 0), VARIANT_FAILURE, ERROR_NO_SUPPORT,
                "there is no other command");
    lengths_check();
    requests_check();
    function_check();
    return check_done("random_bytes");
}
