// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
// compiler: clang
// expect: releasing take cell 'cell' that was not held
#include <capsule.h>
#include <hand_over/entropy.h>

extern const struct entropy_source test_entropy;
void test(struct take_cell *cell);

void test(struct take_cell *cell)
{
    if (cell_try_take(cell)) {
        if (entropy_source_request_from_cell(&test_entropy, cell, 4) != ERROR_NONE) {
            (void)!entropy_source_request_from_cell(&test_entropy, cell, 2);
        }
    }
}
