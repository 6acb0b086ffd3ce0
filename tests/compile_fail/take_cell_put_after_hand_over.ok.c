// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
// compiler: clang
#include <capsule.h>
#include <hand_over/block.h>

extern const struct block_device test_disk;
void test(struct take_cell *cell);

void test(struct take_cell *cell)
{
    if (cell_try_take(cell)) {
        struct block_transfer transfer = {.first_sector = 1, .sector_count = 1};
        if (transfer.sector_count > 0) {
            (void)!block_device_read_from_cell(&test_disk, cell, transfer);
        } else {
            cell_put(cell);
        }
    }
}
