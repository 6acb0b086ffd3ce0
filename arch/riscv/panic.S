// SPDX-License-Identifier: Apache-2.0 OR MIT
// The stack of traps out of the kernel, and the way to it from which there is no way back.

#include <generated/arch_offsets.h>

#include "assembler.inc"

// void port_panic(const char *cause). Reached from anywhere, with any stack and perhaps inside a
// window. Nothing on the exception stack is needed any more.
    function port_panic
    li      t0, STATUS_MPRV | STATUS_MIE
    csrc    mstatus, t0
    csrw    mscratch, zero
    la      sp, arch_exception_frame
    kernel_gp
    j       kernel_panic
    end_function port_panic

// The frame of the trap, struct kernel_frame, lies at the end.
    .section .bss.arch_exception_stack, "aw", @nobits
    .balign 16
    .global arch_exception_stack
arch_exception_stack:
    .space  EXCEPTION_STACK_BYTES - FRAME_BYTES
    .global arch_exception_frame
arch_exception_frame:
    .space  FRAME_BYTES
