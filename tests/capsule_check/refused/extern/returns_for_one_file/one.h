// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once
#include "example.h"

NORETURN void example_end(void); // expect: extern
