// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
// compiler: clang
// expect: calling function 'cell_read' requires holding take cell 'cell'
#include <capsule.h>

void test(struct take_cell *cell);

void test(struct take_cell *cell)
{
    uint8_t bytes[4];
    (void)!cell_read(cell, 0, SPAN_IN(bytes));
}
