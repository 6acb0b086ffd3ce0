// SPDX-License-Identifier: Apache-2.0 OR MIT
// Another file would call these numbers.
#include "own.h"

const uint32_t time_now[4] = {0x4770, 0, 0, 0}; // expect: export
const uint32_t example_step = 1;
