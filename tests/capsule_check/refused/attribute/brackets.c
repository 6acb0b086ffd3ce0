// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

[[gnu::weak]] void example_timer(void) // expect: attribute
{
}
