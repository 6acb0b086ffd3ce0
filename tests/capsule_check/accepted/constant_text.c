// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct label {
    const char *text CONSTANT_TEXT;
    uint32_t number;
};

static const struct label labels[] = {{"one", 1}, {"two", 2}};
static const char names[] = "first\0second\0third";

static struct {
    const char *shown CONSTANT_TEXT;
} example CAPSULE_STATE;

static void label_add(struct text *text, const char *before, const struct label *label)
{
    text_add(text, before);
    text_add(text, label->text);
}

void example_fetch(struct terminal_piece *piece)
{
    example.shown = "shown";
    label_add(&piece->text, "label ", &AT(labels, piece->writer));
    text_add(&piece->text, TEXT_NTH(names, piece->writer));
    text_add(&piece->text, example.shown);
}
