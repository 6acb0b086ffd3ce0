// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once
#include <stdint.h>
void memory_clear(uint32_t start, uint32_t bytes);
