// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "address.h"

#include <lib/checked_index.h>

enum { GROUP = 0xFF, GROUP_OF_LINK = 0x02, LINK_LOCAL = 0xFE, LINK_LOCAL_LOW = 0x80 };
enum { LINK_LOCAL_MASK = 0xC0 };
enum { PREFIX_BYTES = 8, LAST = IPV6_ADDRESS_BYTES - 1 };
enum { ALL_NODES = 1, ALL_ROUTERS = 2 };
enum { UNIVERSAL_BIT = 2 }; ///< of the first byte of a device's address

enum { SOLICITED_FIXED = 13 }; ///< bytes of a solicited-node group before those of the address

// RFC 4861, 10, and RFC 4862, 5.1.
enum {
    QUESTION_MILLISECONDS = 1000,
    ROUTER_QUESTION_MILLISECONDS = 4000,
    ROUTER_QUESTIONS_MAX = 3,
    SPREAD_MILLISECONDS = 4, ///< for each step of the last byte of the device's address
};
enum { TWO_HOURS_SECONDS = 7200 };

bool ipv6_address_equal(const struct ipv6_address *one, const struct ipv6_address *other)
{
    uint8_t difference = 0;
    for (size_t i = 0; i < IPV6_ADDRESS_BYTES; i++) {
        difference |= AT(one->bytes, i) ^ AT(other->bytes, i);
    }
    return difference == 0;
}

static bool is_prefix_equal(const struct ipv6_address *one, const struct ipv6_address *other)
{
    uint8_t difference = 0;
    for (size_t i = 0; i < PREFIX_BYTES; i++) {
        difference |= AT(one->bytes, i) ^ AT(other->bytes, i);
    }
    return difference == 0;
}

/// Whether all bytes but the last one are zero.
static bool is_short(const struct ipv6_address *address)
{
    uint8_t sum = 0;
    for (size_t i = 0; i < LAST; i++) {
        sum |= AT(address->bytes, i);
    }
    return sum == 0;
}

bool ipv6_address_is_unspecified(const struct ipv6_address *address)
{
    return is_short(address) && address->bytes[LAST] == 0;
}

bool ipv6_address_is_loopback(const struct ipv6_address *address)
{
    return is_short(address) && address->bytes[LAST] == 1;
}

bool ipv6_address_is_group(const struct ipv6_address *address)
{
    return address->bytes[0] == GROUP;
}

bool ipv6_address_is_link_local(const struct ipv6_address *address)
{
    return address->bytes[0] == LINK_LOCAL &&
           (address->bytes[1] & LINK_LOCAL_MASK) == LINK_LOCAL_LOW;
}

static struct ipv6_address group_of_link(uint8_t number)
{
    struct ipv6_address group = {.bytes = {GROUP, GROUP_OF_LINK}};
    group.bytes[LAST] = number;
    return group;
}

struct ipv6_address ipv6_address_all_nodes(void)
{
    return group_of_link(ALL_NODES);
}

struct ipv6_address ipv6_address_all_routers(void)
{
    return group_of_link(ALL_ROUTERS);
}

bool ipv6_address_is_all_nodes(const struct ipv6_address *address)
{
    const struct ipv6_address all = ipv6_address_all_nodes();
    return ipv6_address_equal(address, &all);
}

struct ipv6_address ipv6_address_solicited(const struct ipv6_address *address)
{
    struct ipv6_address group = group_of_link(0);
    group.bytes[11] = 1;
    group.bytes[12] = 0xFF;
    for (size_t i = SOLICITED_FIXED; i < IPV6_ADDRESS_BYTES; i++) {
        AT(group.bytes, i) = AT(address->bytes, i);
    }
    return group;
}

struct ipv6_link ipv6_address_group_link(const struct ipv6_address *group)
{
    enum { FIXED = 2, REST = IPV6_ADDRESS_BYTES - ETHERNET_ADDRESS_BYTES };
    struct ipv6_link link = {.bytes = {0x33, 0x33}};
    for (size_t i = FIXED; i < ETHERNET_ADDRESS_BYTES; i++) {
        AT(link.bytes, i) = AT(group->bytes, REST + i);
    }
    return link;
}

// ---------------------------------------------------------------------------------------------
// The addresses of this board

bool ipv6_own_has_group(const struct ipv6_address *group)
{
    bool is_ours = ipv6_address_is_all_nodes(group);
    for (size_t i = 0; i < IPV6_ADDRESSES_MAX; i++) {
        const uint8_t state = AT(ipv6_state.own, i).state;
        const struct ipv6_address solicited =
            ipv6_address_solicited(&AT(ipv6_state.own, i).address);
        is_ours = is_ours || ((state == IPV6_ADDRESS_TENTATIVE || state == IPV6_ADDRESS_USABLE) &&
                              ipv6_address_equal(group, &solicited));
    }
    return is_ours;
}

size_t ipv6_own_find(const struct ipv6_address *address, enum ipv6_address_state state)
{
    size_t found = IPV6_ADDRESSES_MAX;
    for (size_t i = 0; i < IPV6_ADDRESSES_MAX; i++) {
        if (AT(ipv6_state.own, i).state == (uint8_t)state &&
            ipv6_address_equal(&AT(ipv6_state.own, i).address, address)) {
            found = i;
        }
    }
    return found;
}

struct ipv6_address ipv6_own_for(const struct ipv6_address *peer)
{
    const bool has_other = ipv6_state.own[IPV6_OF_PREFIX].state == IPV6_ADDRESS_USABLE;
    return has_other && !ipv6_address_is_link_local(peer) && !ipv6_address_is_group(peer)
               ? ipv6_state.own[IPV6_OF_PREFIX].address
               : ipv6_state.own[IPV6_LINK_LOCAL].address;
}

/// Makes an own address of a prefix and the device's address.
static void own_make(enum ipv6_place place, const struct ipv6_address *prefix)
{
    struct ipv6_address address = {.bytes = {0}};
    for (size_t i = 0; i < PREFIX_BYTES; i++) {
        AT(address.bytes, i) = AT(prefix->bytes, i);
    }
    enum { HALF = ETHERNET_ADDRESS_BYTES / 2 };
    for (size_t i = 0; i < HALF; i++) {
        AT(address.bytes, PREFIX_BYTES + i) = AT(ipv6_state.link.bytes, i);
        AT(address.bytes, PREFIX_BYTES + HALF + 2 + i) = AT(ipv6_state.link.bytes, HALF + i);
    }
    address.bytes[PREFIX_BYTES] ^= UNIVERSAL_BIT;
    address.bytes[PREFIX_BYTES + HALF] = 0xFF;
    address.bytes[PREFIX_BYTES + HALF + 1] = 0xFE;
    AT(ipv6_state.own, place).address = address;
    AT(ipv6_state.own, place).state = IPV6_ADDRESS_TENTATIVE;
    AT(ipv6_state.own, place).is_question_due = false;
    AT(ipv6_state.own, place).is_asked = false;
    // Boards that start, or hear a router, at the same time do not all ask at once.
    AT(ipv6_state.own, place).at =
        time_now() +
        ipv6_ticks(SPREAD_MILLISECONDS) * ipv6_state.link.bytes[ETHERNET_ADDRESS_BYTES - 1];
}

void ipv6_own_start(void)
{
    const struct ipv6_address prefix = {.bytes = {LINK_LOCAL, LINK_LOCAL_LOW}};
    ipv6_state.hop_limit = IPV6_HOP_LIMIT;
    own_make(IPV6_LINK_LOCAL, &prefix);
}

void ipv6_own_is_taken(size_t place)
{
    AT(ipv6_state.own, place).state = IPV6_ADDRESS_DUPLICATE;
    AT(ipv6_state.own, place).is_question_due = false;
    (void)CAPSULE_LOG("somebody else has the address of this board.");
}

void ipv6_own_asked(size_t place)
{
    AT(ipv6_state.own, place).is_question_due = false;
    AT(ipv6_state.own, place).at = time_now() + ipv6_ticks(QUESTION_MILLISECONDS);
    AT(ipv6_state.own, place).is_asked = true;
}

static void own_is_usable(size_t place)
{
    AT(ipv6_state.own, place).state = IPV6_ADDRESS_USABLE;
    if (place == IPV6_LINK_LOCAL) {
        ipv6_state.router_questions = ROUTER_QUESTIONS_MAX;
        ipv6_state.router_question_at = time_now();
    }
}

/// What is due for one address. Returns when the next is.
static uint64_t own_step(size_t place, uint64_t now)
{
    switch (AT(ipv6_state.own, place).state) {
    case IPV6_ADDRESS_TENTATIVE:
        if (AT(ipv6_state.own, place).is_question_due) {
            return UINT64_MAX; // Until it is sent.
        }
        if (AT(ipv6_state.own, place).at > now) {
            return AT(ipv6_state.own, place).at;
        }
        if (!AT(ipv6_state.own, place).is_asked) {
            AT(ipv6_state.own, place).is_question_due = true;
            return UINT64_MAX;
        }
        own_is_usable(place);
        break;
    case IPV6_ADDRESS_USABLE:
        break;
    default:
        return UINT64_MAX;
    }
    if (place == IPV6_LINK_LOCAL) {
        return UINT64_MAX;
    }
    if (AT(ipv6_state.own, place).valid_until <= now) {
        AT(ipv6_state.own, place).state = IPV6_ADDRESS_NONE;
        return UINT64_MAX;
    }
    return AT(ipv6_state.own, place).valid_until;
}

static uint64_t sooner(uint64_t one, uint64_t other)
{
    return one < other ? one : other;
}

// ---------------------------------------------------------------------------------------------
// Router and prefix

void ipv6_router_asked(void)
{
    ipv6_state.is_router_question_due = false;
    ipv6_state.router_questions--;
    ipv6_state.router_question_at = time_now() + ipv6_ticks(ROUTER_QUESTION_MILLISECONDS);
}

/// The time in so many seconds.
static uint64_t time_after(uint32_t seconds)
{
    return seconds == UINT32_MAX ? UINT64_MAX : time_now() + (uint64_t)time_hz() * seconds;
}

void ipv6_router_heard(const struct ipv6_address *router, uint32_t lifetime_seconds)
{
    const bool is_ours =
        ipv6_state.router.is_known && ipv6_address_equal(&ipv6_state.router.address, router);
    if (lifetime_seconds == 0) {
        ipv6_state.router.is_known = ipv6_state.router.is_known && !is_ours;
        return;
    }
    if (is_ours || !ipv6_state.router.is_known) {
        ipv6_state.router.address = ipv6_address_at(router);
        ipv6_state.router.until = time_after(lifetime_seconds);
        ipv6_state.router.is_known = true;
        ipv6_state.router_questions = 0;
        ipv6_state.is_router_question_due = false;
    }
}

/// How long an address lasts that a router speaks of again. Nobody shortens it to less than two
/// hours by one packet (RFC 4862, 5.5.3 e).
static uint64_t valid_until(uint64_t present, uint32_t seconds)
{
    const uint64_t two_hours = time_after(TWO_HOURS_SECONDS);
    const uint64_t said = time_after(seconds);
    if (said > two_hours || said > present) {
        return said;
    }
    return present <= two_hours ? present : two_hours;
}

void ipv6_prefix_heard(const struct ipv6_prefix_said *said)
{
    const bool is_ours = is_prefix_equal(&ipv6_state.prefix.address, &said->address);
    const bool has_one =
        ipv6_state.prefix.is_on_link || ipv6_state.own[IPV6_OF_PREFIX].state != IPV6_ADDRESS_NONE;
    if (ipv6_address_is_link_local(&said->address) || ipv6_address_is_group(&said->address) ||
        (has_one && !is_ours)) {
        return;
    }
    if (said->is_on_link) {
        ipv6_state.prefix.is_on_link = said->valid_seconds > 0;
        ipv6_state.prefix.on_link_until = time_after(said->valid_seconds);
        ipv6_state.prefix.address = said->address;
    }
    if (!said->is_for_addresses) {
        return;
    }
    ipv6_state.prefix.address = said->address;
    if (ipv6_state.own[IPV6_OF_PREFIX].state != IPV6_ADDRESS_NONE) {
        ipv6_state.own[IPV6_OF_PREFIX].valid_until =
            valid_until(ipv6_state.own[IPV6_OF_PREFIX].valid_until, said->valid_seconds);
    } else if (said->valid_seconds > 0) {
        own_make(IPV6_OF_PREFIX, &said->address);
        ipv6_state.own[IPV6_OF_PREFIX].valid_until = time_after(said->valid_seconds);
    }
}

bool ipv6_is_on_link(const struct ipv6_address *destination)
{
    return ipv6_address_is_group(destination) || ipv6_address_is_link_local(destination) ||
           (ipv6_state.prefix.is_on_link &&
            is_prefix_equal(&ipv6_state.prefix.address, destination));
}

/// What is due for the router. Returns when the next is.
static uint64_t router_step(uint64_t now)
{
    if (ipv6_state.router.is_known && ipv6_state.router.until <= now) {
        ipv6_state.router.is_known = false;
    }
    if (ipv6_state.prefix.is_on_link && ipv6_state.prefix.on_link_until <= now) {
        ipv6_state.prefix.is_on_link = false;
    }
    const bool is_asking = ipv6_state.router_questions > 0 && !ipv6_state.is_router_question_due;
    ipv6_state.is_router_question_due =
        ipv6_state.is_router_question_due || (is_asking && ipv6_state.router_question_at <= now);
    uint64_t next = UINT64_MAX;
    if (is_asking && !ipv6_state.is_router_question_due) {
        next = ipv6_state.router_question_at;
    }
    if (ipv6_state.router.is_known) {
        next = sooner(next, ipv6_state.router.until);
    }
    return ipv6_state.prefix.is_on_link ? sooner(next, ipv6_state.prefix.on_link_until) : next;
}

uint64_t ipv6_own_time(uint64_t now)
{
    uint64_t next = UINT64_MAX;
    for (size_t i = 0; i < IPV6_ADDRESSES_MAX; i++) {
        next = sooner(next, own_step(i, now));
    }
    return sooner(next, router_step(now));
}
