// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "discovery.h"

#include <lib/checked_index.h>

#include "address.h"
#include "neighbour.h"
#include "packet.h"
#include "receive.h"

enum discovery_message {
    MESSAGE_ROUTER_QUESTION = 133,
    MESSAGE_ROUTER = 134,
    MESSAGE_QUESTION = 135,
    MESSAGE_ANSWER = 136,
    MESSAGE_REDIRECT = 137,
};
enum option { OPTION_SOURCE_LINK = 1, OPTION_TARGET_LINK = 2, OPTION_PREFIX = 3 };
enum { OPTION_UNIT_BYTES = 8, OPTIONS_MAX = IPV6_PART_BYTES_MAX / OPTION_UNIT_BYTES };

enum { CODE = 1, CHECKSUM_OFFSET = 2, FLAGS = 4, TARGET = 8, BYTE_BITS = 8 };
enum { QUESTION_BYTES = 24, ROUTER_BYTES = 16, ROUTER_QUESTION_BYTES = 8 };
enum { FLAG_ROUTER = 0x80, FLAG_SOLICITED = 0x40, FLAG_OVERRIDE = 0x20 };

bool ipv6_discovery_is_kind(uint8_t kind)
{
    return kind >= MESSAGE_ROUTER_QUESTION && kind <= MESSAGE_REDIRECT;
}

static struct ipv6_address address_at(size_t first)
{
    struct ipv6_address address = {.bytes = {0}};
    (void)span_copy(SPAN_IN(address.bytes),
                    CONST_SPAN_PART(ipv6_state.part, first, IPV6_ADDRESS_BYTES));
    return address;
}

static uint32_t number_at(size_t first, size_t count)
{
    uint32_t number = 0;
    for (size_t i = 0; i < count; i++) {
        number = number << BYTE_BITS | AT(ipv6_state.part, first + i);
    }
    return number;
}

// ---------------------------------------------------------------------------------------------
// Messages that come in

/// Where the first option of a kind is, from `first` on; 0: there is none.
static size_t option_find(enum option kind, size_t first, size_t length_bytes)
{
    size_t place = first;
    for (size_t i = 0; i < OPTIONS_MAX && place < length_bytes; i++) {
        if (AT(ipv6_state.part, place) == (uint8_t)kind) {
            return place;
        }
        place += (size_t)AT(ipv6_state.part, place + 1) * OPTION_UNIT_BYTES;
    }
    return 0;
}

/// Whether all options have a length, and end with the message.
static bool are_options_right(size_t first, size_t length_bytes)
{
    size_t place = first;
    for (size_t i = 0; i < OPTIONS_MAX && place < length_bytes; i++) {
        if (length_bytes - place < OPTION_UNIT_BYTES || AT(ipv6_state.part, place + 1) == 0) {
            return false;
        }
        place += (size_t)AT(ipv6_state.part, place + 1) * OPTION_UNIT_BYTES;
    }
    return place == length_bytes;
}

/// Reads the address of the link in an option of a kind. False: there is none.
static bool link_read(enum option kind, size_t first, size_t length_bytes, struct ipv6_link *link)
{
    enum { LINK = 2, GROUP_BIT = 1 };
    const size_t place = option_find(kind, first, length_bytes);
    if (place == 0 || (AT(ipv6_state.part, place + LINK) & GROUP_BIT) != 0) {
        return false; // A group is nobody's address.
    }
    (void)span_copy(SPAN_IN(link->bytes),
                    CONST_SPAN_PART(ipv6_state.part, place + LINK, ETHERNET_ADDRESS_BYTES));
    return true;
}

/// Answers who has asked for an own address.
static void answer_begin(const struct ipv6_address *target, struct ipv6_link link)
{
    enum { OPTION_LINK = QUESTION_BYTES + 2 };
    const bool is_to_all = ipv6_address_is_unspecified(&ipv6_state.receive.source);
    const struct ipv6_address all = ipv6_address_all_nodes();
    struct ipv6_packet_plan plan = {
        .source = ipv6_address_at(target),
        .destination = is_to_all ? all : ipv6_state.receive.source,
        .link = is_to_all ? ipv6_address_group_link(&all) : link,
        .protocol = IPV6_PROTOCOL_ICMP,
        .hop_limit = IPV6_HOP_LIMIT_NEIGHBOURS,
        .checksum_offset_bytes = CHECKSUM_OFFSET,
        .head_bytes = QUESTION_BYTES + OPTION_UNIT_BYTES,
        .length_bytes = QUESTION_BYTES + OPTION_UNIT_BYTES,
    };
    plan.head[0] = MESSAGE_ANSWER;
    plan.head[FLAGS] = is_to_all ? FLAG_OVERRIDE : FLAG_SOLICITED | FLAG_OVERRIDE;
    plan.head[QUESTION_BYTES] = OPTION_TARGET_LINK;
    plan.head[QUESTION_BYTES + 1] = 1;
    (void)span_copy(SPAN_PART(plan.head, TARGET, IPV6_ADDRESS_BYTES), CONST_SPAN_IN(target->bytes));
    (void)span_copy(SPAN_PART(plan.head, OPTION_LINK, ETHERNET_ADDRESS_BYTES),
                    CONST_SPAN_IN(ipv6_state.link.bytes));
    ipv6_packet_begin(plan);
    ipv6_receive_answer();
}

static void question_arrived(size_t length_bytes)
{
    const struct ipv6_address target = address_at(TARGET);
    const struct ipv6_address group = ipv6_address_solicited(&target);
    struct ipv6_link link = ipv6_state.receive.link;
    const bool has_link = link_read(OPTION_SOURCE_LINK, QUESTION_BYTES, length_bytes, &link);
    const bool is_test = ipv6_address_is_unspecified(&ipv6_state.receive.source);
    if (is_test && (has_link || !ipv6_address_equal(&ipv6_state.receive.destination, &group))) {
        ipv6_receive_drop();
        return;
    }
    const size_t tentative = ipv6_own_find(&target, IPV6_ADDRESS_TENTATIVE);
    if (is_test && tentative < IPV6_ADDRESSES_MAX) {
        ipv6_own_is_taken(tentative); // Both want it, so neither takes it.
    }
    if (!ipv6_own_is_usable(&target)) {
        ipv6_receive_end();
        return;
    }
    if (has_link) {
        ipv6_neighbour_heard(&ipv6_state.receive.source, &link);
    }
    answer_begin(&target, link);
}

static void answer_arrived(size_t length_bytes)
{
    struct ipv6_neighbour_answer answer = {.address = address_at(TARGET)};
    const uint8_t flags = ipv6_state.part[FLAGS];
    answer.has_link = link_read(OPTION_TARGET_LINK, QUESTION_BYTES, length_bytes, &answer.link);
    answer.is_solicited = (flags & FLAG_SOLICITED) != 0;
    answer.is_override = (flags & FLAG_OVERRIDE) != 0;
    if (answer.is_solicited && ipv6_address_is_group(&ipv6_state.receive.destination)) {
        ipv6_receive_drop();
        return;
    }
    const size_t tentative = ipv6_own_find(&answer.address, IPV6_ADDRESS_TENTATIVE);
    if (tentative < IPV6_ADDRESSES_MAX) {
        ipv6_own_is_taken(tentative);
    } else if (!ipv6_own_is_usable(&answer.address)) {
        ipv6_neighbour_answered(&answer);
        if ((flags & FLAG_ROUTER) == 0) {
            ipv6_router_heard(&answer.address, 0);
        }
    }
    ipv6_receive_end();
}

/// What a router says of a prefix, at the place of the option.
static void prefix_read(size_t place)
{
    enum { UNITS = 1, LENGTH = 2, PREFIX_FLAGS = 3, VALID = 4, PREFERRED = 8, PREFIX = 16 };
    enum { PREFIX_UNITS = 4, PREFIX_BITS = 64, FLAG_ON_LINK = 0x80, FLAG_ADDRESSES = 0x40 };
    if (AT(ipv6_state.part, place + UNITS) != PREFIX_UNITS ||
        AT(ipv6_state.part, place + LENGTH) != PREFIX_BITS) {
        return;
    }
    const uint8_t flags = AT(ipv6_state.part, place + PREFIX_FLAGS);
    const struct ipv6_prefix_said said = {
        .address = address_at(place + PREFIX),
        .is_on_link = (flags & FLAG_ON_LINK) != 0,
        .is_for_addresses = (flags & FLAG_ADDRESSES) != 0,
        .valid_seconds = number_at(place + VALID, sizeof(uint32_t)),
    };
    if (number_at(place + PREFERRED, sizeof(uint32_t)) <= said.valid_seconds) {
        ipv6_prefix_heard(&said);
    }
}

static void router_arrived(size_t length_bytes)
{
    enum { HOP_LIMIT = 4, LIFETIME = 6 };
    const struct ipv6_address *router = &ipv6_state.receive.source;
    struct ipv6_link link;
    if (ipv6_state.part[HOP_LIMIT] != 0) {
        ipv6_state.hop_limit = ipv6_state.part[HOP_LIMIT];
    }
    if (link_read(OPTION_SOURCE_LINK, ROUTER_BYTES, length_bytes, &link)) {
        ipv6_neighbour_heard(router, &link);
    }
    ipv6_router_heard(router, number_at(LIFETIME, sizeof(uint16_t)));
    const size_t prefix = option_find(OPTION_PREFIX, ROUTER_BYTES, length_bytes);
    if (prefix > 0) {
        prefix_read(prefix);
    }
    ipv6_receive_end();
}

/// Whether a message that is right in all else has the fields that each of its kind must have.
static bool is_right(uint32_t length_bytes)
{
    const bool is_of_router = ipv6_state.part[0] == MESSAGE_ROUTER;
    const uint32_t fixed_bytes = is_of_router ? ROUTER_BYTES : QUESTION_BYTES;
    // From farther away nothing comes with this hop limit.
    if (ipv6_state.receive.hop_limit != IPV6_HOP_LIMIT_NEIGHBOURS || ipv6_state.part[CODE] != 0 ||
        length_bytes < fixed_bytes || length_bytes > IPV6_PART_BYTES_MAX ||
        !are_options_right(fixed_bytes, length_bytes)) {
        return false;
    }
    const struct ipv6_address target = address_at(TARGET);
    return is_of_router ? ipv6_address_is_link_local(&ipv6_state.receive.source)
                        : !ipv6_address_is_group(&target);
}

void ipv6_discovery_arrived(uint32_t length_bytes)
{
    const uint8_t kind = ipv6_state.part[0];
    if (kind == MESSAGE_ROUTER_QUESTION || kind == MESSAGE_REDIRECT) {
        ipv6_receive_end(); // Not for hosts; not believed.
    } else if (!is_right(length_bytes)) {
        ipv6_receive_drop();
    } else if (kind == MESSAGE_ROUTER) {
        router_arrived(length_bytes);
    } else if (kind == MESSAGE_QUESTION) {
        question_arrived(length_bytes);
    } else {
        answer_arrived(length_bytes);
    }
}

// ---------------------------------------------------------------------------------------------
// Questions of this board

/// A question to a group, with this board's address of the link unless nobody may know it yet.
static struct ipv6_packet_plan question_plan(const struct ipv6_address *group, uint32_t fixed_bytes,
                                             bool has_source)
{
    struct ipv6_packet_plan plan = {
        .destination = ipv6_address_at(group),
        .link = ipv6_address_group_link(group),
        .protocol = IPV6_PROTOCOL_ICMP,
        .hop_limit = IPV6_HOP_LIMIT_NEIGHBOURS,
        .checksum_offset_bytes = CHECKSUM_OFFSET,
        .head_bytes = fixed_bytes,
        .length_bytes = fixed_bytes,
    };
    if (has_source) {
        plan.source = ipv6_state.own[IPV6_LINK_LOCAL].address;
        plan.head_bytes += OPTION_UNIT_BYTES;
        plan.length_bytes += OPTION_UNIT_BYTES;
        AT(plan.head, fixed_bytes) = OPTION_SOURCE_LINK;
        AT(plan.head, fixed_bytes + 1) = 1;
        (void)span_copy(SPAN_PART(plan.head, fixed_bytes + 2, ETHERNET_ADDRESS_BYTES),
                        CONST_SPAN_IN(ipv6_state.link.bytes));
    }
    return plan;
}

static struct ipv6_packet_plan question_for(const struct ipv6_address *target, bool has_source)
{
    const struct ipv6_address group = ipv6_address_solicited(target);
    struct ipv6_packet_plan plan = question_plan(&group, QUESTION_BYTES, has_source);
    plan.head[0] = MESSAGE_QUESTION;
    (void)span_copy(SPAN_PART(plan.head, TARGET, IPV6_ADDRESS_BYTES), CONST_SPAN_IN(target->bytes));
    return plan;
}

/// Asks whether somebody has an address that this board wants.
static bool own_question_begin(void)
{
    for (size_t i = 0; i < IPV6_ADDRESSES_MAX; i++) {
        if (AT(ipv6_state.own, i).is_question_due) {
            const struct ipv6_packet_plan plan =
                question_for(&AT(ipv6_state.own, i).address, false);
            ipv6_packet_begin(plan);
            ipv6_own_asked(i);
            return true;
        }
    }
    return false;
}

static void neighbour_question_begin(size_t place)
{
    const struct ipv6_address address = AT(ipv6_state.neighbour, place).address;
    struct ipv6_packet_plan plan = question_for(&address, true);
    if (AT(ipv6_state.neighbour, place).state == IPV6_NEIGHBOUR_PROBE) {
        plan.destination = address;
        plan.link = AT(ipv6_state.neighbour, place).link;
    }
    ipv6_packet_begin(plan);
    ipv6_neighbour_asked(place);
}

bool ipv6_discovery_begin(void)
{
    if (own_question_begin()) {
        return true;
    }
    if (ipv6_state.own[IPV6_LINK_LOCAL].state != IPV6_ADDRESS_USABLE) {
        return false;
    }
    if (ipv6_state.is_router_question_due) {
        const struct ipv6_address group = ipv6_address_all_routers();
        struct ipv6_packet_plan plan = question_plan(&group, ROUTER_QUESTION_BYTES, true);
        plan.head[0] = MESSAGE_ROUTER_QUESTION;
        ipv6_packet_begin(plan);
        ipv6_router_asked();
        return true;
    }
    for (size_t i = 0; i < IPV6_NEIGHBOURS_MAX; i++) {
        if (AT(ipv6_state.neighbour, i).is_question_due) {
            neighbour_question_begin(i);
            return true;
        }
    }
    return false;
}
