// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[4];
} example CAPSULE_STATE;

void example_deferred(void)
{
    struct terminal_request request = {
        .client = TERMINAL_PROGRAMS, .bytes = {example.line, 100}, // expect: forge
    };
    (void)example_terminal.request(&request);
}
