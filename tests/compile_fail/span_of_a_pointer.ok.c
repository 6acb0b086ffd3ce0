// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
#include <lib/text.h>

void test(struct text *text, uint8_t *bytes);

void test(struct text *text, uint8_t *bytes)
{
    uint8_t array[4] = {0};
    (void)bytes;
    text_add_span(text, CONST_SPAN_IN(array));
}
