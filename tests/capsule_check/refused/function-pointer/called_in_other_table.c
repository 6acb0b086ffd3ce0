// SPDX-License-Identifier: Apache-2.0 OR MIT
// A table that could be changed.
#include "example.h"

static void line_pause(struct uart *line)
{
    line->receive_pause(); // expect: function-pointer
}

void example_deferred(void)
{
    line_pause(NULL); // expect: implicit-cast
}
