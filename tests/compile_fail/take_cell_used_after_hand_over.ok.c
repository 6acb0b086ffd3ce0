// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
// compiler: clang
#include <capsule.h>
#include <hand_over/entropy.h>

extern const struct entropy_source test_entropy;
void test(struct take_cell *cell);

void test(struct take_cell *cell)
{
    uint8_t bytes[4] = {0};
    if (cell_try_take(cell)) {
        (void)!cell_write(cell, 0, CONST_SPAN_IN(bytes));
        (void)!entropy_source_request_from_cell(&test_entropy, cell, 4);
    }
}
