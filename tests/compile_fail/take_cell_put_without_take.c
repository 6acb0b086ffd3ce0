// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
// compiler: clang
// expect: releasing take cell 'cell' that was not held
#include <capsule.h>

void test(struct take_cell *cell);

void test(struct take_cell *cell)
{
    cell_put(cell);
}
