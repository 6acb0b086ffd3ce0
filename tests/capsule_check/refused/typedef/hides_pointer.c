// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

typedef struct process_id *example_process; // expect: typedef

void example_process_ended(struct process_id *process)
{
    process->number = sizeof(example_process) == 0 ? process->number : 0;
}
