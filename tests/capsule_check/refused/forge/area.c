// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static const struct byte_area example_own_area = {NULL, 4096}; // expect: forge

void example_fetch(struct terminal_piece *piece)
{
    text_add_span(&piece->text, area_part(&example_own_area, 0, 64));
}
