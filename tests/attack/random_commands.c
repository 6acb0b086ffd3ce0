// SPDX-License-Identifier: Apache-2.0 OR MIT
// Gives ten thousand random commands to all drivers (the seed is fixed). Printing is left out,
// since it would print the program's own text.
//
// expect: error survived
#include "random.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("random_commands");
    for (uint32_t i = 0; i < 10000; i++) {
        uint32_t driver = random_next() % 4 == 0 ? random_value() : random_next() % 16;
        uint32_t command = random_next() % 4 == 0 ? random_value() : random_next() % 12;
        if (driver != DRIVER_CONSOLE && driver != DRIVER_LOW_LEVEL_DEBUG) {
            bulkhead_command(driver, command, random_value(), random_value());
        } else if (command > CONSOLE_COMMAND_ABORT_READ) {
            bulkhead_command(driver, command, random_value(), random_value());
        }
    }
    attack_print("survived\n");
    return 1;
}
