// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "send.h"

#include <lib/checked_index.h>

#include "address.h"
#include "neighbour.h"
#include "packet.h"

enum { CHECKSUM_BYTES = 2 };

/// Whether the addresses of a request go together.
static enum error addresses_check(const struct ipv6_send *request)
{
    const struct ipv6_address *to = &request->destination;
    if (!ipv6_own_is_usable(&request->source) || ipv6_address_is_unspecified(to)) {
        return ERROR_INVALID;
    }
    const bool is_here = ipv6_address_is_loopback(to) || ipv6_own_is_usable(to) ||
                         ipv6_address_is_link_local(to) || ipv6_address_is_group(to);
    // An address that holds on this link only does not go farther.
    return is_here || !ipv6_address_is_link_local(&request->source) ? ERROR_NONE : ERROR_INVALID;
}

/// The place for a request; IPV6_SENDS_MAX: none.
static size_t place_find(void)
{
    size_t found = IPV6_SENDS_MAX;
    for (size_t i = 0; i < IPV6_SENDS_MAX; i++) {
        found = AT(ipv6_state.sending, i).is_used ? found : i;
    }
    return found;
}

static bool is_number_used(uint32_t number)
{
    bool is_used = false;
    for (size_t i = 0; i < IPV6_SENDS_MAX; i++) {
        is_used = is_used || (AT(ipv6_state.sending, i).is_used &&
                              AT(ipv6_state.sending, i).request.number == number);
    }
    return is_used;
}

static bool is_own(const struct ipv6_address *destination)
{
    return ipv6_address_is_loopback(destination) || ipv6_own_is_usable(destination);
}

static enum error send_begin(const struct ipv6_send *request)
{
    if (!ipv6_state.is_present) {
        return ERROR_NO_DEVICE;
    }
    if (request->length_bytes > IPV6_SEND_BYTES_MAX) {
        return ERROR_SIZE;
    }
    if (request->length_bytes < CHECKSUM_BYTES ||
        request->checksum_offset_bytes > request->length_bytes - CHECKSUM_BYTES ||
        is_number_used(request->number)) {
        return ERROR_INVALID;
    }
    const enum error error = addresses_check(request);
    if (error != ERROR_NONE) {
        return error;
    }
    const size_t place = place_find();
    if (place >= IPV6_SENDS_MAX) {
        return ERROR_BUSY;
    }
    const bool is_direct = is_own(&request->destination) || ipv6_is_on_link(&request->destination);
    if (!is_direct && !ipv6_state.router.is_known) {
        return ERROR_OFF;
    }
    const struct ipv6_address next_hop =
        is_direct ? request->destination : ipv6_state.router.address;
    AT(ipv6_state.sending, place).request = ipv6_send_at(request);
    AT(ipv6_state.sending, place).next_hop = next_hop;
    AT(ipv6_state.sending, place).is_used = true;
    if (!is_own(&next_hop) && !ipv6_address_is_group(&next_hop)) {
        ipv6_neighbour_want(&next_hop);
    }
    deferred_call_request();
    return ERROR_NONE;
}

void ipv6_send(struct ipv6_send *request)
{
    request->status = send_begin(request);
}

void ipv6_forget(void)
{
    for (size_t i = 0; i < IPV6_SENDS_MAX; i++) {
        AT(ipv6_state.sending, i).is_used = false;
    }
    // A packet of the client's that is being made or sent goes on, if it can, for nobody.
    if (ipv6_state.packet.plan.origin == IPV6_ORIGIN_CLIENT) {
        ipv6_state.packet.plan.origin = IPV6_ORIGIN_NONE;
        if (ipv6_state.packet.stage == IPV6_PACKET_FILLING) {
            ipv6_state.packet.stage = IPV6_PACKET_NONE;
        }
    }
    if (ipv6_state.receive.stage == IPV6_RECEIVE_AT_CLIENT) {
        ipv6_state.receive.stage = IPV6_RECEIVE_DONE;
    }
    deferred_call_request();
}

void ipv6_sending_end(uint32_t place, enum error status)
{
    if (AT(ipv6_state.sending, place).is_used) {
        AT(ipv6_state.sending, place).is_used = false;
        const struct ipv6_sent event = {.number = AT(ipv6_state.sending, place).request.number,
                                        .status = status};
        (void)ipv6_client.sent(&event);
    }
}

enum error ipv6_sending_fetch(uint32_t place, uint32_t offset_bytes, struct span bytes)
{
    if (!AT(ipv6_state.sending, place).is_used) {
        return ERROR_CANCEL;
    }
    struct ipv6_piece piece = {.number = AT(ipv6_state.sending, place).request.number,
                               .offset_bytes = offset_bytes,
                               .bytes = bytes,
                               .is_given = false};
    const enum error error = ipv6_client.fetch(&piece);
    return error == ERROR_NONE && piece.is_given ? ERROR_NONE : ERROR_CANCEL;
}

/// Where on the link one goes, if it goes there.
static struct ipv6_link link_find(const struct ipv6_address *next_hop)
{
    return ipv6_address_is_group(next_hop) ? ipv6_address_group_link(next_hop)
                                           : ipv6_neighbour_link(next_hop);
}

static void packet_begin(size_t place)
{
    const struct ipv6_send *request = &AT(ipv6_state.sending, place).request;
    const struct ipv6_packet_plan plan = {
        .source = request->source,
        .destination = request->destination,
        .link = link_find(&AT(ipv6_state.sending, place).next_hop),
        .protocol = IPV6_PROTOCOL_UDP,
        .hop_limit = ipv6_state.hop_limit,
        .origin = IPV6_ORIGIN_CLIENT,
        .is_own = is_own(&request->destination),
        .checksum_offset_bytes = request->checksum_offset_bytes,
        .sending = (uint32_t)place,
        .length_bytes = request->length_bytes,
    };
    ipv6_state.next_sending = (uint8_t)((place + 1) % IPV6_SENDS_MAX);
    ipv6_packet_begin(plan);
}

bool ipv6_sending_begin(void)
{
    for (size_t i = 0; i < IPV6_SENDS_MAX; i++) {
        const size_t place = (ipv6_state.next_sending + i) % IPV6_SENDS_MAX;
        if (!AT(ipv6_state.sending, place).is_used) {
            continue;
        }
        const struct ipv6_address next_hop = AT(ipv6_state.sending, place).next_hop;
        const bool needs_neighbour = !is_own(&next_hop) && !ipv6_address_is_group(&next_hop);
        const enum error error = needs_neighbour ? ipv6_neighbour_use(&next_hop) : ERROR_NONE;
        if (error == ERROR_NONE) {
            packet_begin(place);
            return true;
        }
        if (error != ERROR_BUSY) {
            ipv6_sending_end((uint32_t)place, error);
        }
    }
    return false;
}
