// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "two.h"

void example_end(void) // expect: extern
{
}
