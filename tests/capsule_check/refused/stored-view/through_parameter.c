// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct BORROWED shown {
    struct span bytes;
};

static void show(struct shown *shown)
{
    uint8_t line[8] = {0};
    shown->bytes = SPAN_IN(line); // expect: stored-view
}

void example_timer(void)
{
    struct shown shown = {0};
    show(&shown);
}
