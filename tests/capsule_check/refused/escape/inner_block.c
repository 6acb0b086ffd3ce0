// SPDX-License-Identifier: Apache-2.0 OR MIT
// A pointer made in one block of the function, to a variable of the same block.
#include "example.h"

void example_deferred(void)
{
    for (size_t i = 0; i < 2; i++) {
        struct process_id process = {0};
        const struct process_id *kept = &process; // expect: escape
        if (kept->number == i) {
            deferred_call_request();
        }
    }
}
