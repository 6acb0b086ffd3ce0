// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

void chip_moves_on(uint32_t count);

static struct {
    uint8_t *bytes;
    uint32_t left_bytes;
} request;

void chip_moves_on(uint32_t count)
{
    request.bytes += count; // expect: pointer-arithmetic
    request.left_bytes -= count;
}
