// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    struct kernel_information kernel;
    kernel_describe(&kernel);
    TEXT_PRINT(&piece->text, "version %s, %d slots\n", kernel.version, kernel.process_slots);
    text_add(&piece->text, "process ");
    text_pad(&piece->text, 40);
    text_add_byte(&piece->text, '.');
    text_end_line(&piece->text);
}
