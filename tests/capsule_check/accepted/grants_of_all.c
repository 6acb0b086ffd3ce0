// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

enum { PROCESS_COUNT_MAX = 64 };

struct example_client {
    uint32_t wanted;
};

void example_deferred(void)
{
    struct process_id process = {0};
    for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
        enum error error;
        WITH_GRANT(struct example_client, client, process, error)
        {
            if (client->wanted > 0) {
                (void)upcall_schedule(process, 0, client->wanted, 0, 0);
            }
        }
    }
}
