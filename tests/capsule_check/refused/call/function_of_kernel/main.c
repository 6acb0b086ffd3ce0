// SPDX-License-Identifier: Apache-2.0 OR MIT
// A header of the capsule's own declares what belongs to the kernel.
#include "own.h"

void example_deferred(void)
{
    machine_halt(); // expect: call
}
