// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
// compiler: clang
#include <capsule.h>

void test(struct take_cell *cell);

void test(struct take_cell *cell)
{
    uint8_t bytes[4];
    if (cell_try_take(cell)) {
        (void)!cell_read(cell, 0, SPAN_IN(bytes));
        cell_put(cell);
    }
}
