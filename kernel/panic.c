// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "panic.h"

#include <kernel/board.h>
#include <kernel/port.h>
#include <lib/invariant.h>

#include "process.h"

/// What is said about a fault of the kernel; each mark stands for a hexadecimal digit.
static const char fault_form[] = "kernel fault: pc ########, status ########, address ########";

enum { PANIC_MAGIC = 0x50414E49, CAUSE_BYTES_MAX = sizeof fault_form };

// Kept over a reset: in a section that nobody clears. Whatever is in there at power-on is not
// believed without the magic number, and is printed with every odd byte escaped.
static SECTION(".noinit") struct {
    uint32_t magic;
    char cause[CAUSE_BYTES_MAX];
} panic_record;

static bool panic_is_known;

static atomic_uint is_panicking;

void panic_record_open(void)
{
    panic_is_known = panic_record.magic == PANIC_MAGIC;
    panic_record.magic = 0;
    panic_record.cause[CAUSE_BYTES_MAX - 1] = '\0';
}

const char *panic_previous(void)
{
    return panic_is_known ? panic_record.cause : NULL;
}

const char *kernel_fault_text(const uintptr_t values[3])
{
    // The report of a panic may be what has faulted: what it is about stays.
    if (atomic_load_explicit(&is_panicking, memory_order_relaxed) == 0) {
        const uintptr_t *next = &values[2];
        uintptr_t value = *next;
        for (size_t i = sizeof fault_form; i-- > 0;) {
            char byte = fault_form[i];
            if (byte == '#') {
                byte = "0123456789abcdef"[value & 15];
                value >>= 4;
            } else if (byte == ',') {
                value = *--next;
            }
            panic_record.cause[i] = byte;
        }
    }
    return panic_record.cause;
}

void kernel_panic(const char *cause)
{
    // A second panic, out of the first one's report, ends the machine without another word.
    if (atomic_exchange_explicit(&is_panicking, 1, memory_order_relaxed) != 0) {
        board.panic_end();
    }
    static const char before[] = "\r\nKernel panic: ";
    size_t length = 0;
    for (; length + 1 < CAUSE_BYTES_MAX && cause[length] != '\0'; length++) {
        panic_record.cause[length] = cause[length];
    }
    panic_record.cause[length] = '\0';
    panic_record.magic = PANIC_MAGIC;

    board.panic_write(before, sizeof before - 1);
    board.panic_write(panic_record.cause, length);
    board.panic_write("\r\n", 2);
    board.panic_end();
}

void invariant_failed(void)
{
    port_panic("broken kernel invariant");
}
