// SPDX-License-Identifier: Apache-2.0 OR MIT
// The devices that this board uses: those of the plain one, and a disk.

#include <boards/standard/standard.h>
#include <boards/virt/slots.h>
#include <chips/ns16550/ns16550.h>

const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT] = {
    {.line = BOARD_UART_LINE, .serve = ns16550_bottom_half},
    VIRTIO_SLOT_BOTTOM_HALVES,
};
