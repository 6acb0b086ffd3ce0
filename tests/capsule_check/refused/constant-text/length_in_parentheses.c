// SPDX-License-Identifier: Apache-2.0 OR MIT
// An array of four without a zero; the brackets with nothing between them are of another type.
#include "example.h"

static const char word[sizeof(char (*)[])] = "abcd";

static struct {
    uint8_t line[16];
} example CAPSULE_STATE;

void example_timer(void)
{
    struct text text = TEXT_IN(example.line);
    text_add(&text, word); // expect: constant-text
}
