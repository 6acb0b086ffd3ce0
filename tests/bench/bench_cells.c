// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A take cell, on a board with the capsule cell_test. Of each marked command the function of the
/// capsule that uses the cell is counted, with the kernel's ledger and nothing else.
#include "measure.h"

#include <bulkhead/system_call.h>

enum { CELL_TEST_DRIVER = 0xF0009, COMMAND_TAKE_PUT = 1 };

MEASURE_CALL(take_put, MEASURE_CELL_TAKE_PUT, SYSTEM_CALL_COMMAND)

int main(void)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < MEASURE_REPEATS; i++) {
        count += take_put(CELL_TEST_DRIVER, COMMAND_TAKE_PUT, 0, 0) == VARIANT_SUCCESS ? 1 : 0;
    }
    // A cell without its buffer would be cheap.
    if (count == MEASURE_REPEATS) {
        MEASURE_MARK(MEASURE_STOP);
    }
    return 1;
}
