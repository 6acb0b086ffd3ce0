// SPDX-License-Identifier: Apache-2.0 OR MIT
// Compilers take a null pointer for no format at all.
#include "example.h"

#include <lib/text.h>

static struct {
    uint8_t bytes[8];
} example CAPSULE_STATE;

void example_deferred(void)
{
    struct text text = TEXT_IN(example.bytes);
    const char *const format = NULL; // expect: implicit-cast
    text_print(&text, format);
}
