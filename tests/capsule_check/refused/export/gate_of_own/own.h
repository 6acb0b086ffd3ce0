// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once
#include <stdint.h>

extern const uint32_t example_step;
const uint32_t time_now[4]; // expect: export
