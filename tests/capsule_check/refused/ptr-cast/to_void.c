// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_process_ended(struct process_id *process)
{
    if ((void *)process == NULL) { // expect: ptr-cast
        deferred_call_request();
    }
}
