// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a broken invariant means in capsules: a trap, which stops the capsule and nothing else.
#include <lib/invariant.h>

void invariant_failed(void)
{
    __builtin_trap();
}
