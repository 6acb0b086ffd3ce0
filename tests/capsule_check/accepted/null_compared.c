// SPDX-License-Identifier: Apache-2.0 OR MIT
// What is null because nothing was ever set may be asked for, and an empty view is none.
#include "example.h"

#include <lib/text.h>

static struct {
    const char *text CONSTANT_TEXT;
} example CAPSULE_STATE;

void example_deferred(void)
{
    struct text nothing = {0};
    if (example.text == NULL || 0 == example.text) {
        text_add(&nothing, example.text);
        example.text = "";
    }
}
