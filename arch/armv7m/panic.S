// SPDX-License-Identifier: Apache-2.0 OR MIT
// The way to the emergency stack, from which there is no way back.

#include "registers.h"

    .syntax unified
    .cpu cortex-m4
    .thumb

    .section .text.port_panic, "ax"

// void port_panic(const char *cause). Reached from anywhere, with any stack.
    .balign 4
    .global port_panic
    .thumb_func
    .type   port_panic, %function
port_panic:
    cpsid   i
    ldr     r1, =arch_emergency_stack_end
    msr     msp, r1
    b       arch_panic
    .ltorg
    .size   port_panic, . - port_panic

    .section .bss.arch_emergency_stack, "aw", %nobits
    .balign 8
    .space  EMERGENCY_STACK_BYTES
    .global arch_emergency_stack_end
arch_emergency_stack_end:
