// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <arch/mmio.h>
#include <hal/uart.h>

enum { LINE_BASE = 0x40004000, LINE_DATA = 0, LINE_STATE = 4, LINE_BYTES_MAX = 16 };

static uint32_t lost_count;

uint32_t chip_line_lost(void);
void chip_line_send(const uint8_t *bytes, size_t length_bytes);

uint32_t chip_line_lost(void)
{
    return lost_count;
}

void chip_line_send(const uint8_t *bytes, size_t length_bytes)
{
    for (size_t i = 0; i < length_bytes; i++) {
        if ((mmio_read_32(LINE_BASE + LINE_STATE) & 1u) != 0) {
            lost_count++;
        }
        mmio_write_32(LINE_BASE + LINE_DATA, bytes[i]);
    }
}
