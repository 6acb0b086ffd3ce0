// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Kinds of addresses of IPv6 (RFC 4291), the addresses of this board, and its router.
#pragma once

#include <stdbool.h>

#include "state.h"

bool ipv6_address_equal(const struct ipv6_address *one, const struct ipv6_address *other);
bool ipv6_address_is_unspecified(const struct ipv6_address *address);
bool ipv6_address_is_group(const struct ipv6_address *address);
bool ipv6_address_is_loopback(const struct ipv6_address *address);
bool ipv6_address_is_link_local(const struct ipv6_address *address);
bool ipv6_address_is_all_nodes(const struct ipv6_address *address);
struct ipv6_address ipv6_address_all_nodes(void);
struct ipv6_address ipv6_address_all_routers(void);

/// The group in which whoever has an address is asked for it.
struct ipv6_address ipv6_address_solicited(const struct ipv6_address *address);

/// Where the link sends what is for a group (RFC 2464, 7).
struct ipv6_link ipv6_address_group_link(const struct ipv6_address *group);

/// Whether this board listens to a group.
bool ipv6_own_has_group(const struct ipv6_address *group);

/// Which of the own addresses in that state it is; IPV6_ADDRESSES_MAX: none.
size_t ipv6_own_find(const struct ipv6_address *address, enum ipv6_address_state state);

static inline bool ipv6_own_is_usable(const struct ipv6_address *address)
{
    return ipv6_own_find(address, IPV6_ADDRESS_USABLE) < IPV6_ADDRESSES_MAX;
}

/// The address to answer with what came for a group, and to ask with. The link-local one is usable.
struct ipv6_address ipv6_own_for(const struct ipv6_address *peer);

/// Begins with the link-local address. ipv6_state.link is set.
void ipv6_own_start(void);

/// Somebody else has an own address that is tentative.
void ipv6_own_is_taken(size_t place);

/// The question whether somebody has an address is on its way.
void ipv6_own_asked(size_t place);

/// The question for a router is on its way.
void ipv6_router_asked(void);

/// A router says for how long it is one: 0 for not any more.
void ipv6_router_heard(const struct ipv6_address *router, uint32_t lifetime_seconds);

/// What a router says of a prefix of 64 bits.
struct ipv6_prefix_said {
    struct ipv6_address address; ///< its first half counts
    bool is_on_link;
    bool is_for_addresses;
    uint32_t valid_seconds; ///< UINT32_MAX: for ever
};
void ipv6_prefix_heard(const struct ipv6_prefix_said *said);

/// Whether a packet goes to its destination over this link, and not to a router first.
bool ipv6_is_on_link(const struct ipv6_address *destination);

/// Does what is due. Returns when it wants to be called again; UINT64_MAX: never.
uint64_t ipv6_own_time(uint64_t now);
