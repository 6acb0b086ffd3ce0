// SPDX-License-Identifier: Apache-2.0 OR MIT
// There is a zero, but not behind the last word.
#include "example.h"

static const char words[5] = "ab\0cd";

static struct {
    uint8_t line[16];
} example CAPSULE_STATE;

void example_timer(void)
{
    struct text text = TEXT_IN(example.line);
    text_add(&text, TEXT_NTH(words, 1)); // expect: constant-text
}
