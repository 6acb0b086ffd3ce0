// SPDX-License-Identifier: Apache-2.0 OR MIT
// The devices that this board uses: those of the plain one, a network, an engine for
// ciphers, a screen, a panel over it, and keys.

#include <arch/processor.h>
#include <boards/standard/standard.h>
#include <boards/virt/slots.h>
#include <chips/clint/clint.h>
#include <chips/ns16550/ns16550.h>
#include <chips/plic/plic.h>
#include <chips/virt/display.h>
#include <chips/virtio/crypto.h>
#include <chips/virtio/entropy.h>
#include <chips/virtio/input.h>
#include <chips/virtio/network.h>

enum { DEVICE_ENTROPY, DEVICE_NETWORK, DEVICE_CRYPTO };

/// The lines of the devices; 0: there is no such device.
static unsigned entropy_line;
static unsigned network_line;
static unsigned crypto_line;

/// A place where a test stops the machine, so that it has to be one.
static NOINLINE USED void line_serve(unsigned line)
{
    if (line == entropy_line) {
        virtio_entropy_bottom_half();
    } else if (line == network_line) {
        virtio_network_bottom_half();
    } else if (line == crypto_line) {
        virtio_crypto_bottom_half();
    } else {
        (void)virtio_input_bottom_half(line);
    }
}

VIRTIO_SLOTS(line_serve)

const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT] = {
    {.line = BOARD_UART_LINE, .serve = ns16550_bottom_half},
    VIRTIO_SLOT_BOTTOM_HALVES,
};

/// The arrows, enter, space, escape and tab.
const struct virtio_input_choice virtio_input_choice = {
    .keys = {103, 108, 105, 106, 28, 57, 1, 15},
    .width_pixels = VIRT_DISPLAY_WIDTH_PIXELS,
    .height_pixels = VIRT_DISPLAY_HEIGHT_PIXELS,
};

const uint32_t virtio_entropy_device = DEVICE_ENTROPY;
const uint32_t virtio_network_device = DEVICE_NETWORK;
const uint32_t virtio_crypto_device = DEVICE_CRYPTO;

void arch_board_initialise(void)
{
    clint_initialise();
    plic_initialise();
    ns16550_initialise();
    entropy_line = virtio_entropy_initialise();
    network_line = virtio_network_initialise();
    crypto_line = virtio_crypto_initialise();
    virtio_input_initialise();
    virt_display_initialise(BOARD_PCI_DISPLAY_DEVICE);
}
