// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "panic.h"

#include <kernel/board.h>
#include <kernel/port.h>
#include <lib/invariant.h>

#include "process.h"

enum { PANIC_MAGIC = 0x50414E49, CAUSE_BYTES_MAX = 48 };

// Kept over a reset: in a section that nobody clears. Whatever is in there at power-on is not
// believed without the magic number, and is printed with every odd byte escaped.
static SECTION(".noinit") struct {
    uint32_t magic;
    char cause[CAUSE_BYTES_MAX];
} panic_record;

static bool panic_is_known;

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

static size_t text_length(const char *text)
{
    size_t length = 0;
    while (text[length] != '\0') {
        length++;
    }
    return length;
}

static void panic_print(const char *text)
{
    board.panic_write(text, text_length(text));
}

void kernel_panic(const char *cause)
{
    unsigned i = 0;
    for (; i + 1 < CAUSE_BYTES_MAX && cause[i] != '\0'; i++) {
        panic_record.cause[i] = cause[i];
    }
    panic_record.cause[i] = '\0';
    panic_record.magic = PANIC_MAGIC;

    panic_print("\r\nKernel panic: ");
    panic_print(cause);
    panic_print("\r\n");
    board.panic_end();
}

void kernel_panic_again(void)
{
    board.panic_end();
}

void invariant_failed(void)
{
    port_panic("broken kernel invariant");
}
