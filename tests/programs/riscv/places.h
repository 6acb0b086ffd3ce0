// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Places that every RISC-V board has, for programs that try them all. Needs <board_facts.h>.
#pragma once

/// The unit in which memory is exposed is at least this, a power of two.
enum { EXPOSED_UNIT_BYTES = 4 };

/// The stack lies lowest in the kernel's memory, above its guard.
#define KERNEL_STACK_START (BOARD_RAM_BASE + BOARD_STACK_GUARD_BYTES)

/// Entries of a table {address, name}. Source: SiFive E31 manual, CLINT and PLIC; both boards have
/// them at the same places.
#define FAMILY_PLACES \
    {0x02004000, "the tick"}, {0x0200BFF8, "the time"}, {0x0C002000, "the interrupt controller"}
