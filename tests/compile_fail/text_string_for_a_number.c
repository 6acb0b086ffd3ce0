// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
// expect: (-Wformat|format.*expects argument|format specifies type)
#include <lib/text.h>

void test(struct text *text, uint8_t *bytes);

void test(struct text *text, uint8_t *bytes)
{
    (void)bytes;
    TEXT_PRINT(text, "%s", 0x20000000u);
}
