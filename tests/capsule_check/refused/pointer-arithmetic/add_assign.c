// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_process_ended(struct process_id *process)
{
    process += 2; // expect: pointer-arithmetic
    process->number = 0;
}
