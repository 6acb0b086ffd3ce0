// SPDX-License-Identifier: Apache-2.0 OR MIT
// The devices that this board uses: those of the plain one, and flash.

#include <arch/processor.h>
#include <boards/standard/standard.h>
#include <boards/virt/slots.h>
#include <capsules/flash_block/flash_block.h>
#include <chips/cfi/cfi.h>
#include <chips/clint/clint.h>
#include <chips/ns16550/ns16550.h>
#include <chips/plic/plic.h>
#include <chips/virtio/entropy.h>

enum { DEVICE_ENTROPY, DEVICE_FLASH };

const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT] = {
    {.line = BOARD_UART_LINE, .serve = ns16550_bottom_half},
    {.line = BOARD_NOR_LINE, .serve = cfi_bottom_half},
    VIRTIO_BOTTOM_HALVES(virtio_entropy_bottom_half),
};

const uint32_t virtio_entropy_device = DEVICE_ENTROPY;
const uint32_t cfi_device = DEVICE_FLASH;
const uint8_t cfi_line = BOARD_NOR_LINE;

const struct cfi_bank cfi_bank = {
    .base = BOARD_NOR_BASE,
    .bytes = BOARD_NOR_BYTES,
    .time_hz = BOARD_TIME_HZ,
};

const struct flash_block_region flash_block_region = {
    .first_block = BOARD_NOR_FIRST_BLOCK,
    .block_count = BOARD_NOR_BLOCKS,
    .sector_count = BOARD_NOR_SECTORS,
};

void arch_board_initialise(void)
{
    clint_initialise();
    plic_initialise();
    ns16550_initialise();
    (void)virtio_entropy_initialise();
    cfi_initialise();
}
