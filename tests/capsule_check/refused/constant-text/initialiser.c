// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static char example_name[8] CAPSULE_STATE;

struct label {
    const char *text CONSTANT_TEXT;
};

static void label_add(struct text *text, struct label label)
{
    text_add(text, label.text);
}

void example_fetch(struct terminal_piece *piece)
{
    struct label label = {.text = example_name}; // expect: constant-text
    label_add(&piece->text, label);
}
