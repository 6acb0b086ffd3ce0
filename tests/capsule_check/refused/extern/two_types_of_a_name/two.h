// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

#include "example.h"

struct example_packet { // expect: extern
    uint64_t word;
};

void example_second(struct example_packet *packet);
