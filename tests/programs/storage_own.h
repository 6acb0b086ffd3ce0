// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What programs with storage of their own do: each writes what says its name, into its region and
 * under a key, and looks whether that is there, and nothing of the others'. Run by test_storage.py,
 * twice with the same disk.
 */
#pragma once

#include <bulkhead/isolated_storage.h>
#include <bulkhead/key_value.h>
#include <string.h>

#include "check.h"

enum { OWN_BYTES = 900, OWN_PLACE = 300 };

static uint8_t own_bytes[OWN_BYTES];
static uint8_t own_seen[OWN_BYTES];

static inline bool own_is_all(const uint8_t *bytes, size_t length, uint8_t value)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != value) {
            return false;
        }
    }
    return true;
}

static inline void own_region_check(uint8_t mark)
{
    const uint32_t size = bulkhead_isolated_storage_size();
    check_value(size == 4084, "the region's size", size);
    check(bulkhead_isolated_storage_read(OWN_PLACE, own_seen, OWN_BYTES) == ERROR_NONE, "a read");
    const bool is_new = own_is_all(own_seen, OWN_BYTES, 0);
    check_value(is_new || own_is_all(own_seen, OWN_BYTES, mark), "all zero, or all its own",
                own_seen[0]);
    printf("region %s\n", is_new ? "new" : "kept");
    memset(own_bytes, mark, OWN_BYTES);
    check(bulkhead_isolated_storage_write(OWN_PLACE, own_bytes, OWN_BYTES) == ERROR_NONE,
          "a write");
    check(bulkhead_isolated_storage_read(OWN_PLACE, own_seen, OWN_BYTES) == ERROR_NONE &&
              memcmp(own_seen, own_bytes, OWN_BYTES) == 0,
          "is read as written");
    check(bulkhead_isolated_storage_write(size - 1, own_bytes, 2) == ERROR_INVALID,
          "a write over the end");
    check(bulkhead_isolated_storage_read(size, own_seen, 1) == ERROR_INVALID, "a read behind it");
    check(bulkhead_isolated_storage_read(UINT32_MAX, own_seen, 2) == ERROR_INVALID,
          "a read far behind it");
}

static inline void own_keys_check(const char *name, const char *other)
{
    char value[16] = "";
    size_t length = 0;
    const enum error before = bulkhead_key_value_get(name, value, sizeof value, &length);
    printf("value %s\n", before == ERROR_NONE ? "kept" : "new");
    check(before == ERROR_NO_SUPPORT ||
              (length == strlen(name) && memcmp(value, name, length) == 0),
          "no value, or its own");
    check(bulkhead_key_value_put(BULKHEAD_KEY_VALUE_SET, name, "for now", 7) == ERROR_NONE,
          "a value is set");
    check(bulkhead_key_value_put(BULKHEAD_KEY_VALUE_ADD, name, "x", 1) == ERROR_NO_SUPPORT,
          "and not added again");
    check(bulkhead_key_value_put(BULKHEAD_KEY_VALUE_UPDATE, name, name, strlen(name)) == ERROR_NONE,
          "it is updated");
    check(bulkhead_key_value_get(name, value, sizeof value, &length) == ERROR_NONE &&
              length == strlen(name) && memcmp(value, name, length) == 0,
          "and read as it was set");
    check(bulkhead_key_value_get(name, value, 2, &length) == ERROR_SIZE && length == strlen(name),
          "a short buffer has its beginning");
    check(bulkhead_key_value_get(other, value, sizeof value, &length) == ERROR_NO_SUPPORT,
          "another one's value is not shown");
    check(bulkhead_key_value_delete("none") == ERROR_NO_SUPPORT,
          "what is not there is not deleted");
    check(bulkhead_key_value_put(BULKHEAD_KEY_VALUE_ADD, other + 1, "x", 1) == ERROR_NONE &&
              bulkhead_key_value_delete(other + 1) == ERROR_NONE,
          "what is there is");
}
