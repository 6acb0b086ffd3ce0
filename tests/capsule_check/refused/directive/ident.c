// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#ident "x" // expect: directive
void example_timer(void)
{
}
