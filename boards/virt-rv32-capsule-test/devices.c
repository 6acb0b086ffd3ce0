// SPDX-License-Identifier: Apache-2.0 OR MIT
// The devices that this board uses: those of the plain one, and a source of random bytes.

#include <arch/processor.h>
#include <boards/standard/standard.h>
#include <chips/clint/clint.h>
#include <chips/ns16550/ns16550.h>
#include <chips/plic/plic.h>
#include <chips/virtio/entropy.h>
#include <chips/virtio/transport.h>

enum { DEVICE_ENTROPY = 0 };

const struct virtio_slots virtio_slots = {
    .base = BOARD_VIRTIO_BASE,
    .stride_bytes = BOARD_VIRTIO_SLOT_BYTES,
    .count = BOARD_VIRTIO_SLOT_COUNT,
    .first_line = BOARD_VIRTIO_LINE,
    .line_mask = plic_line_mask,
};

// In which slot the source is, if in any, is found when the board starts. The lines of the others
// are never enabled.
#define VIRTIO_SLOT(slot) {.line = BOARD_VIRTIO_LINE + (slot), .serve = virtio_entropy_bottom_half}

const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT] = {
    {.line = BOARD_UART_LINE, .serve = ns16550_bottom_half},
    VIRTIO_SLOT(0),
    VIRTIO_SLOT(1),
    VIRTIO_SLOT(2),
    VIRTIO_SLOT(3),
    VIRTIO_SLOT(4),
    VIRTIO_SLOT(5),
    VIRTIO_SLOT(6),
    VIRTIO_SLOT(7),
};

const uint32_t virtio_entropy_device = DEVICE_ENTROPY;

void arch_board_initialise(void)
{
    clint_initialise();
    plic_initialise();
    ns16550_initialise();
    (void)virtio_entropy_initialise();
}
