// SPDX-License-Identifier: Apache-2.0 OR MIT
// The end: what fatal traps come to, on the exception stack.

#include "internal.h"
#include "link_symbols.h"

void arch_trap_fatal(const struct kernel_frame *frame, uintptr_t cause, uintptr_t value)
{
    if (frame->sp < (uintptr_t)kernel_stack_start) {
        port_panic("kernel stack overflow");
    }
    const uintptr_t values[] = {frame->pc, cause, value};
    port_panic(kernel_fault_text(values));
}
