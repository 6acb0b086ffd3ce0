// SPDX-License-Identifier: Apache-2.0 OR MIT
// Where the timer and the interrupt controller of the board are. The numbers are the board's facts.

#include <board_facts.h>
#include <chips/clint/clint.h>
#include <chips/plic/plic.h>

const uintptr_t clint_base = BOARD_CLINT_BASE;
const uint32_t clint_time_hz = BOARD_TIME_HZ;
const uintptr_t plic_base = BOARD_PLIC_BASE;
