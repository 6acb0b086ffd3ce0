// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

enum { LINE_BYTES_MAX = 64 };

static struct {
    uint8_t line[LINE_BYTES_MAX];
    uint8_t length;
} example CAPSULE_STATE;

void example_received(const struct uart_received *event)
{
    for (size_t i = 0; i < event->length_bytes; i++) {
        uint8_t byte = AT(event->bytes, i);
        if (byte == '\r' || example.length == LINE_BYTES_MAX) {
            example.length = 0;
        } else {
            AT(example.line, example.length) = byte;
            example.length++;
        }
    }
}
