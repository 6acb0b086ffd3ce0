// SPDX-License-Identifier: Apache-2.0 OR MIT
// The brackets behind the name where it is met first are those of a parameter.
#include "example.h"

const char example_word[sizeof(void (*)(struct command example_cut[]))] = "abc",
                                                       example_cut[2] = "xy";

static struct {
    uint8_t line[16];
} example CAPSULE_STATE;

void example_timer(void)
{
    struct text text = TEXT_IN(example.line);
    text_add(&text, example_cut); // expect: constant-text
}
