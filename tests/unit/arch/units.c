// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "units.h"

#include <string.h>

#include "mpu_v7.h"
#include "mpu_v8.h"
#include "pmp.h"

// ---------------------------------------------------------------------------------------------
// Armv7-M

struct mpu_v7_model armv7m_registers;

static enum error v7_place(const struct exact_unit *unit, struct range free,
                           const struct port_block_request *request, struct port_block *placed)
{
    (void)unit;
    return mpu_v7_block_place(free, request, placed);
}

static enum error v7_encode(const struct exact_unit *unit, void *image, struct range code,
                            const struct port_block *block, size_t app_bytes)
{
    (void)unit;
    return mpu_v7_image_encode(image, code, block, app_bytes);
}

static enum error v7_expose(const struct exact_unit *unit, void *image, uintptr_t app_break,
                            uintptr_t limit, uintptr_t *exposed_end)
{
    (void)unit;
    return mpu_v7_image_expose(image, app_break, limit, exposed_end);
}

static bool v7_describe(const struct exact_unit *unit, const void *image, size_t index,
                        struct port_region *region)
{
    (void)unit;
    return mpu_v7_image_describe(image, index, region);
}

static void v7_open(const struct exact_unit *unit)
{
    (void)unit;
    for (uint32_t i = 0; i < MODEL_REGIONS; i++) {
        armv7m_registers.rbar[i] = 0;
        armv7m_registers.rasr[i] = 0x0300003F;
    }
    // All RAM for the kernel only, and the guard.
    mpu_v7_model_store(&armv7m_registers, 0x20000010, 0x11000000 | (28u << 1) | 1u);
    mpu_v7_model_store(&armv7m_registers, 0xFFFFFF17, 0x10000000 | (7u << 1) | 1u);
}

static const char *v7_load(const struct exact_unit *unit, const void *image)
{
    (void)unit;
    mpu_v7_model_store_all(&armv7m_registers, image, MPU_REGION_PROCESS_COUNT);
    return mpu_v7_model_complaint(&armv7m_registers);
}

static bool v7_allows(uint64_t address, enum model_access access)
{
    return mpu_v7_model_allows(&armv7m_registers, address, access);
}

const struct exact_unit armv7m_unit = {
    .name = "Armv7-M",
    .granule_bytes = 32,
    .alignment_bytes = 32,
    .code_start = 0x40000,
    .memory_start = 0x20010000,
    .memory_end = 0x21010000,
    .place = v7_place,
    .encode = v7_encode,
    .expose = v7_expose,
    .describe = v7_describe,
    .model_open = v7_open,
    .model_load = v7_load,
    .model_allows = v7_allows,
};

// ---------------------------------------------------------------------------------------------
// Armv8-M

struct mpu_v8_model armv8m_registers;

static enum error v8_place(const struct exact_unit *unit, struct range free,
                           const struct port_block_request *request, struct port_block *placed)
{
    (void)unit;
    return mpu_v8_block_place(free, request, placed);
}

static enum error v8_encode(const struct exact_unit *unit, void *image, struct range code,
                            const struct port_block *block, size_t app_bytes)
{
    (void)unit;
    return mpu_v8_image_encode(image, ARMV8M_REGIONS, code, block, app_bytes);
}

static enum error v8_expose(const struct exact_unit *unit, void *image, uintptr_t app_break,
                            uintptr_t limit, uintptr_t *exposed_end)
{
    (void)unit;
    return mpu_v8_image_expose(image, app_break, limit, exposed_end);
}

static bool v8_describe(const struct exact_unit *unit, const void *image, size_t index,
                        struct port_region *region)
{
    (void)unit;
    return mpu_v8_image_describe(image, ARMV8M_REGIONS, index, region);
}

static void v8_open(const struct exact_unit *unit)
{
    (void)unit;
    memset(&armv8m_registers, 0, sizeof armv8m_registers);
    // The kernel's RAM, below the memory of processes, and devices above it: kernel only.
    armv8m_registers.rbar[0] = 0x38000000 | 1u;
    armv8m_registers.rlar[0] = 0x3800FFE0 | 1u;
    armv8m_registers.rbar[1] = 0x40000000 | 1u;
    armv8m_registers.rlar[1] = 0x5FFFFFE0 | 1u;
    for (uint32_t i = 0; i < ARMV8M_REGIONS; i++) {
        armv8m_registers.rbar[ARMV8M_PROCESS_REGION + i] = 0x2;
        armv8m_registers.rlar[ARMV8M_PROCESS_REGION + i] = 0xFFFFFFE1;
    }
}

static const char *v8_load(const struct exact_unit *unit, const void *image)
{
    (void)unit;
    mpu_v8_model_store(&armv8m_registers, ARMV8M_PROCESS_REGION, image, ARMV8M_REGIONS);
    return mpu_v8_model_complaint(&armv8m_registers, 0);
}

static bool v8_allows(uint64_t address, enum model_access access)
{
    return mpu_v8_model_allows(&armv8m_registers, address, access);
}

const struct exact_unit armv8m_unit = {
    .name = "Armv8-M",
    .granule_bytes = 32,
    .alignment_bytes = 32,
    .code_start = 0x10080000,
    .memory_start = 0x38100000,
    .memory_end = 0x39100000,
    .place = v8_place,
    .encode = v8_encode,
    .expose = v8_expose,
    .describe = v8_describe,
    .model_open = v8_open,
    .model_load = v8_load,
    .model_allows = v8_allows,
};

// ---------------------------------------------------------------------------------------------
// PMP. The functions act on the hart of the kind that is open.

struct pmp_model pmp_registers;

const struct pmp_unit pmp_harts[PMP_KINDS] = {
    [PMP_32] = {.first = 1, .count = 7, .granule_bytes = 4},
    [PMP_32_SMEPMP] = {.first = 0, .count = 8, .granule_bytes = 4},
    [PMP_64] = {.first = 1, .count = 7, .granule_bytes = 4},
    [PMP_64_SMEPMP] = {.first = 0, .count = 8, .granule_bytes = 4},
    [PMP_32_COARSE] = {.first = 1, .count = 7, .granule_bytes = 64},
    [PMP_32_PAGES] = {.first = 1, .count = 7, .granule_bytes = 4096},
};

static uintptr_t base_of(enum pmp_kind kind)
{
    return kind == PMP_64 || kind == PMP_64_SMEPMP ? 0x1280000000 : 0x80000000;
}

struct pmp_places pmp_places(enum pmp_kind kind)
{
    const uintptr_t base = base_of(kind);
    return (struct pmp_places){
        .guard = {base + 0x200000, base + 0x201000},
        .text = {base, base + 0x100000},
        .images = {base + 0x100000, base + 0x200000},
        .memory = {base + 0x200000, base + 0x4000000},
        .devices = {0x10000000, 0x20000000},
    };
}

static void entry_write(uint32_t entry, struct range range, uint8_t octet)
{
    pmp_registers.address[entry] = pmp_napot_address(range.start, range_bytes(range));
    pmp_registers.configuration[entry] = octet;
}

static void pmp_open(const struct exact_unit *unit)
{
    const enum pmp_kind kind = unit->kind;
    const struct pmp_unit *hart = &pmp_harts[kind];
    const struct pmp_places places = pmp_places(kind);
    const bool is_smepmp = kind == PMP_32_SMEPMP || kind == PMP_64_SMEPMP;
    pmp_registers = (struct pmp_model){
        .register_bits = kind == PMP_64 || kind == PMP_64_SMEPMP ? 64 : 32,
        .granule_bytes = hart->granule_bytes,
        .has_lockdown = is_smepmp,
        .has_allowlist = is_smepmp,
    };
    // Everything open, as the process before may have left what is a process's.
    for (uint32_t i = 0; i < hart->count; i++) {
        entry_write(hart->first + i, (struct range){0, (uintptr_t)1 << 31},
                    PMP_NAPOT | PMP_READ | PMP_WRITE);
    }
    if (!is_smepmp) {
        entry_write(0, places.guard, PMP_LOCKED | PMP_NAPOT);
        return;
    }
    // Kernel RAM is the rest of 64 MiB, so its NAPOT entry also covers text and images, which come
    // before it.
    entry_write(11, places.guard, PMP_LOCKED | PMP_NAPOT);
    entry_write(12, places.text, PMP_LOCKED | PMP_NAPOT | PMP_READ | PMP_EXECUTE);
    entry_write(13, places.images, PMP_LOCKED | PMP_NAPOT | PMP_READ);
    entry_write(14, (struct range){base_of(kind), places.memory.end},
                PMP_LOCKED | PMP_NAPOT | PMP_READ | PMP_WRITE);
    entry_write(15, places.devices, PMP_LOCKED | PMP_NAPOT | PMP_READ | PMP_WRITE);
}

static const char *pmp_load(const struct exact_unit *unit, const void *image)
{
    const struct pmp_unit *hart = &pmp_harts[unit->kind];
    uintptr_t words[PMP_IMAGE_WORDS_MAX];
    memcpy(words, image, sizeof words);
    for (uint32_t i = 0; i < hart->count; i++) {
        pmp_model_write_address(&pmp_registers, hart->first + i,
                                words[PMP_CONFIGURATION_WORDS + i]);
    }
    // The words before the addresses, in the registers' width.
    uint64_t octets;
    memcpy(&octets, words, sizeof octets);
    pmp_model_write_configuration(&pmp_registers, 0, octets);
    if (pmp_registers.register_bits == 32) {
        pmp_model_write_configuration(&pmp_registers, 1, octets >> 32);
    }
    return pmp_model_complaint(&pmp_registers);
}

static bool pmp_allows(uint64_t address, enum model_access access)
{
    return pmp_model_allows(&pmp_registers, MODEL_USER, address, 1, access);
}

static enum error pmp_place(const struct exact_unit *unit, struct range free,
                            const struct port_block_request *request, struct port_block *placed)
{
    return pmp_block_place(&pmp_harts[unit->kind], free, request, placed);
}

static enum error pmp_encode(const struct exact_unit *unit, void *image, struct range code,
                             const struct port_block *block, size_t app_bytes)
{
    return pmp_image_encode(&pmp_harts[unit->kind], image, code, block, app_bytes);
}

static enum error pmp_expose(const struct exact_unit *unit, void *image, uintptr_t app_break,
                             uintptr_t limit, uintptr_t *exposed_end)
{
    return pmp_image_expose(&pmp_harts[unit->kind], image, app_break, limit, exposed_end);
}

static bool pmp_describe(const struct exact_unit *unit, const void *image, size_t index,
                         struct port_region *region)
{
    return pmp_image_describe(&pmp_harts[unit->kind], image, index, region);
}

#define PMP_UNIT(which, text, granule, alignment, base) \
    [which] = {                                         \
        .name = text,                                   \
        .kind = which,                                  \
        .granule_bytes = granule,                       \
        .alignment_bytes = alignment,                   \
        .code_start = (base) + 0x100000,                \
        .memory_start = (base) + 0x300000,              \
        .memory_end = (base) + 0x1300000,               \
        .place = pmp_place,                             \
        .encode = pmp_encode,                           \
        .expose = pmp_expose,                           \
        .describe = pmp_describe,                       \
        .model_open = pmp_open,                         \
        .model_load = pmp_load,                         \
        .model_allows = pmp_allows,                     \
    }

const struct exact_unit pmp_units[PMP_KINDS] = {
    PMP_UNIT(PMP_32, "RV32", 4, 8, 0x80000000),
    PMP_UNIT(PMP_32_SMEPMP, "RV32 with Smepmp", 4, 8, 0x80000000),
    PMP_UNIT(PMP_64, "RV64", 4, 8, 0x1280000000),
    PMP_UNIT(PMP_64_SMEPMP, "RV64 with Smepmp", 4, 8, 0x1280000000),
    PMP_UNIT(PMP_32_COARSE, "RV32, granule 64", 64, 64, 0x80000000),
    PMP_UNIT(PMP_32_PAGES, "RV32, granule 4096", 4096, 4096, 0x80000000),
};
