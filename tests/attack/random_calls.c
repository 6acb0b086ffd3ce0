// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes ten thousand random calls to lend buffers, subscribe functions and ask about memory (the
// seed is fixed). It never yields, so what it has subscribed is not called.
//
// expect: error survived
#include "random.h"

int main(void)
{
    ATTACK_START("random_calls");
    for (uint32_t i = 0; i < 10000; i++) {
        uint32_t driver = random_next() % 4 == 0 ? random_value() : random_next() % 16;
        uint32_t number = random_next() % 4 == 0 ? random_value() : random_next() % 4;
        uint32_t a = random_value();
        uint32_t b = random_value();
        switch (random_next() % 5) {
        case 0:
            bulkhead_trap_subscribe(driver, number, a, b);
            break;
        case 1:
            bulkhead_trap_allow_read_write(driver, number, a, b);
            break;
        case 2:
            bulkhead_trap_allow_read_only(driver, number, a, b);
            break;
        case 3:
            bulkhead_trap_allow_user_readable(driver, number, a, b);
            break;
        default:
            // The break is left alone: without memory the program would only fault.
            bulkhead_memop(MEMOP_MEMORY_START + number % 16, a);
            break;
        }
    }
    attack_print("survived\n");
    return 1;
}
