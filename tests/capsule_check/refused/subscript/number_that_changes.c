// SPDX-License-Identifier: Apache-2.0 OR MIT
// A constant for the function that has it, and a copy for everybody else.
#include "example.h"

struct item {
    uint32_t place;
};

static struct {
    uint32_t four[4];
} example CAPSULE_STATE;

static void item_use(const struct item *item)
{
    const struct item copy = {item->place};
    example.four[copy.place] = 5; // expect: subscript
}

void example_timer(void)
{
    const struct item item = {9};
    item_use(&item);
}
