// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_process_ended(struct process_id *process)
{
    process[7].number = 0; // expect: dereference
}
