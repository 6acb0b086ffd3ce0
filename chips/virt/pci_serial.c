// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "pci_serial.h"

#include <arch/mmio.h>

#define CONFIGURATION 0x30000000u
enum { DEVICE_SHIFT = 15 };

enum pci_register {
    IDENTITY = 0x00, ///< vendor in the lower half, device in the upper
    COMMAND = 0x04,
    ADDRESS_0 = 0x10,
};

enum {
    IDENTITY_SERIAL = 0x00021B36,
    COMMAND_PORTS = 1 << 0, ///< answers in the space of ports; neither memory nor mastership
    ADDRESS_IS_PORT = 1 << 0,
};

void virt_pci_serial_initialise(uint32_t device, uint32_t port)
{
    const uintptr_t base = CONFIGURATION + (device << DEVICE_SHIFT);
    if (mmio_read_32(base + IDENTITY) == IDENTITY_SERIAL) {
        mmio_write_32(base + ADDRESS_0, port | ADDRESS_IS_PORT);
        mmio_write_32(base + COMMAND, COMMAND_PORTS);
    }
}
