// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

#include "example.h"

struct example_packet {
    uint32_t words[2];
};

void example_first(struct example_packet *packet);
