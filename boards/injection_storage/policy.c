// SPDX-License-Identifier: Apache-2.0 OR MIT
// The programs of boards whose capsules fail have storage, each its own. It stands for
// boards/storage, which is for the programs of the plain boards.
#include <capsules/storage_rights/storage_rights.h>

enum { OWNER_LOAD = 0x1005, OWNER_ENDING = 0x1006 };

const struct storage_rights_policy storage_rights_policy = {
    .names = " containment_load containment_ending",
    .rows =
        {
            {.short_id = OWNER_LOAD, .may_write = true},
            {.short_id = OWNER_ENDING, .may_write = true},
        },
};
