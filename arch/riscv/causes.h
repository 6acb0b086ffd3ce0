// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Causes of traps: mcause without its top bit, which says interrupt. For C and assembler.
 *
 * Source: RISC-V Privileged Architecture 1.12, 3.1.15.
 */
#pragma once

#define CAUSE_INTERRUPT_TIMER 7
#define CAUSE_INSTRUCTION_MISALIGNED 0
#define CAUSE_INSTRUCTION_ACCESS 1
#define CAUSE_ILLEGAL_INSTRUCTION 2
#define CAUSE_BREAKPOINT 3
#define CAUSE_LOAD_MISALIGNED 4
#define CAUSE_LOAD_ACCESS 5
#define CAUSE_STORE_MISALIGNED 6
#define CAUSE_STORE_ACCESS 7
#define CAUSE_CALL_FROM_USER 8
#define CAUSE_INSTRUCTION_PAGE 12
#define CAUSE_LOAD_PAGE 13
#define CAUSE_STORE_PAGE 15
