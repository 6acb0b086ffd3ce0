// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A model of RISC-V physical memory protection, with and without Smepmp, for 32 and 64 bits,
 * written from the specifications and sharing nothing with the encoder: numbers and masks are
 * spelled out here again on purpose.
 *
 * Source: RISC-V Privileged Architecture 1.12, 3.7.1; Smepmp 1.0, chapter 2.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model_access.h"

enum { MODEL_PMP_ENTRIES = 16 };

enum model_mode { MODEL_USER, MODEL_MACHINE };

struct pmp_model {
    uint32_t register_bits; ///< 32 or 64
    uint32_t granule_bytes;
    bool has_lockdown;  ///< mseccfg.MML, machine-mode lockdown
    bool has_allowlist; ///< mseccfg.MMWP, machine-mode allowlist policy
    uint64_t address[MODEL_PMP_ENTRIES];
    uint8_t configuration[MODEL_PMP_ENTRIES];
};

/// Writes pmpaddr of an entry; without effect if the entry is locked, or is the lower bound of a
/// locked TOR entry. Bits that the register does not have are lost.
void pmp_model_write_address(struct pmp_model *model, uint32_t entry, uint64_t value);

/// Writes pmpcfg number `number`; without effect on the octets of locked entries. With 64 bits only
/// even numbers exist.
void pmp_model_write_configuration(struct pmp_model *model, uint32_t number, uint64_t value);

/// Null when every entry means the same on every implementation, else what is wrong with one: W
/// without R while MML is off, W together with X, reserved bits.
const char *pmp_model_complaint(const struct pmp_model *model);

/// True when an access of `bytes` bytes may be made. The first entry that matches any of the bytes
/// decides, and must match all of them.
bool pmp_model_allows(const struct pmp_model *model, enum model_mode mode, uint64_t address,
                      uint32_t bytes, enum model_access access);
