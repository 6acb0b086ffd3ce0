// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Whether bytes are UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
 *
 * Source: Unicode 15.0, table 3-7. Context: any.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <lib/attributes.h>

/// Follows a text byte by byte; all zero before the first one.
struct utf8_check {
    uint8_t continuation_count; ///< bytes of the present character still to come
    uint8_t low, high;          ///< bounds of the next one
};

/// Takes the next byte. False: the text is none; what further bytes say does not matter then.
NOINLINE bool utf8_check_byte(struct utf8_check *check, uint8_t byte);

/// Whether the text may end here.
static inline bool utf8_check_end(const struct utf8_check *check)
{
    return check->continuation_count == 0;
}
