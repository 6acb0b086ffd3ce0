// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

/// A view behind a parameter may be named by a local that is set once.
void example_fetch(struct terminal_piece *piece)
{
    struct text *text = &piece->text;
    text_add(text, piece->is_prompt_lost ? "lost" : "there");
    piece->placement = TERMINAL_TEXT;
}
