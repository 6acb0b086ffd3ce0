// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
// compiler: clang
// expect: acquiring grant 'grant_entered_' that is already held
#include <capsule.h>

void test(struct process_id process);

struct client {
    uint32_t count;
};

void test(struct process_id process)
{
    enum error error;
    WITH_GRANT(struct client, one, process, error)
    {
        WITH_GRANT(struct client, other, process, error)
        {
            other->count = one->count;
        }
    }
}
