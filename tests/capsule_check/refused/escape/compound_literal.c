// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    struct process_id *process = &(struct process_id){0}; // expect: escape
    process->number = 0;
}
