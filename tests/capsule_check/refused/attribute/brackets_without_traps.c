// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

[[clang::no_sanitize("undefined")]] void example_timer(void) // expect: attribute
{
}
