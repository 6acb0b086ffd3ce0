// SPDX-License-Identifier: Apache-2.0 OR MIT
// What is written in the argument of a trusted macro is the capsule's own text.
#include "example.h"

struct somewhere {
    uint8_t bytes[64];
};

void example_fetch(struct terminal_piece *piece)
{
    text_add_span(&piece->text,
                  CONST_SPAN_IN(((struct somewhere *)0x20000000)->bytes)); // expect: ptr-cast
}
