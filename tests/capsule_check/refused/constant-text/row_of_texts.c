// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static const char words[][3] = {"abc", "def"};

static struct {
    uint8_t line[16];
} example CAPSULE_STATE;

void example_timer(void)
{
    struct text text = TEXT_IN(example.line);
    text_add(&text, words[1]); // expect: constant-text
}
