// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    struct kernel_information kernel;
    kernel_describe(&kernel);
    text_add(&piece->text, kernel.version + 40); // expect: pointer-arithmetic
}
