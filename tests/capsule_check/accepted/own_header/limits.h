// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What both files of the capsule know.
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { LIMITS_MAX = 4 };

struct limits {
    uint32_t low;
    uint32_t high;
};

/// The limits that hold now.
extern struct limits example_limits;

bool limits_hold(const struct limits *limits, uint32_t number);
