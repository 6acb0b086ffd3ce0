// SPDX-License-Identifier: Apache-2.0 OR MIT
// The view goes along when the structure around it is assigned.
#include "example.h"

void example_deferred(void)
{
    struct terminal_request request = {.client = TERMINAL_PROGRAMS};
    for (size_t i = 0; i < 1; i++) {
        uint8_t line[8] = {0};
        struct terminal_request inner = {.bytes = CONST_SPAN_IN(line)};
        request = inner; // expect: stored-view
    }
    (void)example_terminal.request(&request);
}
