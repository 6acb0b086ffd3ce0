// SPDX-License-Identifier: Apache-2.0 OR MIT
// Through a function of one's own, which tests nothing.
#include "example.h"

#include <lib/text.h>

static void letter_add(struct text *text)
{
    text_add_byte(text, 'x');
}

void example_deferred(void)
{
    struct text *nowhere = NULL; // expect: implicit-cast
    letter_add(nowhere);
}
