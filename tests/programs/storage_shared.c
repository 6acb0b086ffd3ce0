// SPDX-License-Identifier: Apache-2.0 OR MIT
// Uses the shared region in every way that a program may, where there is one. Run by
// test_storage.py.
#include <bulkhead/alarm.h>
#include <bulkhead/nonvolatile_storage.h>
#include <string.h>

#include "check.h"

enum { BYTES = 1300, PLACE = 700, PAUSE_MS = 100, DRIVER = BULKHEAD_NONVOLATILE_STORAGE_DRIVER };

static uint8_t written[BYTES];
static uint8_t seen[BYTES + 8];

static struct bulkhead_result ask(uint32_t command, uint32_t offset, uint32_t length)
{
    return bulkhead_command(DRIVER, command, offset, length);
}

static void refusals_check(uint32_t size)
{
    check_error(ask(4, 0, 0), VARIANT_FAILURE, ERROR_NO_SUPPORT, "there is no other command");
    check_error(ask(2, 0, 4), VARIANT_FAILURE, ERROR_RESERVE, "a read without a buffer");
    check_error(ask(3, 0, 4), VARIANT_FAILURE, ERROR_RESERVE, "a write without a buffer");
    (void)bulkhead_allow_read_write(DRIVER, 0, seen, sizeof seen);
    check_error(ask(2, size, 1), VARIANT_FAILURE, ERROR_INVALID, "a read behind the end");
    check_error(ask(2, size + 1, 0), VARIANT_FAILURE, ERROR_INVALID, "nothing behind the end");
    check_error(ask(2, 4, UINT32_MAX), VARIANT_FAILURE, ERROR_INVALID, "a sum that wraps");
    check_error(ask(2, UINT32_MAX, 4), VARIANT_FAILURE, ERROR_INVALID, "a place that wraps");
    const struct bulkhead_result one = ask(2, 0, BYTES);
    const struct bulkhead_result two = ask(2, 0, 1);
    check(bulkhead_result_is_success(one), "a read begins");
    check_error(two, VARIANT_FAILURE, ERROR_NO_MEMORY, "a second one meanwhile does not");
    const struct bulkhead_upcall upcall = bulkhead_yield_wait_for(DRIVER, 0);
    check_value(upcall.value[0] == BYTES && upcall.value[2] == 0, "the first one ends",
                upcall.value[0]);
    // A read is of the buffer that was there when it began.
    (void)ask(2, 0, BYTES);
    (void)bulkhead_allow_read_write(DRIVER, 0, NULL, 0);
    const struct bulkhead_upcall ended = bulkhead_yield_wait_for(DRIVER, 0);
    check_value(ended.value[0] < BYTES, "one whose buffer is taken back ends", ended.value[0]);
}

static void contents_check(uint32_t size)
{
    for (size_t i = 0; i < BYTES; i++) {
        written[i] = (uint8_t)(i * 7 + i / 256 + 1);
    }
    memset(seen, 0xEE, sizeof seen);
    check(bulkhead_nonvolatile_storage_write(PLACE, written, BYTES) == ERROR_NONE, "a write");
    check(bulkhead_nonvolatile_storage_read(PLACE, seen, BYTES) == ERROR_NONE, "a read of it");
    check(memcmp(written, seen, BYTES) == 0, "gives what was written");
    check_value(seen[BYTES] == 0xEE, "and no more", seen[BYTES]);
    check(bulkhead_nonvolatile_storage_write(PLACE + 100, "here", 4) == ERROR_NONE,
          "a small write");
    check(bulkhead_nonvolatile_storage_read(PLACE, seen, BYTES) == ERROR_NONE, "a read around it");
    memcpy(written + 100, "here", 4);
    check(memcmp(written, seen, BYTES) == 0, "it changed nothing else");
    check(bulkhead_nonvolatile_storage_write(size - 1, "x", 1) == ERROR_NONE, "the last byte");
    check(bulkhead_nonvolatile_storage_read(size - 1, seen, 1) == ERROR_NONE && seen[0] == 'x',
          "is there");
}

int main(void)
{
    // A device that is not there is found out by then.
    (void)bulkhead_sleep_ms(PAUSE_MS);
    const uint32_t size = bulkhead_nonvolatile_storage_size();
    if (size == 0) {
        printf("no storage\n");
        check_error(ask(0, 0, 0), VARIANT_FAILURE, ERROR_NO_DEVICE, "is it there: no device");
        check_error(ask(2, 0, 0), VARIANT_FAILURE, ERROR_NO_DEVICE, "a read: no device");
        return check_done("storage_shared");
    }
    check(bulkhead_nonvolatile_storage_read(PLACE, seen, BYTES) == ERROR_NONE, "what is there");
    printf("storage of %lu bytes, with %s\n", (unsigned long)size,
           seen[100] == 'h' ? "what was left" : "nothing");
    refusals_check(size);
    contents_check(size);
    return check_done("storage_shared");
}
