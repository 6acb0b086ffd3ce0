// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "fpga_io.h"

#include <arch/mmio.h>
#include <kernel/port.h>

#include "timer.h"

// Registers of the block and of the dual timer.
#define FPGA_IO_LED (mps2_fpga_io_base + 0x0)
#define FPGA_IO_BUTTON (mps2_fpga_io_base + 0x8)
#define POLL_LOAD (mps2_dual_timer_base + 0x0)
#define POLL_CONTROL (mps2_dual_timer_base + 0x8)
#define POLL_INTERRUPT_CLEAR (mps2_dual_timer_base + 0xC)

enum {
    POLLS_PER_SECOND = 100,
    POLL_CONTROL_STOPPED = 0,
    POLL_CONTROL_RUNNING = 0xE2, // enabled, periodic, interrupt, 32 bits
};

/// Guard of both: base level. Bit i for button i.
static uint32_t buttons_watched;
static uint32_t buttons_seen;

bool mps2_led_is_on(uint32_t index)
{
    return (mmio_read_32(FPGA_IO_LED) >> index & 1u) != 0;
}

void mps2_led_set(uint32_t index, bool is_on)
{
    const uint32_t bit = 1u << index;
    const uint32_t others = mmio_read_32(FPGA_IO_LED) & ~bit;
    mmio_write_32(FPGA_IO_LED, is_on ? others | bit : others);
}

bool mps2_button_is_pressed(uint32_t index)
{
    return (mmio_read_32(FPGA_IO_BUTTON) >> index & 1u) != 0;
}

void mps2_button_watch(uint32_t mask)
{
    // A button that was not watched starts from how it is now.
    const uint32_t started = mask & ~buttons_watched;
    buttons_seen = (buttons_seen & ~started) | (mmio_read_32(FPGA_IO_BUTTON) & started);
    buttons_watched = mask;
    if (mask == 0) {
        mmio_write_32(POLL_CONTROL, POLL_CONTROL_STOPPED);
        mmio_write_32(POLL_INTERRUPT_CLEAR, 1);
        port_irq_disable(mps2_dual_timer_line);
    } else {
        mmio_write_32(POLL_LOAD, mps2_clock_hz / POLLS_PER_SECOND);
        mmio_write_32(POLL_CONTROL, POLL_CONTROL_RUNNING);
        port_irq_enable(mps2_dual_timer_line);
    }
}

void mps2_button_bottom_half(void)
{
    mmio_write_32(POLL_INTERRUPT_CLEAR, 1);
    const uint32_t pressed = mmio_read_32(FPGA_IO_BUTTON);
    const uint32_t changed = (pressed ^ buttons_seen) & buttons_watched;
    buttons_seen ^= changed;
    for (uint32_t i = 0; i < MPS2_BUTTON_COUNT; i++) {
        if ((changed >> i & 1u) != 0) {
            const struct button_changed event = {.index = i,
                                                 .is_pressed = (pressed >> i & 1u) != 0};
            mps2_button_client.changed(&event);
        }
    }
}
