// SPDX-License-Identifier: Apache-2.0 OR MIT
// A capsule divides by zero.
#include "capsule_failure.h"

int main(void)
{
    return capsule_failure_run("capsule_division", TRAP_TEST_DRIVER, 3, 7);
}
