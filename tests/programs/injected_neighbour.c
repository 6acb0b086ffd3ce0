// SPDX-License-Identifier: Apache-2.0 OR MIT
// Never waits, so that injected.c has somebody to switch to; makes calls whose results are its own.
// Run by tests/injection.
#include "injected.h"

#include <bulkhead/system_call.h>

static uint32_t memory_start;

static void round_make(void)
{
    struct registers after =
        injected_call(probe_memop, CHANGES_TWO_RESULTS, MEMOP_MEMORY_START, 1, 2, 3);
    report.calls++;
    injected_result(after.argument[0] == VARIANT_SUCCESS_U32 && after.argument[1] == memory_start);
    injected_call(probe_nothing, CHANGES_NOTHING, 0, 1, 2, 3);
}

int main(void)
{
    memory_start = bulkhead_memop(MEMOP_MEMORY_START, 0).value[0];
    injected_rounds(round_make);
    return 0;
}
