// SPDX-License-Identifier: Apache-2.0 OR MIT
// The devices that every board on `virt` has: where they are, and the end of the machine.

#include <arch/processor.h>
#include <boards/standard/standard.h>
#include <chips/ns16550/ns16550.h>
#include <chips/plic/plic.h>
#include <chips/virt/finisher.h>
#include <chips/virtio/transport.h>

const uintptr_t ns16550_base = BOARD_UART_BASE;
const uint32_t ns16550_clock_hz = BOARD_UART_CLOCK_HZ;
const uint8_t ns16550_line = BOARD_UART_LINE;

const struct virtio_slots virtio_slots = {
    .base = BOARD_VIRTIO_BASE,
    .stride_bytes = BOARD_VIRTIO_SLOT_BYTES,
    .count = BOARD_VIRTIO_SLOT_COUNT,
    .first_line = BOARD_VIRTIO_LINE,
    .line_mask = plic_line_mask,
};

void arch_board_reset(void)
{
    virt_reset();
}

void board_panic_write(const char *text, size_t length_bytes)
{
    ns16550_panic_write(text, length_bytes);
}

void board_panic_end(void)
{
    virt_finish(BOARD_STATUS_PANIC);
}
