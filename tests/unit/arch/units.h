// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The protection units under test: encoder and model together.
 *
 * Each has one model, the registers of the machine; the functions of a unit act on it.
 */
#pragma once

#include "exactness.h"
#include "mpu_v7_model.h"
#include "mpu_v8_model.h"
#include "pmp.h"
#include "pmp_model.h"

/// Armv7-M. Its blocks have other starts and sizes than a multiple of the alignment alone would
/// give, so that what exactness.h says of places does not hold for it.
extern const struct exact_unit armv7m_unit;
extern struct mpu_v7_model armv7m_registers;

/// Armv8-M, with regions of the kernel's beside those of the process.
extern const struct exact_unit armv8m_unit;
extern struct mpu_v8_model armv8m_registers;

/// The first region of the process's, and how many it has: four of them for maps.
enum { ARMV8M_PROCESS_REGION = 2, ARMV8M_REGIONS = 6 };

/// One for each way a hart can be made; the number of them.
enum pmp_kind {
    PMP_32,        ///< plain, entry 0 the locked guard, 7 for processes
    PMP_32_SMEPMP, ///< entries 0 to 7 for processes, 11 to 15 the kernel's
    PMP_64,        ///< plain, addresses above 4 GiB
    PMP_64_SMEPMP, ///< likewise
    PMP_32_COARSE, ///< granule of 64 bytes
    PMP_32_PAGES,  ///< granule of 4 KiB
    PMP_KINDS,
};
extern const struct exact_unit pmp_units[PMP_KINDS];
extern struct pmp_model pmp_registers;

/// The encoder's view of the kind's hart.
extern const struct pmp_unit pmp_harts[PMP_KINDS];

/// Where the kernel's parts lie in the model of a kind, see units.c.
struct pmp_places {
    struct range guard;
    struct range text;
    struct range images;
    struct range memory;
    struct range devices;
};
struct pmp_places pmp_places(enum pmp_kind kind);
