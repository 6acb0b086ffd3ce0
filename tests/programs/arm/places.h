// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Places that every Cortex-M board has, for programs that try them all. Needs <board_facts.h>.
#pragma once

/// The unit in which memory is exposed is at least this, a power of two.
enum { EXPOSED_UNIT_BYTES = 32 };

/// The stack lies lowest in the kernel's memory, above a region without access.
#define KERNEL_STACK_START BOARD_RAM_BASE

/// Entries of a table {address, name}. Source: Armv7-M ARM (DDI 0403E.e) B3.2, B3.3.
#define FAMILY_PLACES                                             \
    {0x22000000, "the bit-band alias"}, {0xE000E010, "the tick"}, \
        {0xE000ED94, "the protection unit"}
