// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

#include <stdint.h>

typedef uint32_t step_fn(uint32_t left);

extern step_fn *const chip_next;

uint32_t chip_step(uint32_t left);
