// SPDX-License-Identifier: Apache-2.0 OR MIT
// Program images for tests. See machine.h.
#include <abi/tbf.h>
#include <string.h>

#include "machine.h"
#include "support.h"

static uint32_t next_address;

void tbf_put_16(struct tbf *tbf, uint32_t offset, uint32_t value)
{
    tbf->bytes[offset] = (uint8_t)value;
    tbf->bytes[offset + 1] = (uint8_t)(value >> 8);
}

void tbf_put_32(struct tbf *tbf, uint32_t offset, uint32_t value)
{
    tbf_put_16(tbf, offset, value & 0xFFFF);
    tbf_put_16(tbf, offset + 2, value >> 16);
}

static uint32_t tbf_get_32(const struct tbf *tbf, uint32_t offset)
{
    const uint8_t *byte = &tbf->bytes[offset];
    return byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16 | (uint32_t)byte[3] << 24;
}

struct tbf tbf_new(uint32_t total_bytes)
{
    return (struct tbf){.header_bytes = TBF_BASE_HEADER_BYTES, .total_bytes = total_bytes};
}

void tbf_element(struct tbf *tbf, uint32_t type, const void *value, uint32_t length)
{
    const uint32_t padded = (length + 3) / 4 * 4;
    check(tbf->header_bytes + TBF_ELEMENT_HEAD_BYTES + padded <= TBF_BYTES_MAX);
    tbf_put_16(tbf, tbf->header_bytes, type);
    tbf_put_16(tbf, tbf->header_bytes + 2, length);
    if (length > 0) {
        memcpy(&tbf->bytes[tbf->header_bytes + TBF_ELEMENT_HEAD_BYTES], value, length);
    }
    tbf->header_bytes += TBF_ELEMENT_HEAD_BYTES + padded;
}

void tbf_words(struct tbf *tbf, uint32_t type, const uint32_t word[], uint32_t count)
{
    tbf_element(tbf, type, word, count * 4);
}

void tbf_main(struct tbf *tbf, uint32_t entry, uint32_t protected_bytes, uint32_t ram_bytes)
{
    tbf_words(tbf, TBF_TYPE_MAIN, (uint32_t[]){entry, protected_bytes, ram_bytes}, 3);
}

void tbf_program(struct tbf *tbf, uint32_t entry, uint32_t protected_bytes, uint32_t ram_bytes,
                 uint32_t binary_end)
{
    tbf_words(tbf, TBF_TYPE_PROGRAM, (uint32_t[]){entry, protected_bytes, ram_bytes, binary_end, 1},
              5);
}

void tbf_name(struct tbf *tbf, const char *name)
{
    tbf_element(tbf, TBF_TYPE_PACKAGE_NAME, name, (uint32_t)strlen(name));
}

void tbf_kernel_version(struct tbf *tbf, uint32_t major, uint32_t minor)
{
    tbf_words(tbf, TBF_TYPE_KERNEL_VERSION, (uint32_t[]){major | minor << 16}, 1);
}

void tbf_fixed(struct tbf *tbf, uint32_t ram, uint32_t flash)
{
    tbf_words(tbf, TBF_TYPE_FIXED_ADDRESSES, (uint32_t[]){ram, flash}, 2);
}

void tbf_checksum(struct tbf *tbf)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i + 4 <= tbf->header_bytes; i += 4) {
        sum ^= i == TBF_OFFSET_CHECKSUM ? 0 : tbf_get_32(tbf, i);
    }
    tbf_put_32(tbf, TBF_OFFSET_CHECKSUM, sum);
}

void tbf_finish(struct tbf *tbf)
{
    tbf_put_16(tbf, TBF_OFFSET_VERSION, TBF_VERSION);
    tbf_put_16(tbf, TBF_OFFSET_HEADER_SIZE, tbf->header_bytes);
    tbf_put_32(tbf, TBF_OFFSET_TOTAL_SIZE, tbf->total_bytes);
    tbf_put_32(tbf, TBF_OFFSET_FLAGS, TBF_FLAG_ENABLED);
    tbf_checksum(tbf);
}

uint32_t tbf_install(const struct tbf *tbf, uint32_t address)
{
    const uint32_t bytes =
        tbf->header_bytes < TBF_BASE_HEADER_BYTES ? TBF_BASE_HEADER_BYTES : tbf->header_bytes;
    for (uint32_t i = 0; i < bytes; i++) {
        *host_memory_at(address + i) = tbf->bytes[i];
    }
    return address + tbf->total_bytes;
}

uint32_t image_install(const char *name, uint32_t ram_bytes)
{
    if (next_address == 0) {
        next_address = HOST_IMAGES_START;
    }
    struct tbf tbf = tbf_new(1024);
    tbf_program(&tbf, 0x41, 0, ram_bytes, 1024);
    tbf_name(&tbf, name);
    tbf_kernel_version(&tbf, 2, 3);
    tbf_finish(&tbf);
    const uint32_t address = next_address;
    next_address = tbf_install(&tbf, address);
    return address;
}
