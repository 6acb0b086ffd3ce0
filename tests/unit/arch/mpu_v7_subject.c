// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "mpu_v7_subject.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

const struct range everywhere = {0, UINT32_MAX};

/// Registers as another process left them, every region open to everybody.
static void model_open(struct mpu_v7_model *model)
{
    for (uint32_t i = 0; i < MODEL_REGIONS; i++) {
        model->rbar[i] = 0;
        model->rasr[i] = 0x0300003F;
    }
    // What the port writes at boot: all RAM for the kernel only, and the guard. The guard lies
    // where no test puts a block.
    model->rbar[0] = 0x20000000;
    model->rasr[0] = 0x11000000 | (28u << 1) | 1u;
    model->rbar[7] = 0xFFFFFF00;
    model->rasr[7] = 0x10000000 | (7u << 1) | 1u;
}

void subject_load(struct subject *subject)
{
    model_open(&subject->model);
    mpu_v7_model_store_all(&subject->model, subject->image, MPU_REGION_PROCESS_COUNT);
    const char *complaint = mpu_v7_model_complaint(&subject->model);
    if (complaint != NULL) {
        fail_msg("%s", complaint);
    }
}

static void address_check(const struct subject *subject, uint64_t address, uint64_t exposed_end)
{
    const bool is_code = address >= subject->code.start && address < subject->code.end;
    const bool is_ram = address >= subject->block.block.start && address < exposed_end;
    const bool may_read = mpu_v7_model_allows(&subject->model, address, MODEL_READ);
    const bool may_write = mpu_v7_model_allows(&subject->model, address, MODEL_WRITE);
    const bool may_execute = mpu_v7_model_allows(&subject->model, address, MODEL_EXECUTE);
    if (may_read != (is_code || is_ram) || may_write != is_ram || may_execute != is_code) {
        fail_msg("address %#llx: code %#zx..%#zx, block %#zx..%#zx, exposed to %#llx: r%d w%d x%d",
                 (unsigned long long)address, subject->code.start, subject->code.end,
                 subject->block.block.start, subject->block.block.end,
                 (unsigned long long)exposed_end, may_read, may_write, may_execute);
    }
}

void subject_edge_check(const struct subject *subject, uint64_t edge, uint64_t exposed_end)
{
    for (uint64_t address = edge < 40 ? 0 : edge - 40; address < edge + 40; address++) {
        if (address <= UINT32_MAX) {
            address_check(subject, address, exposed_end);
        }
    }
}

/// The addresses at an edge and a granule from it.
static void sparse_check(const struct subject *subject, uint64_t edge, uint64_t exposed_end)
{
    static const int64_t offsets[] = {-33, -32, -1, 0, 31, 32};
    for (size_t i = 0; i < sizeof offsets / sizeof offsets[0]; i++) {
        const uint64_t address = edge + (uint64_t)offsets[i];
        if (address <= UINT32_MAX) {
            address_check(subject, address, exposed_end);
        }
    }
}

void subject_check(struct subject *subject, uintptr_t exposed_end)
{
    subject_load(subject);
    const struct range block = subject->block.block;
    const uint64_t edges[] = {subject->code.start,
                              subject->code.end,
                              block.start,
                              block.end,
                              exposed_end,
                              subject->block.kernel_start,
                              0,
                              0x20000000,
                              0x40000000,
                              0xE000E000,
                              UINT32_MAX};
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        subject_edge_check(subject, edges[i], exposed_end);
    }
    // Ends of all regions and subregions around the block: where an encoder goes wrong.
    for (uint64_t step = 32; step <= 0x40000000; step *= 2) {
        sparse_check(subject, block.start & ~(step - 1), exposed_end);
        sparse_check(subject, exposed_end & ~(step - 1), exposed_end);
        sparse_check(subject, (exposed_end & ~(step - 1)) + step, exposed_end);
        sparse_check(subject, (subject->code.end & ~(step - 1)) + step, exposed_end);
    }
    if (range_bytes(block) <= 1024) {
        for (uintptr_t address = block.start; address < block.end; address++) {
            address_check(subject, address, exposed_end);
        }
    }
}

void subject_encode(struct subject *subject)
{
    memset(subject->image, 0xA5, sizeof subject->image);
    assert_int_equal(
        mpu_v7_image_encode(subject->image, subject->code, &subject->block, subject->app_bytes),
        ERROR_NONE);
}

struct subject subject_at(uintptr_t start, size_t app_bytes, size_t kernel_bytes)
{
    struct subject subject = {.code = {0x40000, 0x50000}, .app_bytes = app_bytes};
    const struct port_block_request request = {.app_bytes = app_bytes,
                                               .kernel_bytes = kernel_bytes,
                                               .is_fixed = true,
                                               .fixed_start = start};
    assert_int_equal(mpu_v7_block_place(everywhere, &request, &subject.block), ERROR_NONE);
    subject_encode(&subject);
    return subject;
}
