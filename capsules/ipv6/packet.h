// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The packet that goes out: one at a time is made in this capsule's buffer, part by part, and sent.
 * What wants to be sent is found again in the tables when there is room, so nothing queues up.
 */
#pragma once

#include <stdbool.h>

#include "state.h"

/// Whether one can be begun.
bool ipv6_packet_is_idle(void);

/// Begins one. There is none.
void ipv6_packet_begin(struct ipv6_packet_plan plan);

/// Makes the next part of it; at its end hands it to the device.
void ipv6_packet_step(void);

/// Ends it, and says so to who wants to know; once, whatever becomes of it at the device.
void ipv6_packet_end(enum error status);

/// Does what is due. Returns when it wants to be called again; UINT64_MAX: never.
uint64_t ipv6_packet_time(uint64_t now);

/// The sum of 16-bit words (RFC 1071), before it is folded. An odd last byte is a high one.
uint32_t ipv6_sum(uint32_t sum, struct const_span bytes);

/// What everything in a packet is summed up with (RFC 8200, 8.1).
uint32_t ipv6_sum_pseudo(const struct ipv6_address *source, const struct ipv6_address *destination,
                         uint32_t length_bytes, uint8_t protocol);

/// Folded to 16 bits.
uint32_t ipv6_sum_fold(uint32_t sum);
