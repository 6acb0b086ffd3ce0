// SPDX-License-Identifier: Apache-2.0 OR MIT
// 3 for Clang, 4 for GCC.
#include "example.h"

struct item {
    uint32_t words[8];
};

static struct {
    struct item items[4];
    struct item others[4];
} example CAPSULE_STATE;

enum { LAST = 3 + (UINT_FAST16_MAX != 65535u) }; // expect: fast-type

static void item_set(struct item *item)
{
    item->words[0] = 1;
}

void example_timer(void)
{
    item_set(&example.items[LAST]);
}
