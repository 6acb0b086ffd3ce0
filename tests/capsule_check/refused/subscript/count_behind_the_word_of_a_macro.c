// SPDX-License-Identifier: Apache-2.0 OR MIT
// The index is a macro's, too.
#include "example.h"

#include <lib/ring.h>
#include <lib/text.h>

static struct {
    RING(uint8_t, 200) bytes;
    uint8_t line[16];
} example CAPSULE_STATE;

void example_timer(void)
{
    struct text text = TEXT_IN(example.line);
    TEXT_PUT_BEFORE(&text, "short"[RING_COUNT(example.bytes)] == 'x' // expect: subscript
                               ? "yes"
                               : "no");
    (void)RING_PUT(example.bytes, 1);
}
