// SPDX-License-Identifier: Apache-2.0 OR MIT
// As long as the header says, so without a zero.
#include "example.h"
#include "own.h"

const char example_word[] = "abcd";

static struct {
    uint8_t line[16];
} example CAPSULE_STATE;

void example_timer(void)
{
    struct text text = TEXT_IN(example.line);
    text_add(&text, example_word); // expect: constant-text
}
