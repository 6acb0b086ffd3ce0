// SPDX-License-Identifier: Apache-2.0 OR MIT
// The devices that this board uses. It may have a source of random bytes.

#include <arch/processor.h>
#include <boards/standard/standard.h>
#include <boards/virt/slots.h>
#include <chips/clint/clint.h>
#include <chips/ns16550/ns16550.h>
#include <chips/plic/plic.h>
#include <chips/virt/pci_serial.h>
#include <chips/virtio/entropy.h>

enum { DEVICE_ENTROPY = 0 };

const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT] = {
    {.line = BOARD_UART_LINE, .serve = ns16550_bottom_half},
    VIRTIO_BOTTOM_HALVES(virtio_entropy_bottom_half),
};

const uint32_t virtio_entropy_device = DEVICE_ENTROPY;

void arch_board_initialise(void)
{
    clint_initialise();
    plic_initialise();
    ns16550_initialise();
    (void)virtio_entropy_initialise();
    if (BOARD_PCI_SERIAL_DEVICE != 0) {
        virt_pci_serial_initialise(BOARD_PCI_SERIAL_DEVICE, BOARD_PCI_SERIAL_PORT);
    }
}
