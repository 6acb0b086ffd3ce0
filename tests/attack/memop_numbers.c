// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes memory operations that do not exist, also such whose number looks right in its lower bits,
// and gives those that take none an argument: the answers are as ever, and the break stays.
//
// expect: error 176 cases answered exactly
#include "user_access.h"

static void refused(uint32_t operation, uint32_t argument)
{
    const struct bulkhead_result result = bulkhead_memop(operation, argument);
    access_require(result.variant == VARIANT_FAILURE && result.value[0] == ERROR_NO_SUPPORT);
}

int main(void)
{
    static const uint32_t arguments[] = {0,          1,         ATTACK_NEXT_RAM, BOARD_RAM_BASE,
                                         0x80000000, 0xFFFFFFFF};
    ATTACK_START("memop_numbers");
    access_begin();
    for (uint32_t operation = 0; operation < 12; operation++) {
        refused(operation + 0x100, 64);
        refused(operation + 0x10000, access.memory_start);
        refused(operation + 0x80000000, 0xFFFFFFFF);
    }
    for (uint32_t operation = 12; operation < 80; operation++) {
        refused(operation, access.memory_start);
    }
    for (uint32_t i = 0; i < sizeof arguments / sizeof arguments[0]; i++) {
        for (uint32_t operation = MEMOP_MEMORY_START; operation <= MEMOP_WRITEABLE_REGION_COUNT;
             operation++) {
            const struct bulkhead_result result = bulkhead_memop(operation, arguments[i]);
            access_require(result.variant == VARIANT_SUCCESS_U32 &&
                           result.value[0] == attack_memop((enum memop)operation));
        }
        // What a program says of its stack and heap is never refused, and believed if it can be.
        access_require(bulkhead_memop(MEMOP_STACK_TOP, arguments[i]).variant == VARIANT_SUCCESS);
        access_require(bulkhead_memop(MEMOP_HEAP_START, arguments[i]).variant == VARIANT_SUCCESS);
        // There is no writeable region.
        for (uint32_t operation = MEMOP_WRITEABLE_REGION_START;
             operation <= MEMOP_WRITEABLE_REGION_END; operation++) {
            const struct bulkhead_result result = bulkhead_memop(operation, arguments[i]);
            access_require(result.variant == VARIANT_FAILURE && result.value[0] == ERROR_FAILED);
        }
        access_require(attack_break() == access.memory_end);
        access_require(attack_memory_start() == access.memory_start);
    }
    access_end();
    return 1;
}
