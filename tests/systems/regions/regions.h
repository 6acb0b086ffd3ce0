// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the keeper and its child write into regions. A region is memory of the system: it lasts
 * through every death. What a program has beside regions begins anew with each life.
 */
#pragma once

#include <stdint.h>

#define FILLED_AT_BOOT 0x64656C69u ///< "iled", from the file that fills the region
#define FILLED_BY_CHILD 0x12345678u

/// Both of them write it.
struct shared {
    uint32_t life_count;
    uint32_t work_count; ///< of the child, in all of its lives
};

/// The child alone has it.
struct own {
    uint32_t life_count;
    uint32_t work_count;
};
