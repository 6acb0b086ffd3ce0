// SPDX-License-Identifier: Apache-2.0 OR MIT
// A capsule calls a function that is null in place of a return.
#include "capsule_failure.h"

int main(void)
{
    return capsule_failure_run("capsule_null_last_call", TRAP_TEST_DRIVER, 6, 0);
}
