// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
// compiler: clang
#include <capsule.h>

void test(struct process_id process);

struct client {
    uint32_t count;
};

void test(struct process_id process)
{
    enum error error;
    uint32_t count = 0;
    WITH_GRANT(struct client, one, process, error)
    {
        count = one->count;
    }
    WITH_GRANT(struct client, other, process, error)
    {
        other->count = count;
    }
}
