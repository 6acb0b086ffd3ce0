// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static void process_forget(struct process_id process)
{
    struct process_id *copy = &process; // expect: escape
    copy->number = 0;
}

void example_process_ended(struct process_id *process)
{
    process_forget(process_id_at(process));
}
