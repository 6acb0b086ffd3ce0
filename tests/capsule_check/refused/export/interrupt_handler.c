// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void interrupt_handler(void) // expect: export
{
    deferred_call_request();
}
