// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct row {
    uint32_t a;
};

static struct {
    struct row rows[2];
} example CAPSULE_STATE;

static void use(struct row *row)
{
    row->a = 1;
}

void example_timer(void)
{
    use(&example.rows[2]); // expect: subscript
}
