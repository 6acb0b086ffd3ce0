// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "target.h"

const struct target target_pages = {
    .name = "pages",
    .has_pages = true,
    .address_end = 0xFFFFFFF000,
    .stack_bytes = 0x2000,
    .stack_bytes_min = 0x1000,
    .stack_bytes_max = 0x1000000,
    .stack_alignment_bytes = PAGE_BYTES,
    .core_count = 1,
    .name_bytes_max = 64,
};
