// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The emulator's serial port on the PCI bus of the machine `virt`: a 16550 in the space of ports.
 *
 * The bus comes up with nothing on it that has an address. This gives the one device its place, so
 * that a program can have its registers as memory, at 0x03000000 + port; the line of its
 * interrupt is 32 + device % 4. The device cannot reach memory by itself, nor can a
 * program reach the configuration of the bus.
 *
 * Source: QEMU 7.2, hw/riscv/virt.c (memory map, swizzled lines of the bus) and
 * docs/specs/pci-serial; PCI Local Bus Specification 3.0, 6.1 and 6.2.
 */
#pragma once

#include <stdint.h>

/**
 * Gives the serial port its place. Nothing happens if there is none.
 *
 * @param device  its number on bus 0, 1 to 31.
 * @param port    where its 8 registers go: a multiple of 8 below 0x10000.
 * Context: init.
 */
void virt_pci_serial_initialise(uint32_t device, uint32_t port);
