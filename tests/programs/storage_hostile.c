// SPDX-License-Identifier: Apache-2.0 OR MIT
// A program without storage that tries to get at that of others, and dies in the middle of a write.
// Run by test_storage.py.
#include <bulkhead/nonvolatile_storage.h>

#include "storage_own.h"

enum { TRIES = 500, STEP = 2654435761u };

static uint8_t memory[2048];

int main(void)
{
    size_t length;
    check(bulkhead_isolated_storage_size() == 0, "no region");
    check(bulkhead_isolated_storage_read(0, memory, 16) == ERROR_NO_SUPPORT, "nothing is read");
    check(bulkhead_isolated_storage_write(0, memory, 16) == ERROR_NO_SUPPORT, "nor written");
    check(bulkhead_key_value_get("one", memory, 16, &length) == ERROR_INVALID, "no value is read");
    check(bulkhead_key_value_put(BULKHEAD_KEY_VALUE_SET, "one", "evil", 4) == ERROR_INVALID,
          "nor set");
    check(bulkhead_key_value_delete("one") == ERROR_INVALID, "nor deleted");

    // Any number with any other, for all drivers; buffers come and go meanwhile.
    const uint32_t drivers[] = {0x50001, 0x50003, 0x50004};
    uint32_t random = 1;
    for (unsigned i = 0; i < TRIES; i++) {
        random = random * STEP + 12345;
        const uint32_t driver = drivers[random >> 16 & 1 ? 0 : random >> 17 & 1 ? 1 : 2];
        const size_t part = random >> 8 & 0x3FF;
        (void)bulkhead_allow_read_write(driver, random & 1, memory + part, part);
        (void)bulkhead_allow_read_only(driver, random >> 1 & 1, memory + part, part);
        // Not a write into the shared region, where there is what another test looks for.
        const uint32_t command = random >> 20 & 7;
        if (driver != 0x50001 || command != BULKHEAD_NONVOLATILE_STORAGE_WRITE) {
            (void)bulkhead_command(driver, command, random * STEP, random >> 3);
        }
        if (i % 8 == 0) {
            (void)bulkhead_yield_no_wait();
        }
    }
    check(true, "numbers without a meaning");
    (void)check_done("storage_hostile");

    (void)bulkhead_allow_read_only(0x50001, 0, memory, sizeof memory);
    (void)bulkhead_command(0x50001, BULKHEAD_NONVOLATILE_STORAGE_WRITE, 20000, sizeof memory);
    __builtin_trap(); // In the middle of the write.
}
