// SPDX-License-Identifier: Apache-2.0 OR MIT
// A capsule does not come back from a command.
#include "capsule_failure.h"

int main(void)
{
    return capsule_failure_run("capsule_loop", LOOP_TEST_DRIVER, 1, 0);
}
