// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#// expect: directive
void example_timer(void)
{
}
