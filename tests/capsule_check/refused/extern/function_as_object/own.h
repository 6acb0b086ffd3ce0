// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once
#include <stdint.h>

/// The entry point of that name, and what lies behind it.
extern const uint32_t example_init[1000]; // expect: extern
