// SPDX-License-Identifier: Apache-2.0 OR MIT
// The macro compares with what is called so here, and goes into a cell that is in use.
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
    const enum error ERROR_NONE = ERROR_BUSY;
    enum error error = ERROR_BUSY;
    WITH_MAP(struct client, client, example.client, error) // expect: private
    {
        client->count++;
    }
}
