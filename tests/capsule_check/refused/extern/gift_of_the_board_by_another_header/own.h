// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once
#include <stdint.h>

/// A name that the manifest has, and example.h has not: the board means something else by it.
extern const uint32_t example_settings[1000]; // expect: extern
