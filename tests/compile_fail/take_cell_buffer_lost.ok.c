// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
// compiler: clang
#include <capsule.h>

void test(struct take_cell *cell);

void test(struct take_cell *cell)
{
    if (cell_try_take(cell)) {
        cell_put(cell);
    }
}
