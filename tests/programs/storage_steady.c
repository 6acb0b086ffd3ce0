// SPDX-License-Identifier: Apache-2.0 OR MIT
// Uses all storage again and again, and goes on where a driver fails, until it works again. Run by
// test_storage_restarts.py.
#include <bulkhead/alarm.h>
#include <bulkhead/nonvolatile_storage.h>

#include "storage_own.h"

enum { BYTES = 700, PLACE = 3000, VALUE_BYTES = 400, TRIES = 200, PAUSE_MILLISECONDS = 20 };

static uint8_t written[BYTES];
static uint8_t seen[BYTES];
static unsigned errors;

static enum error shared_use(void)
{
    const enum error error = bulkhead_nonvolatile_storage_write(PLACE, written, BYTES);
    return error != ERROR_NONE ? error : bulkhead_nonvolatile_storage_read(PLACE, seen, BYTES);
}

static enum error own_use(void)
{
    const enum error error = bulkhead_isolated_storage_write(PLACE, written, BYTES);
    return error != ERROR_NONE ? error : bulkhead_isolated_storage_read(PLACE, seen, BYTES);
}

static enum error value_use(void)
{
    size_t length;
    memcpy(seen + VALUE_BYTES, written + VALUE_BYTES, BYTES - VALUE_BYTES);
    const enum error error =
        bulkhead_key_value_put(BULKHEAD_KEY_VALUE_SET, "steady", written, VALUE_BYTES);
    return error != ERROR_NONE ? error
                               : bulkhead_key_value_get("steady", seen, VALUE_BYTES, &length);
}

/// Repeats something until it goes well; whether it did, and what was written was read.
static bool used(enum error (*use)(void))
{
    for (unsigned i = 0; i < TRIES; i++) {
        memset(seen, 0, sizeof seen);
        const enum error error = use();
        if (error == ERROR_NONE) {
            return memcmp(seen, written, BYTES) == 0;
        }
        errors++;
        (void)bulkhead_sleep_ms(PAUSE_MILLISECONDS);
    }
    return false;
}

int main(void)
{
    for (unsigned round = 1;; round++) {
        memset(written, (int)(round % 255 + 1), sizeof written);
        const bool is_right = used(shared_use) && used(own_use) && used(value_use);
        printf("round %u %s, %u errors\n", round, is_right ? "right" : "WRONG", errors);
    }
}
