// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "receive.h"

#include <lib/checked_index.h>

#include "address.h"
#include "icmp.h"
#include "options.h"
#include "packet.h"

enum { BUFFER_PACKET = 0 }; ///< home buffer
enum { BYTE_BITS = 8, VERSION_SHIFT = 4, VERSION = 6, GROUP_BIT = 1, WHOLE_SUM = 0xFFFF };

// RFC 8200, 4.
enum header_kind {
    HEADER_HOP_BY_HOP = 0,
    HEADER_ROUTING = 43,
    HEADER_FRAGMENT = 44,
    HEADER_NONE = 59,
    HEADER_DESTINATION = 60,
};
enum { HEADER_UNIT_BYTES = 8, HEADERS_MAX = 4 };

enum { CLIENT_MILLISECONDS = ETHERNET_PORT_KEEP_MILLISECONDS };

bool ipv6_receive_has_work(void)
{
    return ipv6_state.receive.stage != IPV6_RECEIVE_NONE || ipv6_state.frame_number != 0 ||
           ipv6_state.packet.stage == IPV6_PACKET_OWN;
}

void ipv6_frame_arrived(const struct ethernet_arrived *event)
{
    if (ipv6_state.receive.stage != IPV6_RECEIVE_NONE && !ipv6_state.receive.is_own) {
        ipv6_state.receive.stage = IPV6_RECEIVE_NONE; // Its frame is gone.
    }
    ipv6_state.frame_number = event->number;
    ipv6_state.frame_bytes = (uint32_t)event->length_bytes;
    deferred_call_request();
}

enum error ipv6_frame_read(size_t offset_bytes, struct span bytes)
{
    if (ipv6_state.receive.is_own) {
        return transfer_buffer_read(transfer_buffer_home(BUFFER_PACKET), offset_bytes, bytes);
    }
    struct ethernet_part part = {.number = ipv6_state.receive.frame_number,
                                 .offset_bytes = offset_bytes,
                                 .bytes = bytes,
                                 .status = ERROR_FAILED};
    const enum error error = ipv6_port.read(&part);
    return error == ERROR_NONE ? part.status : error;
}

void ipv6_receive_end(void)
{
    const bool was_here = ipv6_state.receive.stage != IPV6_RECEIVE_NONE;
    ipv6_state.receive.stage = IPV6_RECEIVE_NONE;
    deferred_call_request();
    if (!was_here) {
        return;
    }
    if (ipv6_state.receive.is_own) {
        ipv6_packet_end(ERROR_NONE);
        return;
    }
    (void)ipv6_port.release(ipv6_state.receive.frame_number);
    if (ipv6_state.frame_number == ipv6_state.receive.frame_number) {
        ipv6_state.frame_number = 0;
    }
}

void ipv6_receive_drop(void)
{
    ipv6_state.dropped_packets++;
    ipv6_receive_end();
}

void ipv6_receive_answer(void)
{
    ipv6_state.receive.stage = IPV6_RECEIVE_ANSWERING;
}

// ---------------------------------------------------------------------------------------------
// The first header

static struct ipv6_address address_at(size_t first)
{
    struct ipv6_address address = {.bytes = {0}};
    (void)span_copy(SPAN_IN(address.bytes),
                    CONST_SPAN_PART(ipv6_state.part, first, IPV6_ADDRESS_BYTES));
    return address;
}

/// Whether the addresses are such as may come over the link, and for this board.
static bool are_addresses_right(void)
{
    const struct ipv6_address *source = &ipv6_state.receive.source;
    const struct ipv6_address *destination = &ipv6_state.receive.destination;
    if (ipv6_state.receive.is_own) {
        return true;
    }
    if (ipv6_address_is_group(source) || ipv6_address_is_loopback(source) ||
        ipv6_own_is_usable(source)) {
        return false;
    }
    if (ipv6_address_is_group(destination)) {
        return ipv6_own_has_group(destination);
    }
    // What is for this board alone does not come to a group of the link.
    return (ipv6_state.part[0] & GROUP_BIT) == 0 && ipv6_own_is_usable(destination);
}

/// Reads the first header of the packet. False: it is none, or not for this board.
static bool first_header_read(uint32_t frame_bytes)
{
    enum { FIRST = IPV6_FRAME_HEADER_BYTES, LENGTH = FIRST + 4, KIND = FIRST + 6 };
    enum { HOP_LIMIT = FIRST + 7, SOURCE = FIRST + 8, DESTINATION = FIRST + 24 };
    if (frame_bytes < IPV6_HEADERS_BYTES ||
        ipv6_frame_read(0, SPAN_PART(ipv6_state.part, 0, IPV6_HEADERS_BYTES)) != ERROR_NONE) {
        return false;
    }
    const uint32_t length =
        (uint32_t)ipv6_state.part[LENGTH] << BYTE_BITS | ipv6_state.part[LENGTH + 1];
    if (ipv6_state.part[FIRST] >> VERSION_SHIFT != VERSION ||
        length > frame_bytes - IPV6_HEADERS_BYTES) {
        return false;
    }
    ipv6_state.receive.header = ipv6_state.part[KIND];
    ipv6_state.receive.pointer_bytes = KIND - FIRST;
    ipv6_state.receive.hop_limit = ipv6_state.part[HOP_LIMIT];
    ipv6_state.receive.offset_bytes = IPV6_HEADERS_BYTES;
    ipv6_state.receive.end_bytes = IPV6_HEADERS_BYTES + length;
    ipv6_state.receive.source = address_at(SOURCE);
    ipv6_state.receive.destination = address_at(DESTINATION);
    (void)span_copy(
        SPAN_IN(ipv6_state.receive.link.bytes),
        CONST_SPAN_PART(ipv6_state.part, ETHERNET_ADDRESS_BYTES, ETHERNET_ADDRESS_BYTES));
    return are_addresses_right();
}

/// Begins with a packet: with the own one that has come back first, since it is in the way of
/// others.
static void receive_begin(void)
{
    const bool is_own = ipv6_state.packet.stage == IPV6_PACKET_OWN;
    if (!is_own && ipv6_state.frame_number == 0) {
        return;
    }
    const uint32_t frame_bytes =
        is_own ? IPV6_HEADERS_BYTES + ipv6_state.packet.plan.length_bytes : ipv6_state.frame_bytes;
    ipv6_state.receive = (struct ipv6_receive){
        .stage = IPV6_RECEIVE_HEADERS, .is_own = is_own, .frame_number = ipv6_state.frame_number};
    if (!first_header_read(frame_bytes)) {
        ipv6_receive_drop();
    }
}

// ---------------------------------------------------------------------------------------------
// The headers behind it

static void sum_begin(void)
{
    const uint32_t length = ipv6_state.receive.end_bytes - ipv6_state.receive.offset_bytes;
    ipv6_state.receive.stage = IPV6_RECEIVE_SUM;
    ipv6_state.receive.summed_bytes = ipv6_state.receive.offset_bytes;
    ipv6_state.receive.sum =
        ipv6_sum_pseudo(&ipv6_state.receive.source, &ipv6_state.receive.destination, length,
                        ipv6_state.receive.header);
}

/// Reads the header at the present place into ipv6_state.part. Returns its length; 0: it is not
/// all there, or too much of it.
static uint32_t header_fetch(void)
{
    const uint32_t left = ipv6_state.receive.end_bytes - ipv6_state.receive.offset_bytes;
    if (left < HEADER_UNIT_BYTES ||
        ipv6_frame_read(ipv6_state.receive.offset_bytes,
                        SPAN_PART(ipv6_state.part, 0, HEADER_UNIT_BYTES)) != ERROR_NONE) {
        return 0;
    }
    const uint32_t length = (ipv6_state.part[1] + 1u) * HEADER_UNIT_BYTES;
    if (length > left || length > IPV6_PART_BYTES_MAX ||
        ipv6_frame_read(ipv6_state.receive.offset_bytes, SPAN_PART(ipv6_state.part, 0, length)) !=
            ERROR_NONE) {
        return 0;
    }
    return length;
}

/// Deals with a header behind which others follow.
static void header_pass(void)
{
    enum { SEGMENTS_LEFT = 3 };
    const uint32_t length = header_fetch();
    const uint32_t place = ipv6_state.receive.offset_bytes - IPV6_FRAME_HEADER_BYTES;
    if (length == 0 || ++ipv6_state.receive.headers_seen > HEADERS_MAX) {
        ipv6_receive_drop();
        return;
    }
    if (ipv6_state.receive.header == HEADER_ROUTING) {
        if (ipv6_state.part[SEGMENTS_LEFT] != 0) {
            ipv6_icmp_error(IPV6_ERROR_FIELD, place + SEGMENTS_LEFT);
            return;
        }
    } else {
        const struct ipv6_options_found found = ipv6_options_check(length);
        if (found.what == IPV6_OPTIONS_ERROR) {
            ipv6_icmp_error(IPV6_ERROR_OPTION, place + found.offset_bytes);
            return;
        }
        if (found.what == IPV6_OPTIONS_DROP) {
            ipv6_receive_drop();
            return;
        }
    }
    ipv6_state.receive.header = ipv6_state.part[0];
    ipv6_state.receive.pointer_bytes = place;
    ipv6_state.receive.offset_bytes += length;
}

static void header_step(void)
{
    switch (ipv6_state.receive.header) {
    case IPV6_PROTOCOL_ICMP:
    case IPV6_PROTOCOL_UDP:
        sum_begin();
        break;
    case HEADER_HOP_BY_HOP:
        if (ipv6_state.receive.headers_seen > 0) {
            // It may be the first one only.
            ipv6_icmp_error(IPV6_ERROR_HEADER, ipv6_state.receive.pointer_bytes);
            break;
        }
        header_pass();
        break;
    case HEADER_ROUTING:
    case HEADER_DESTINATION:
        header_pass();
        break;
    case HEADER_FRAGMENT:
        ipv6_state.dropped_fragments++;
        ipv6_receive_drop();
        break;
    case HEADER_NONE:
        ipv6_receive_end();
        break;
    default:
        ipv6_icmp_error(IPV6_ERROR_HEADER, ipv6_state.receive.pointer_bytes);
        break;
    }
}

// ---------------------------------------------------------------------------------------------
// What is in it

static void client_tell(void)
{
    ipv6_state.packet_number++;
    ipv6_state.receive.number = ipv6_state.packet_number;
    ipv6_state.receive.stage = IPV6_RECEIVE_AT_CLIENT;
    ipv6_state.receive.until = time_now() + ipv6_ticks(CLIENT_MILLISECONDS);
    const struct ipv6_arrived event = {.number = ipv6_state.receive.number,
                                       .source = ipv6_state.receive.source,
                                       .destination = ipv6_state.receive.destination,
                                       .length_bytes = ipv6_state.receive.end_bytes -
                                                       ipv6_state.receive.offset_bytes};
    if (ipv6_client.arrived(&event) != ERROR_NONE) {
        ipv6_receive_drop(); // The client has failed.
    }
}

static void sum_step(void)
{
    const uint32_t left = ipv6_state.receive.end_bytes - ipv6_state.receive.summed_bytes;
    if (left > 0) {
        const size_t count = left < IPV6_SLICE_BYTES ? left : IPV6_SLICE_BYTES;
        if (ipv6_frame_read(ipv6_state.receive.summed_bytes,
                            SPAN_PART(ipv6_state.part, 0, count)) != ERROR_NONE) {
            ipv6_receive_drop();
            return;
        }
        ipv6_state.receive.sum =
            ipv6_sum(ipv6_state.receive.sum, CONST_SPAN_PART(ipv6_state.part, 0, count));
        ipv6_state.receive.summed_bytes += (uint32_t)count;
    } else if (ipv6_sum_fold(ipv6_state.receive.sum) != WHOLE_SUM) {
        ipv6_receive_drop();
    } else if (ipv6_state.receive.header == IPV6_PROTOCOL_ICMP) {
        ipv6_icmp_arrived();
    } else {
        client_tell();
    }
}

void ipv6_receive_step(void)
{
    switch (ipv6_state.receive.stage) {
    case IPV6_RECEIVE_NONE:
        if (!ipv6_receive_has_work()) {
            return;
        }
        receive_begin();
        break;
    case IPV6_RECEIVE_HEADERS:
        header_step();
        break;
    case IPV6_RECEIVE_SUM:
        sum_step();
        break;
    case IPV6_RECEIVE_ANSWERING: // The answer has been made.
        ipv6_receive_end();
        break;
    case IPV6_RECEIVE_UNREACHABLE:
        ipv6_icmp_error(IPV6_ERROR_PORT, 0);
        break;
    case IPV6_RECEIVE_DONE:
        ipv6_receive_end();
        break;
    default:
        return; // It is the client's turn.
    }
    deferred_call_request();
}

uint64_t ipv6_receive_time(uint64_t now)
{
    if (ipv6_state.receive.stage != IPV6_RECEIVE_AT_CLIENT) {
        return UINT64_MAX;
    }
    if (ipv6_state.receive.until <= now) {
        ipv6_receive_drop();
        return UINT64_MAX;
    }
    return ipv6_state.receive.until;
}

// ---------------------------------------------------------------------------------------------
// For the client

static bool is_at_client(uint32_t number)
{
    return ipv6_state.receive.stage == IPV6_RECEIVE_AT_CLIENT &&
           ipv6_state.receive.number == number;
}

void ipv6_read(struct ipv6_part *part)
{
    const size_t length = span_length(part->bytes);
    const size_t whole = ipv6_state.receive.end_bytes - ipv6_state.receive.offset_bytes;
    if (!is_at_client(part->number)) {
        part->status = ERROR_STALE;
    } else if (length > IPV6_PART_BYTES_MAX || part->offset_bytes > whole ||
               length > whole - part->offset_bytes) {
        part->status = ERROR_SIZE;
    } else {
        part->status =
            ipv6_frame_read(ipv6_state.receive.offset_bytes + part->offset_bytes, part->bytes);
    }
}

void ipv6_release(const struct ipv6_release *release)
{
    if (is_at_client(release->number)) {
        // What follows may call the client, so it waits for a run of its own.
        ipv6_state.receive.stage =
            release->is_unreachable ? IPV6_RECEIVE_UNREACHABLE : IPV6_RECEIVE_DONE;
        deferred_call_request();
    }
}
