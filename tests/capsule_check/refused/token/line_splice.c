// SPDX-License-Identifier: Apache-2.0 OR MIT
// A word is on two lines, so that a search does not find it.
#include "example.h"

void example_init(void)
{
    /* expect: token */ example_lights.set(0, tr\
ue);
}
