// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

#include <lib/process_id.h>

bool example_is_full(uint32_t count, const struct process_id list[count]); // expect: array-size
