// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
#include <lib/text.h>

void test(struct text *text, uint8_t *bytes);

void test(struct text *text, uint8_t *bytes)
{
    (void)bytes;
    TEXT_PRINT(text, "%x", 0x20000000u);
}
