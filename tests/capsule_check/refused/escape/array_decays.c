// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    struct process_id processes[2] = {{0}, {0}};
    struct process_id *first = processes; // expect: escape
    first->number = 0;
}
