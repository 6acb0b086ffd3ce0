// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t rows[4][8];
} example CAPSULE_STATE;

static const struct byte_area area = BYTE_AREA(example.rows[4]); // expect: subscript

void example_timer(void)
{
    (void)area_part(&area, 0, 1);
}
