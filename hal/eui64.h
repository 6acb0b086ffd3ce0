// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of what knows the number that no other device in the world has (EUI-64).
 *
 * Whoever implements it (a chip) offers a constant `struct eui64_source`; whoever uses it calls it.
 */
#pragma once

#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>

struct VTABLE eui64_source {
    /**
     * Tells the number: its first byte is the highest one.
     *
     * @param number  written if there is no error.
     * @retval ERROR_NO_DEVICE  there is no device, or it has no number.
     * Context: kernel.
     */
    enum error (*get)(uint64_t *number);
};
