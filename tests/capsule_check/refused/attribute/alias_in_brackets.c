// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

[[gnu::alias("memcpy")]] void example_copy(void); // expect: attribute, extern
