// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/text.h>

static void letter_add(struct text *text)
{
    text_add_byte(text, 'x');
}

void example_deferred(void)
{
    letter_add((NULL)); // expect: implicit-cast
}
