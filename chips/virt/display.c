// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "display.h"

#include <arch/mmio.h>

#define CONFIGURATION 0x30000000u
#define PIXELS 0x40000000u    ///< the place that its memory is given
#define REGISTERS 0x41000000u ///< and its registers, both in the machine's window for devices
enum { DEVICE_SHIFT = 15 };

enum pci_register {
    IDENTITY = 0x00, ///< vendor in the lower half, device in the upper
    COMMAND = 0x04,
    ADDRESS_0 = 0x10, ///< of the memory
    ADDRESS_2 = 0x18, ///< of the registers
};

enum {
    IDENTITY_DISPLAY = 0x11111234,
    COMMAND_MEMORY = 1 << 1, ///< answers in the space of memory; no mastership
};

/// Registers of 16 bits each; two are written at once, the one further behind in the upper half.
enum display_register {
    IDENTITY_AND_WIDTH = 0x500,
    HEIGHT_AND_DEPTH = 0x504,
    ENABLE_AND_BANK = 0x508,
    VIRTUAL_SIZE = 0x50C,
    VIRTUAL_OFFSET = 0x510,
};
enum {
    WIDTH_SHIFT = 16,
    DEPTH_SHIFT = 16,
    DEPTH_BITS = SCREEN_PIXEL_BYTES * 8,
    ENABLE_ON = 1 << 0,
    ENABLE_LINEAR = 1 << 6,
};

static bool is_present;

static void show(bool is_on)
{
    mmio_write_32(REGISTERS + ENABLE_AND_BANK, is_on ? ENABLE_ON | ENABLE_LINEAR : 0);
}

void virt_display_initialise(uint32_t device)
{
    const uintptr_t base = CONFIGURATION + (device << DEVICE_SHIFT);
    is_present = mmio_read_32(base + IDENTITY) == IDENTITY_DISPLAY;
    if (!is_present) {
        return;
    }
    mmio_write_32(base + ADDRESS_0, PIXELS);
    mmio_write_32(base + ADDRESS_2, REGISTERS);
    mmio_write_32(base + COMMAND, COMMAND_MEMORY);
    mmio_write_32(REGISTERS + IDENTITY_AND_WIDTH, VIRT_DISPLAY_WIDTH_PIXELS << WIDTH_SHIFT);
    mmio_write_32(REGISTERS + HEIGHT_AND_DEPTH,
                  DEPTH_BITS << DEPTH_SHIFT | VIRT_DISPLAY_HEIGHT_PIXELS);
    mmio_write_32(REGISTERS + VIRTUAL_SIZE,
                  VIRT_DISPLAY_HEIGHT_PIXELS << WIDTH_SHIFT | VIRT_DISPLAY_WIDTH_PIXELS);
    mmio_write_32(REGISTERS + VIRTUAL_OFFSET, 0);
    show(true);
}

void virt_display_describe(struct screen_description *description)
{
    *description = (struct screen_description){
        .width_pixels = is_present ? VIRT_DISPLAY_WIDTH_PIXELS : 0,
        .height_pixels = is_present ? VIRT_DISPLAY_HEIGHT_PIXELS : 0,
    };
}

enum error virt_display_power(bool is_on)
{
    if (!is_present) {
        return ERROR_NO_DEVICE;
    }
    show(is_on);
    return ERROR_NONE;
}

static uint32_t pixel_of(struct const_span bytes, size_t place)
{
    uint32_t pixel = 0;
    for (size_t i = 0; i < SCREEN_PIXEL_BYTES; i++) {
        pixel |= (uint32_t)const_span_byte(bytes, place + i) << (8 * i);
    }
    return pixel;
}

enum error virt_display_write(const struct screen_pixels *pixels)
{
    if (!is_present) {
        return ERROR_NO_DEVICE;
    }
    const size_t length = const_span_length(pixels->bytes);
    if (pixels->row >= VIRT_DISPLAY_HEIGHT_PIXELS || pixels->column > VIRT_DISPLAY_WIDTH_PIXELS ||
        length % SCREEN_PIXEL_BYTES != 0 || length / SCREEN_PIXEL_BYTES > SCREEN_WRITE_PIXELS_MAX ||
        length / SCREEN_PIXEL_BYTES > VIRT_DISPLAY_WIDTH_PIXELS - pixels->column) {
        return ERROR_INVALID;
    }
    const uint32_t first = pixels->row * VIRT_DISPLAY_WIDTH_PIXELS + pixels->column;
    for (size_t i = 0; i < length; i += SCREEN_PIXEL_BYTES) {
        mmio_write_32(PIXELS + first * SCREEN_PIXEL_BYTES + i, pixel_of(pixels->bytes, i));
    }
    return ERROR_NONE;
}
