// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

#include "example.h"

uint32_t example_first(uint32_t depth);
uint32_t example_second(uint32_t depth);
