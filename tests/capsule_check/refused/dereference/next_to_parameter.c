// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct item {
    uint8_t bytes[4];
};

static struct {
    struct item item;
} example CAPSULE_STATE;

static void item_clear(struct item *item)
{
    span_byte_set(SPAN_PART(item[1].bytes, 0, 4), 0, 0); // expect: dereference
}

void example_timer(void)
{
    item_clear(&example.item);
}
