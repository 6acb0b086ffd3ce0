// SPDX-License-Identifier: Apache-2.0 OR MIT
// The macro would set a view that is no cell's.
#include "example.h"
#include <lib/cell.h>

struct BORROWED shown {
    struct span value_; // expect: private
};

static void show(struct shown *shown)
{
    span_byte_set(shown->value_, 0, 1); // expect: private
}

void example_timer(void)
{
    struct shown shown = {0};
    show(&shown);
}
