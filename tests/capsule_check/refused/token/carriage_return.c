// SPDX-License-Identifier: Apache-2.0 OR MIT
// One compiler takes this for the end of a line, and the other does not.
#include "example.h"

void example_timer(void)
{
    timer_cancel(); /* expect: token */ /* */
}
