// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct named {
    char name[3];
};

static const struct named named = {"abc"};

static struct {
    uint8_t line[16];
} example CAPSULE_STATE;

void example_timer(void)
{
    struct text text = TEXT_IN(example.line);
    text_add(&text, named.name); // expect: constant-text
}
