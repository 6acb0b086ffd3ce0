// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
// What a device is told of: where a buffer and a descriptor lie.
#include <stdatomic.h>
#include <stdint.h>

#include <arch/mmio.h>
#include <lib/attributes.h>

enum { DEVICE_BASE = 0x40005000, DEVICE_ADDRESS = 0, DESCRIPTOR_BYTES = 16, PARTS = 2 };

struct chip_part {
    uint64_t address;
    _Atomic uint32_t written_bytes;
};

static struct {
    _Alignas(DESCRIPTOR_BYTES) struct chip_part parts[PARTS];
    const uint8_t *bytes;
    uint32_t moved_bytes;
} request;

uint8_t chip_request_next(void);
MUST_CHECK uint32_t chip_request_start(const uint8_t *bytes);

static void address_write(const void *place)
{
    const uintptr_t address = (uintptr_t)place;
    mmio_write_32(DEVICE_BASE + DEVICE_ADDRESS, (uint32_t)(address / DESCRIPTOR_BYTES));
}

uint32_t chip_request_start(const uint8_t *bytes)
{
    request.bytes = bytes;
    request.moved_bytes = 0;
    request.parts[0] = (struct chip_part){.address = (uintptr_t)bytes};
    address_write(&request.parts[0]);
    return atomic_load_explicit(&request.parts[1].written_bytes, memory_order_relaxed);
}

uint8_t chip_request_next(void)
{
    const uint8_t byte = request.bytes[request.moved_bytes];
    request.moved_bytes++;
    return byte;
}
