// SPDX-License-Identifier: Apache-2.0 OR MIT
// The same subscript with its two sides exchanged.
#include "example.h"

void example_process_ended(struct process_id *process)
{
    1 [process].number = 0; // expect: dereference
}
