// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/cell.h>

static struct {
    VALUE_CELL(struct command *) waiting; // expect: pointer-type
    uint32_t count;
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.count++;
}
