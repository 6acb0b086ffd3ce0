// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Neighbours: which address of the link belongs to which address of IPv6 (RFC 4861, 5 and 7.3).
 *
 * A small table. An entry that a packet waits for, or that is known to be right, is not given up
 * for what somebody says unasked.
 */
#pragma once

#include <stdbool.h>

#include "state.h"

/// The place of a neighbour; IPV6_NEIGHBOURS_MAX: it is not known.
size_t ipv6_neighbour_find(const struct ipv6_address *address);

/// Asks for a neighbour's address of the link, if it is not known.
void ipv6_neighbour_want(const struct ipv6_address *address);

/**
 * Notes that a packet goes to a neighbour that was wanted.
 *
 * @retval ERROR_BUSY    it has been asked for.
 * @retval ERROR_NO_ACK  it does not answer.
 */
MUST_CHECK enum error ipv6_neighbour_use(const struct ipv6_address *address);

/// Its address of the link; all zero: it is not known.
struct ipv6_link ipv6_neighbour_link(const struct ipv6_address *address);

/// It has sent something that tells its address of the link, other than an answer.
void ipv6_neighbour_heard(const struct ipv6_address *address, const struct ipv6_link *link);

/// What a neighbour says when it is asked, or of itself.
struct ipv6_neighbour_answer {
    struct ipv6_address address;
    struct ipv6_link link;
    bool has_link;
    bool is_solicited;
    bool is_override;
};
void ipv6_neighbour_answered(const struct ipv6_neighbour_answer *answer);

/// The question for the neighbour in a place is on its way.
void ipv6_neighbour_asked(size_t place);

/// Does what is due. Returns when it wants to be called again; UINT64_MAX: never.
uint64_t ipv6_neighbour_time(uint64_t now);
