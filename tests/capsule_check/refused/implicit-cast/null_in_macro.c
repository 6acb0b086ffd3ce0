// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/text.h>

void example_deferred(void)
{
    TEXT_PRINT(NULL, "%d", 1); // expect: implicit-cast
}
