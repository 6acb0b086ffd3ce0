// SPDX-License-Identifier: Apache-2.0 OR MIT
// The real encoders as units of the simulated machine; the models of the hardware answer.
#include <string.h>

#include "machine.h"
#include "mpu_v7.h"
#include "mpu_v7_model.h"
#include "mpu_v8.h"
#include "mpu_v8_model.h"
#include "pmp.h"
#include "pmp_model.h"

static const enum model_access kinds[] = {
    [HOST_READ] = MODEL_READ, [HOST_WRITE] = MODEL_WRITE, [HOST_EXECUTE] = MODEL_EXECUTE};

// ---------------------------------------------------------------------------------------------
// Armv7-M

static enum error v7_encode(struct arch_protection *protection, struct range image,
                            const struct port_block *block, size_t app_bytes)
{
    return mpu_v7_image_encode(protection->words, image, block, app_bytes);
}

static enum error v7_expose(struct arch_protection *protection, uintptr_t app_break,
                            uintptr_t limit, uintptr_t *exposed_end)
{
    return mpu_v7_image_expose(protection->words, app_break, limit, exposed_end);
}

static enum error v7_map(struct arch_protection *protection, struct range range, uint32_t rights)
{
    return mpu_v7_image_map(protection->words, range, rights);
}

static bool v7_describe(const struct arch_protection *protection, size_t index,
                        struct port_region *region)
{
    return mpu_v7_image_describe(protection->words, index, region);
}

static bool v7_allows(const struct arch_protection *protection, uintptr_t address,
                      enum host_access access)
{
    struct mpu_v7_model model;
    memset(&model, 0, sizeof model);
    mpu_v7_model_store(&model, 0x20000010, 0x11000000 | (17u << 1) | 1u); // 256 KiB, kernel only
    mpu_v7_model_store_all(&model, protection->words, MPU_REGION_PROCESS_COUNT);
    return mpu_v7_model_allows(&model, address, kinds[access]);
}

const struct host_protection_unit v7_unit = {
    .place = mpu_v7_block_place,
    .encode = v7_encode,
    .expose = v7_expose,
    .map = v7_map,
    .describe = v7_describe,
    .allows = v7_allows,
};

// ---------------------------------------------------------------------------------------------
// Armv8-M

enum { V8_REGIONS = 6 };

static enum error v8_encode(struct arch_protection *protection, struct range image,
                            const struct port_block *block, size_t app_bytes)
{
    return mpu_v8_image_encode(protection->words, V8_REGIONS, image, block, app_bytes);
}

static enum error v8_expose(struct arch_protection *protection, uintptr_t app_break,
                            uintptr_t limit, uintptr_t *exposed_end)
{
    return mpu_v8_image_expose(protection->words, app_break, limit, exposed_end);
}

static enum error v8_map(struct arch_protection *protection, struct range range, uint32_t rights)
{
    return mpu_v8_image_map(protection->words, V8_REGIONS, range, rights);
}

static bool v8_describe(const struct arch_protection *protection, size_t index,
                        struct port_region *region)
{
    return mpu_v8_image_describe(protection->words, V8_REGIONS, index, region);
}

static bool v8_allows(const struct arch_protection *protection, uintptr_t address,
                      enum host_access access)
{
    struct mpu_v8_model model;
    memset(&model, 0, sizeof model);
    // The kernel's RAM lies below the pool.
    mpu_v8_model_store(&model, 0, (const uint32_t[]){0x20000001, 0x2000FFE1}, 1);
    mpu_v8_model_store(&model, 1, protection->words, V8_REGIONS);
    return mpu_v8_model_complaint(&model, 1) == NULL &&
           mpu_v8_model_allows(&model, address, kinds[access]);
}

const struct host_protection_unit v8_unit = {
    .place = mpu_v8_block_place,
    .encode = v8_encode,
    .expose = v8_expose,
    .map = v8_map,
    .describe = v8_describe,
    .allows = v8_allows,
};

// ---------------------------------------------------------------------------------------------
// RISC-V: entry 0 is the locked guard. The machine has room for words of 32 bits, not of pointers.

static const struct pmp_unit hart = {.first = 1, .count = 7, .granule_bytes = 4};

static_assert(PMP_IMAGE_WORDS_MAX * sizeof(uintptr_t) <= sizeof((struct arch_protection *)0)->words,
              "an image fits");

static enum error pmp_place(struct range free, const struct port_block_request *request,
                            struct port_block *placed)
{
    return pmp_block_place(&hart, free, request, placed);
}

static enum error pmp_encode(struct arch_protection *protection, struct range image,
                             const struct port_block *block, size_t app_bytes)
{
    uintptr_t words[PMP_IMAGE_WORDS_MAX];
    memcpy(words, protection->words, sizeof words);
    const enum error error = pmp_image_encode(&hart, words, image, block, app_bytes);
    memcpy(protection->words, words, sizeof words);
    return error;
}

static enum error pmp_expose(struct arch_protection *protection, uintptr_t app_break,
                             uintptr_t limit, uintptr_t *exposed_end)
{
    uintptr_t words[PMP_IMAGE_WORDS_MAX];
    memcpy(words, protection->words, sizeof words);
    const enum error error = pmp_image_expose(&hart, words, app_break, limit, exposed_end);
    memcpy(protection->words, words, sizeof words);
    return error;
}

static enum error pmp_map(struct arch_protection *protection, struct range range, uint32_t rights)
{
    uintptr_t words[PMP_IMAGE_WORDS_MAX];
    memcpy(words, protection->words, sizeof words);
    const enum error error = pmp_image_map(&hart, words, range, rights);
    memcpy(protection->words, words, sizeof words);
    return error;
}

static bool pmp_describe(const struct arch_protection *protection, size_t index,
                         struct port_region *region)
{
    uintptr_t words[PMP_IMAGE_WORDS_MAX];
    memcpy(words, protection->words, sizeof words);
    return pmp_image_describe(&hart, words, index, region);
}

static bool pmp_allows(const struct arch_protection *protection, uintptr_t address,
                       enum host_access access)
{
    struct pmp_model model = {.register_bits = 64, .granule_bytes = hart.granule_bytes};
    model.address[0] = (0x20000800 >> 2) | 0x1F; // 256 bytes
    model.configuration[0] = 0x98;
    uintptr_t words[PMP_IMAGE_WORDS_MAX];
    memcpy(words, protection->words, sizeof words);
    for (uint32_t i = 0; i < hart.count; i++) {
        pmp_model_write_address(&model, hart.first + i, words[PMP_CONFIGURATION_WORDS + i]);
    }
    pmp_model_write_configuration(&model, 0, words[0]);
    return pmp_model_complaint(&model) == NULL &&
           pmp_model_allows(&model, MODEL_USER, address, 1, kinds[access]);
}

const struct host_protection_unit riscv_unit = {
    .place = pmp_place,
    .encode = pmp_encode,
    .expose = pmp_expose,
    .map = pmp_map,
    .describe = pmp_describe,
    .allows = pmp_allows,
};

// ---------------------------------------------------------------------------------------------

const struct host_protection_unit *const machine_units[MACHINE_UNITS] = {&host_exact_unit, &v7_unit,
                                                                         &v8_unit, &riscv_unit};
