// SPDX-License-Identifier: Apache-2.0 OR MIT
// A structure with a view in it would have to be a view as well.
#include "example.h"

struct line {
    struct span bytes; // expect: stored-view
    uint32_t writer;
};

static size_t line_length(struct line line)
{
    return span_length(line.bytes);
}

void example_deferred(void)
{
    struct line line = {.writer = 1};
    if (line_length(line) > 0) {
        deferred_call_request();
    }
}
