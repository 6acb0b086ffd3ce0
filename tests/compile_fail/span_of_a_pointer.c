// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
// expect: an array is needed, not a pointer
#include <lib/text.h>

void test(struct text *text, uint8_t *bytes);

void test(struct text *text, uint8_t *bytes)
{
    text_add_span(text, CONST_SPAN_IN(bytes));
}
