// SPDX-License-Identifier: Apache-2.0 OR MIT
// A map cell that becomes free while it is in use.
#include "example.h"

#include <lib/cell.h>

static struct {
    enum error error;
} example CAPSULE_STATE;

struct entry {
    uint32_t count;
};

struct maps {
    MAP_CELL(struct entry) one;
};

static struct maps example_maps CAPSULE_STATE;

void example_deferred(void)
{
    enum error error = ERROR_NONE;
    WITH_MAP(struct entry, entry, example_maps.one, error)
    {
        example_maps = (struct maps){0}; // expect: forge
        entry->count = 1;
    }
    example.error = error;
}
