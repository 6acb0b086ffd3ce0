// SPDX-License-Identifier: Apache-2.0 OR MIT
// The address of a row behind the last one; sanitizers let it pass.
#include "example.h"

struct row {
    uint32_t words[3];
};

static struct {
    struct row rows[4];
} example CAPSULE_STATE;

static void row_clear(struct row *row)
{
    row->words[0] = 0;
}

void example_deferred(void)
{
    row_clear(&example.rows[4]); // expect: subscript
}
