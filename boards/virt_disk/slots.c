// SPDX-License-Identifier: Apache-2.0 OR MIT
// For boards on `virt` whose slots may have a source of random bytes and a disk: serves the slots,
// and starts the board. What a board has beside is in its own folder.

#include <arch/processor.h>
#include <boards/standard/standard.h>
#include <boards/virt/slots.h>
#include <chips/clint/clint.h>
#include <chips/ns16550/ns16550.h>
#include <chips/plic/plic.h>
#include <chips/virtio/block.h>
#include <chips/virtio/entropy.h>

enum { DEVICE_ENTROPY, DEVICE_BLOCK };

/// The lines of the devices; 0: there is no such device.
static unsigned entropy_line;
static unsigned block_line;

/// A place where a test stops the machine, so that it has to be one.
static NOINLINE USED void line_serve(unsigned line)
{
    if (line == entropy_line) {
        virtio_entropy_bottom_half();
    } else if (line == block_line) {
        virtio_block_bottom_half();
    }
}

VIRTIO_SLOTS(line_serve)

const uint32_t virtio_entropy_device = DEVICE_ENTROPY;
const uint32_t virtio_block_device = DEVICE_BLOCK;

void arch_board_initialise(void)
{
    clint_initialise();
    plic_initialise();
    ns16550_initialise();
    entropy_line = virtio_entropy_initialise();
    block_line = virtio_block_initialise();
}
