// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once
#include <stdint.h>

/// A capsule may link against gates.
extern const uint32_t time_now[1000]; // expect: extern
