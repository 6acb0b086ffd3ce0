// SPDX-License-Identifier: Apache-2.0 OR MIT
// A constant of a trusted header that is zero.
#include "example.h"

#include <lib/text.h>

void example_deferred(void)
{
    text_add_byte(false, 'x'); // expect: implicit-cast
}
