// SPDX-License-Identifier: Apache-2.0 OR MIT
// In a file of its own, so that the compiler makes a call of the function that is counted.
#include "cell_test.h"

static struct {
    struct take_cell buffer;
} cell_test CAPSULE_STATE;

void cell_test_init(void)
{
    if (cell_fill(&cell_test.buffer, transfer_buffer_home(0)) != ERROR_NONE) {
        CAPSULE_LOG("has no buffer.");
    }
}

bool cell_test_take_put(void)
{
    if (!cell_try_take(&cell_test.buffer)) {
        return false;
    }
    cell_put(&cell_test.buffer);
    return true;
}
