// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once
#include <stdint.h>

struct console_state {
    uint32_t words[4];
};

extern const struct console_state console_state; // expect: extern
