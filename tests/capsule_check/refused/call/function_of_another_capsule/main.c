// SPDX-License-Identifier: Apache-2.0 OR MIT
// Without a thunk the other capsule would run in this one's name.
#include "own.h"

void example_deferred(void)
{
    struct terminal_focus focus = {.process = {0}};
    terminal_focus_set(&focus); // expect: call
}
