// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "mpu_v7_model.h"

static bool is_enabled(uint32_t rasr)
{
    return rasr & 1u;
}

static uint64_t region_bytes(uint32_t rasr)
{
    return (uint64_t)1 << (((rasr >> 1) & 0x1F) + 1);
}

void mpu_v7_model_store(struct mpu_v7_model *model, uint32_t rbar, uint32_t rasr)
{
    const uint32_t region = rbar & 0xF;
    if ((rbar & 0x10) == 0 || region >= MODEL_REGIONS) {
        // Without VALID the pair would go to whatever region RNR names: make that visible.
        for (size_t i = 0; i < MODEL_REGIONS; i++) {
            model->rasr[i] = 0xFFFFFFFF;
        }
        return;
    }
    model->rbar[region] = rbar & ~0x1Fu;
    model->rasr[region] = rasr;
}

void mpu_v7_model_store_all(struct mpu_v7_model *model, const uint32_t words[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mpu_v7_model_store(model, words[2 * i], words[2 * i + 1]);
    }
}

const char *mpu_v7_model_complaint(const struct mpu_v7_model *model)
{
    for (size_t i = 0; i < MODEL_REGIONS; i++) {
        const uint32_t rasr = model->rasr[i];
        if (!is_enabled(rasr)) {
            continue;
        }
        const uint64_t bytes = region_bytes(rasr);
        const uint32_t disabled = (rasr >> 8) & 0xFF;
        if (bytes < 32) {
            return "region smaller than 32 bytes";
        }
        if (model->rbar[i] % bytes != 0) {
            return "base is not a multiple of the size";
        }
        if (bytes < 256 && disabled != 0) {
            return "subregions of a region that has none";
        }
        if (disabled == 0xFF) {
            return "enabled without any subregion";
        }
        if (((rasr >> 24) & 7) == 4) {
            return "reserved permission";
        }
        if ((rasr & 0xE0C00000u) != 0) {
            return "reserved bits";
        }
    }
    return NULL;
}

bool mpu_v7_model_allows(const struct mpu_v7_model *model, uint64_t address,
                         enum model_access access)
{
    for (int i = MODEL_REGIONS - 1; i >= 0; i--) {
        const uint32_t rasr = model->rasr[i];
        const uint64_t base = model->rbar[i];
        const uint64_t bytes = region_bytes(rasr);
        if (!is_enabled(rasr) || address < base || address - base >= bytes) {
            continue;
        }
        if (bytes >= 256 && ((rasr >> 8) >> ((address - base) / (bytes / 8)) & 1u) != 0) {
            continue;
        }
        const uint32_t permission = (rasr >> 24) & 7;
        const bool may_read =
            permission == 2 || permission == 3 || permission == 6 || permission == 7;
        const bool is_execute_never = (rasr >> 28) & 1u;
        switch (access) {
        case MODEL_READ:
            return may_read;
        case MODEL_WRITE:
            return permission == 3;
        case MODEL_EXECUTE:
            return may_read && !is_execute_never;
        }
    }
    return false;
}
