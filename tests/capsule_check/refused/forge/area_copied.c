// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    struct byte_area area = example_area; // expect: forge
    text_add_span(&piece->text, area_part(&area, 0, 4));
}
