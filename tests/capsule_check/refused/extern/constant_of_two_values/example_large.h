// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once
#include <capsule.h>

enum { EXAMPLE_PART_BYTES = 4096 }; // expect: extern
