// SPDX-License-Identifier: Apache-2.0 OR MIT
// One compiler takes it without a word.
#include "example.h"

enum color : uint8_t { RED = 1 }; // expect: construct

void example_timer(void)
{
    (void)RED;
}
