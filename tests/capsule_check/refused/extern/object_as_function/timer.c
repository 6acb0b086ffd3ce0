// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "own.h"

#include <capsule.h>

void example_timer(void);

void example_timer(void)
{
    deferred_call_request();
}
