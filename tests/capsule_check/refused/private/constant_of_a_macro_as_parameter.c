// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include <lib/cell.h>

struct client {
    uint32_t count;
};

static struct {
    MAP_CELL(struct client) client;
} example CAPSULE_STATE;

static void client_count(enum map_use MAP_FREE)
{
    enum error error = ERROR_NONE;
    WITH_MAP(struct client, client, example.client, error) // expect: private
    {
        client->count++;
    }
}

void example_timer(void)
{
    client_count(MAP_IN_USE);
}
