// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

/// What the board says of the device, and a function of the chip's own that it chooses.
struct line {
    void (*mask)(uint32_t line);
    uint32_t number;
};

extern const struct line chip_pointer_line;

uint32_t chip_pointer_step(uint32_t left);
static uint32_t half(uint32_t left);

static uint32_t (*const steps[2])(uint32_t left) = {half, half};

static uint32_t half(uint32_t left)
{
    return left / 2;
}

uint32_t chip_pointer_step(uint32_t left)
{
    chip_pointer_line.mask(chip_pointer_line.number);
    return steps[left & 1](left);
}
