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

/// Adds a word to a text, then a number in hexadecimal digits. Returns the end of the text.
static char *value_put(char *text, const char *name, uintptr_t value)
{
    while (*name != '\0') {
        *text++ = *name++;
    }
    for (unsigned left = 8 * sizeof value; left > 0; left -= 4) {
        *text++ = "0123456789abcdef"[value >> (left - 4) & 15];
    }
    return text;
}

void arch_trap_fatal(const struct kernel_frame *frame, uintptr_t cause, uintptr_t value)
{
    if (frame->sp < (uintptr_t)kernel_stack_start) {
        arch_panic("kernel stack overflow");
    }
    // The text lies on the exception stack; nobody returns from here.
    static const char names[][20] = {"kernel fault: pc ", ", cause ", ", address "};
    char text[sizeof names + 6 * sizeof(uintptr_t) + 1];
    char *end = value_put(text, names[0], frame->pc);
    end = value_put(end, names[1], cause);
    *value_put(end, names[2], value) = '\0';
    arch_panic(text);
}
