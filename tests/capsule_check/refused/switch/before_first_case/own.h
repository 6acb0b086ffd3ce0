// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once
#include <lib/span.h>
struct BORROWED example_view {
    struct span bytes;
};
void example_use(struct example_view *view);
void example_fill(uint32_t one, uint32_t two);
