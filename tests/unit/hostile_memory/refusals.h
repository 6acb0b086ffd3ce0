// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A protection unit that refuses what it should allow.
 *
 * What is tried runs once undisturbed, and its accesses are counted. Then it runs again for each of
 * them and each way of failing.
 *
 *     refusals_open(goes_with);
 *     refusals_count();
 *     refusals_begin(); ...act...; refusals_end();
 *     for (unsigned i = 1; i <= refusals.accesses; i++) {
 *         refusals_choose(FAILS_ONCE, i);
 *         machine_put_back(...);
 *         refusals_begin(); ...act...; refusals_end();
 *     }
 *     refusals_print();
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum failure {
    FAILS_ONCE,      ///< that access only: an error on the bus
    FAILS_AT_A_BYTE, ///< that byte, from the first access on: a hole
    FAILS_FROM_THEN, ///< everything of that program from then on: the protection was changed
    WRITES_FAIL,     ///< likewise, but only what is written
    FAILURES,
};

enum { REFUSALS_ACCESSES_MAX = 16384 };

struct refusals {
    unsigned accesses; ///< how many were counted, and where they went
    uint32_t address[REFUSALS_ACCESSES_MAX];
    enum failure failure; ///< that is tried now
    unsigned number;      ///< of the access that fails; the first is 1
    unsigned long tried[FAILURES];
};
extern struct refusals refusals;

/// `goes_with`: whether what is at `address` is refused together with what is at `failing`.
void refusals_open(bool (*goes_with)(uintptr_t address, uintptr_t failing));

/// What comes next is counted, or fails.
void refusals_count(void);
void refusals_choose(enum failure failure, unsigned number);

/// Around what is tried. Behind it the machine is as before.
void refusals_begin(void);
void refusals_end(void);

/// Where the access that fails goes.
uint32_t refusals_address(void);

void refusals_print(void);
