// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static bool is_prompt(enum terminal_placement placement)
{
    switch (placement) { // expect: switch, warning
    case TERMINAL_TEXT:
        return false;
    case TERMINAL_PROMPT:
        return true;
    }
    return false;
}

void example_fetch(struct terminal_piece *piece)
{
    piece->is_followed = is_prompt(TERMINAL_PROMPT_MORE);
}
