// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    struct terminal_input input = {.byte = 3};
    struct process_id *process = &input.process; // expect: escape
    process->number = 0;
}
