// SPDX-License-Identifier: Apache-2.0 OR MIT
// A length that is another parameter.
#include "example.h"

static struct {
    uint32_t count;
    uint8_t line[8];
    uint8_t index;
    const char *text CONSTANT_TEXT;
} example CAPSULE_STATE;

static void use(uint32_t count, uint8_t line[count]); // expect: array-size

static void use(uint32_t count, uint8_t line[count]) // expect: array-size
{
    (void)line;
    (void)count;
}

void example_timer(void)
{
    use(8, example.line);
}
