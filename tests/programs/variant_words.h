// SPDX-License-Identifier: Apache-2.0 OR MIT
/// How many words the results of system calls have, for tests on machines and on workstations.
#pragma once

#include <stdint.h>

#include <abi/system_call.h>

/// Words that a result with this variant has, the variant itself included. 0: no such variant.
static inline unsigned variant_words(uint32_t variant)
{
    switch (variant) {
    case VARIANT_SUCCESS:
        return 1;
    case VARIANT_FAILURE:
    case VARIANT_SUCCESS_U32:
        return 2;
    case VARIANT_FAILURE_U32:
    case VARIANT_SUCCESS_U32_U32:
    case VARIANT_SUCCESS_U64:
        return 3;
    case VARIANT_FAILURE_U32_U32:
    case VARIANT_FAILURE_U64:
    case VARIANT_SUCCESS_U32_U32_U32:
    case VARIANT_SUCCESS_U32_U64:
        return 4;
    default:
        return 0;
    }
}
