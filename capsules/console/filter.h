// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What a program may send to the user's terminal, byte by byte. The rules are in console.h.
#pragma once

#include <stdbool.h>
#include <stdint.h>

/// Where in a UTF-8 sequence the last byte stood. All zero at the start.
struct console_filter {
    uint8_t continuation_count; ///< bytes of the present sequence that are still to come
    bool is_control_lead;       ///< the last byte was 0xC2, which also starts U+0080 to U+009F
};

/**
 * Passes one byte through the filter.
 *
 * @param byte  as the program wrote it.
 * @return the byte that is to be sent for it; 0 when there is none.
 */
uint8_t console_filter_pass(struct console_filter *filter, uint8_t byte);
