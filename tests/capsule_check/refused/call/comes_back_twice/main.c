// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "own.h"

static struct {
    struct jump jump;
} example CAPSULE_STATE;

void example_timer(void)
{
    (void)setjmp(&example.jump); // expect: call
}
