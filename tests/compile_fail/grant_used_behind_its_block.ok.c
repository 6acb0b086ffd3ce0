// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
#include <capsule.h>

void test(struct process_id process);

struct client {
    uint32_t count;
};

void test(struct process_id process)
{
    enum error error;
    WITH_GRANT(struct client, entered, process, error)
    {
        entered->count = 1;
        entered->count = 2;
    }
}
