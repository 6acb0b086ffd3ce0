// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <stddef.h>

static struct {
    wchar_t letter; // expect: fast-type
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.letter = 65;
}
