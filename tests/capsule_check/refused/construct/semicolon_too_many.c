// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct example_client {
    uint32_t count;
};
; // expect: construct

void example_deferred(void)
{
    deferred_call_request();
}
