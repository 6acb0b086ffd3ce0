// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once
#include "example.h"

struct jump {
    uint32_t words[40];
};

int setjmp(struct jump *jump);
