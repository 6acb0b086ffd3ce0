// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    struct process_id clients[4];
} example CAPSULE_STATE;

static void client_forget(struct process_id *client)
{
    client->number = 0;
}

void example_deferred(void)
{
    client_forget(&example.clients[4]); // expect: subscript
}
