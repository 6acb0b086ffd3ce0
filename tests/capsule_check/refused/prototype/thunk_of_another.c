// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_thunk(void);

void example_thunk(void)
{
}

void example_timer(void)
{
    random_request_thunk(); // expect: prototype, call
}
