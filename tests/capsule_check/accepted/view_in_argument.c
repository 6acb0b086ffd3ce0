// SPDX-License-Identifier: Apache-2.0 OR MIT
// A view goes along with the arguments of a call, for the time of the call.
#include "example.h"

static struct {
    uint8_t line[32];
    uint8_t length;
} example CAPSULE_STATE;

void example_timer(void)
{
    struct terminal_request request = {
        .client = TERMINAL_PROGRAMS,
        .writer = 7,
        .bytes = CONST_SPAN_PART(example.line, 0, example.length),
    };
    if (example_terminal.request(&request) == ERROR_NONE && request.is_taken) {
        example.length = 0;
    }
}
