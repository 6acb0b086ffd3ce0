// SPDX-License-Identifier: Apache-2.0 OR MIT
// A capsule executes an undefined instruction.
#include "capsule_failure.h"

int main(void)
{
    return capsule_failure_run("capsule_trap", TRAP_TEST_DRIVER, 1, 0);
}
