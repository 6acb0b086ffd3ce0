// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct item {
    uint32_t count;
};

static struct {
    struct item items[4];
} example CAPSULE_STATE;

static void item_count(struct item *item)
{
    item->count++;
}

void example_timer(void)
{
    item_count(&AT(example.items, 0) + 9); // expect: pointer-arithmetic
}
