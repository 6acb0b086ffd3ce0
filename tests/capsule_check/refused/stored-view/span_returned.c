// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct span line_bytes(void) // expect: stored-view
{
    uint8_t line[32] = {0};
    return SPAN_IN(line);
}

void example_deferred(void)
{
    span_byte_set(line_bytes(), 0, 1);
}
