// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

#include "example.h"

uint32_t abs_difference(uint32_t one, uint32_t other);
