// SPDX-License-Identifier: Apache-2.0 OR MIT
// Output for people. None of it touches the IPC buffer.
#include <microkit.h>
#include <stdio.h>

void microkit_dbg_putc(int c)
{
    (void)fputc(c, stdout);
}

void microkit_dbg_puts(const char *s)
{
    while (*s != '\0') {
        microkit_dbg_putc(*s);
        s += 1;
    }
}

void microkit_dbg_put8(seL4_Uint8 x)
{
    microkit_dbg_put32(x);
}

void microkit_dbg_put32(seL4_Uint32 x)
{
    char digits[11];
    unsigned first = sizeof(digits) - 1;
    digits[first] = '\0';
    do {
        first -= 1;
        digits[first] = (char)('0' + x % 10);
        x /= 10;
    } while (x != 0);
    microkit_dbg_puts(&digits[first]);
}

void seL4_DebugPutChar(char character)
{
    microkit_dbg_putc(character);
}
