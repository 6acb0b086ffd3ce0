// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
// compiler: clang
// expect: take cell 'cell' is (not held on every path|still held)
#include <capsule.h>

void test(struct take_cell *cell);

void test(struct take_cell *cell)
{
    if (cell_try_take(cell)) {
        return;
    }
}
