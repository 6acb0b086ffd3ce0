// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "refusals.h"

#include <stdio.h>

#include "machine.h"
#include "support.h"

struct refusals refusals;

static bool (*goes_with)(uintptr_t address, uintptr_t failing);
static struct host_protection_unit refusing_unit;
static enum { UNDISTURBED, COUNTS, REFUSES } mode;
static unsigned begin; ///< accesses before

static bool is_refused(uintptr_t address, enum host_access access)
{
    const unsigned number = host.accesses - begin;
    switch (refusals.failure) {
    case FAILS_ONCE:
        return false; // The machine does it, by the number.
    case FAILS_AT_A_BYTE:
        return number > 0 && address == refusals_address();
    case FAILS_FROM_THEN:
        return number >= refusals.number && goes_with(address, refusals_address());
    case WRITES_FAIL:
        return number >= refusals.number && access == HOST_WRITE &&
               goes_with(address, refusals_address());
    case FAILURES:
        break;
    }
    return false;
}

static bool refusing_allows(const struct arch_protection *protection, uintptr_t address,
                            enum host_access access)
{
    if (mode == COUNTS && host.accesses - begin > refusals.accesses) {
        check(refusals.accesses < REFUSALS_ACCESSES_MAX);
        refusals.address[refusals.accesses++] = (uint32_t)address;
    }
    if (mode == REFUSES && is_refused(address, access)) {
        return false;
    }
    return host_exact_unit.allows(protection, address, access);
}

void refusals_open(bool (*goes_with_it)(uintptr_t address, uintptr_t failing))
{
    goes_with = goes_with_it;
    refusing_unit = host_exact_unit;
    refusing_unit.allows = refusing_allows;
}

void refusals_count(void)
{
    mode = COUNTS;
    refusals.accesses = 0;
}

void refusals_choose(enum failure failure, unsigned number)
{
    mode = REFUSES;
    refusals.failure = failure;
    refusals.number = number;
    refusals.tried[failure]++;
}

void refusals_begin(void)
{
    host.unit = &refusing_unit;
    begin = host.accesses;
    if (mode == REFUSES && refusals.failure == FAILS_ONCE) {
        host.refuse_at = host.accesses + refusals.number;
    }
}

void refusals_end(void)
{
    mode = UNDISTURBED;
    host.refuse_at = 0;
    host.unit = &host_exact_unit;
}

uint32_t refusals_address(void)
{
    return refusals.address[refusals.number - 1];
}

void refusals_print(void)
{
    printf("counted: %lu accesses that failed once\n", refusals.tried[FAILS_ONCE]);
    printf("counted: %lu holes of a byte\n", refusals.tried[FAILS_AT_A_BYTE]);
    printf("counted: %lu changes of protection\n",
           refusals.tried[FAILS_FROM_THEN] + refusals.tried[WRITES_FAIL]);
}
