// SPDX-License-Identifier: Apache-2.0 OR MIT
// What points to anything becomes a pointer to any type.
#include "example.h"
#include <lib/cell.h>

struct client {
    uint32_t count;
};

static struct {
    MAP_CELL(struct client) client;
} example CAPSULE_STATE;

void example_timer(void)
{
    enum error error = ERROR_NONE;
    WITH_MAP(void, anything, example.client, error) // expect: pointer-type
    {
        (void)anything;
    }
}
