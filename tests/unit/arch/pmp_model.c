// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "pmp_model.h"

static bool is_locked(const struct pmp_model *model, uint32_t entry)
{
    return (model->configuration[entry] & 0x80) != 0;
}

static uint32_t match_of(const struct pmp_model *model, uint32_t entry)
{
    return (model->configuration[entry] >> 3) & 3;
}

void pmp_model_write_address(struct pmp_model *model, uint32_t entry, uint64_t value)
{
    const bool is_bound_locked = entry + 1 < MODEL_PMP_ENTRIES && is_locked(model, entry + 1) &&
                                 match_of(model, entry + 1) == 1;
    if (is_locked(model, entry) || is_bound_locked) {
        return;
    }
    const uint64_t mask = model->register_bits == 32 ? 0xFFFFFFFF : ((uint64_t)1 << 54) - 1;
    model->address[entry] = value & mask;
}

void pmp_model_write_configuration(struct pmp_model *model, uint32_t number, uint64_t value)
{
    for (uint32_t i = 0; i < model->register_bits / 8; i++) {
        const uint32_t entry = number * 4 + i;
        if (entry < MODEL_PMP_ENTRIES && !is_locked(model, entry)) {
            model->configuration[entry] = (uint8_t)(value >> (8 * i));
        }
    }
}

const char *pmp_model_complaint(const struct pmp_model *model)
{
    for (uint32_t i = 0; i < MODEL_PMP_ENTRIES; i++) {
        const uint32_t octet = model->configuration[i];
        if ((octet & 0x60) != 0) {
            return "reserved bits";
        }
        if (!model->has_lockdown && (octet & 3) == 2) {
            return "W without R is reserved";
        }
        if (match_of(model, i) != 0 && (octet & 6) == 6) {
            return "writable and executable";
        }
        if (match_of(model, i) == 2 && model->granule_bytes > 4) {
            return "NA4 does not exist here";
        }
    }
    return NULL;
}

/// The bytes that an entry matches, [*start, *end).
static void entry_range(const struct pmp_model *model, uint32_t entry, uint64_t *start,
                        uint64_t *end)
{
    const uint64_t granules = model->granule_bytes / 4 - 1; // Address bits that are not there.
    const uint64_t own = model->address[entry];
    const uint64_t below = entry == 0 ? 0 : model->address[entry - 1];
    *start = 0;
    *end = 0;
    switch (match_of(model, entry)) {
    case 1:
        *start = (below & ~granules) * 4;
        *end = (own & ~granules) * 4;
        break;
    case 2:
        *start = own * 4;
        *end = own * 4 + 4;
        break;
    case 3: {
        // Bits that are not there read as ones, but for the highest of them.
        const uint64_t seen = own | granules >> 1;
        const uint64_t bytes = 8 * (~seen & (seen + 1)); // Twice for each one at the end.
        *start = seen * 4 / bytes * bytes;
        *end = *start + bytes;
        break;
    }
    default:
        break;
    }
}

enum { R = 4, W = 2, X = 1 };

/// Rights of machine and user mode under MML, by L, R, W and X: the truth table of Smepmp.
static const struct {
    uint8_t machine, user;
} lockdown_rights[16] = {
    [0x0] = {0, 0}, [0x1] = {0, X},     [0x2] = {R | W, R}, [0x3] = {R | W, R | W},
    [0x4] = {0, R}, [0x5] = {0, R | X}, [0x6] = {0, R | W}, [0x7] = {0, R | W | X},
    [0x8] = {0, 0}, [0x9] = {X, 0},     [0xA] = {X, X},     [0xB] = {R | X, X},
    [0xC] = {R, 0}, [0xD] = {R | X, 0}, [0xE] = {R | W, 0}, [0xF] = {R, R},
};

/// What a matching entry allows, as R, W and X.
static uint32_t entry_rights(const struct pmp_model *model, uint32_t entry, enum model_mode mode)
{
    const uint32_t octet = model->configuration[entry];
    const uint32_t rights =
        ((octet & 1) != 0 ? R : 0u) | ((octet & 2) != 0 ? W : 0u) | ((octet & 4) != 0 ? X : 0u);
    if (model->has_lockdown) {
        const uint32_t row = (is_locked(model, entry) ? 8u : 0u) | rights;
        return mode == MODEL_USER ? lockdown_rights[row].user : lockdown_rights[row].machine;
    }
    if (mode == MODEL_MACHINE && !is_locked(model, entry)) {
        return R | W | X;
    }
    return rights;
}

static uint32_t rights_without_match(const struct pmp_model *model, enum model_mode mode)
{
    if (mode == MODEL_USER || model->has_allowlist) {
        return 0;
    }
    return model->has_lockdown ? R | W : R | W | X;
}

bool pmp_model_allows(const struct pmp_model *model, enum model_mode mode, uint64_t address,
                      uint32_t bytes, enum model_access access)
{
    static const uint8_t wanted[] = {[MODEL_READ] = R, [MODEL_WRITE] = W, [MODEL_EXECUTE] = X};
    for (uint32_t i = 0; i < MODEL_PMP_ENTRIES; i++) {
        if (match_of(model, i) == 0) {
            continue;
        }
        uint64_t start;
        uint64_t end;
        entry_range(model, i, &start, &end);
        if (start < end && address < end && start < address + bytes) {
            return start <= address && address + bytes <= end &&
                   (entry_rights(model, i, mode) & wanted[access]) != 0;
        }
    }
    return (rights_without_match(model, mode) & wanted[access]) != 0;
}
