// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct text example_text CAPSULE_STATE; // expect: stored-view

void example_deferred(void)
{
    text_clear(&example_text);
}
