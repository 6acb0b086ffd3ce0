// SPDX-License-Identifier: Apache-2.0 OR MIT
// A capsule reads where nothing is.
#include "capsule_failure.h"

int main(void)
{
    return capsule_failure_run("capsule_bad_load", TRAP_TEST_DRIVER, 2, 0x60000000);
}
