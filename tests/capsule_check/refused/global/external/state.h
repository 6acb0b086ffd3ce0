// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

#include "example.h"

extern uint32_t example_count;
