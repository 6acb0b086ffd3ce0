// SPDX-License-Identifier: Apache-2.0 OR MIT
// Which programs of the boards with storage have some, and whose things they may use beside their
// own.
#include <capsules/storage_rights/storage_rights.h>

enum {
    OWNER_ONE = 0x1001,
    OWNER_TWO = 0x1002,
    OWNER_READER = 0x1003,
    OWNER_STEADY = 0x1004,
};

const struct storage_rights_policy storage_rights_policy = {
    .names = " storage_one storage_two storage_reader storage_steady",
    .rows =
        {
            {.short_id = OWNER_ONE, .may_write = true},
            {.short_id = OWNER_TWO, .may_write = true},
            {.short_id = OWNER_READER, .read = {OWNER_ONE}},
            {.short_id = OWNER_STEADY, .may_write = true},
        },
};
