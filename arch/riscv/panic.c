// SPDX-License-Identifier: Apache-2.0 OR MIT
// The end: what port_panic() and fatal traps come to, on the exception stack.

#include "internal.h"
#include "link_symbols.h"

/// A second panic, out of the first one's report, ends the machine without another word.
static atomic_uint is_panicking;

void arch_panic(const char *cause)
{
    if (atomic_exchange_explicit(&is_panicking, 1, memory_order_relaxed) != 0) {
        kernel_panic_again();
    }
    kernel_panic(cause);
}

enum { DIGITS = 2 * sizeof(uintptr_t) };

static void hexadecimal_put(char *text, uintptr_t value)
{
    for (int i = DIGITS - 1; i >= 0; i--) {
        text[i] = "0123456789abcdef"[value & 15];
        value >>= 4;
    }
}

void arch_trap_fatal(const struct kernel_frame *frame, uintptr_t cause, uintptr_t value)
{
    if (value >= (uintptr_t)kernel_stack_guard_start && value < (uintptr_t)kernel_stack_start) {
        arch_panic("kernel stack overflow");
    }
    // The digits are filled in on the exception stack; nobody returns from here.
    char text[] = "kernel fault: pc ????????, cause ????????, address ????????";
    enum { PC = 17, CAUSE = 33, ADDRESS = 51 };
    static_assert(sizeof text == ADDRESS + DIGITS + 1, "the places of the digits");
    hexadecimal_put(&text[PC], frame->pc);
    hexadecimal_put(&text[CAUSE], cause);
    hexadecimal_put(&text[ADDRESS], value);
    arch_panic(text);
}
