// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[16];
} example CAPSULE_STATE;

void example_timer(void)
{
    (void)span_copy(SPAN_IN(example.line),
                    CONST_SPAN_OF_TEXT(L"abc")); // expect: constant-text
}
