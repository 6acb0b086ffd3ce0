// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "packet.h"

#include <lib/checked_index.h>

#include "receive.h"
#include "send.h"

enum { BUFFER_PACKET = 0 }; ///< home buffer
enum { BYTE_BITS = 8, BYTE_MASK = 0xFF, WORD_BITS = 16, WORD_MASK = 0xFFFF };
enum { VERSION = 0x60, TYPE_HIGH = 0x86, TYPE_LOW = 0xDD };
enum { DEVICE_MILLISECONDS = 1000 }; ///< for one packet

uint32_t ipv6_sum(uint32_t sum, struct const_span bytes)
{
    const size_t length = const_span_length(bytes);
    for (size_t i = 0; i + 1 < length; i += 2) {
        sum += (uint32_t)const_span_byte(bytes, i) << BYTE_BITS | const_span_byte(bytes, i + 1);
    }
    return length % 2 == 0 ? sum
                           : sum + ((uint32_t)const_span_byte(bytes, length - 1) << BYTE_BITS);
}

uint32_t ipv6_sum_pseudo(const struct ipv6_address *source, const struct ipv6_address *destination,
                         uint32_t length_bytes, uint8_t protocol)
{
    const uint32_t sum = ipv6_sum(length_bytes + protocol, CONST_SPAN_IN(source->bytes));
    return ipv6_sum(sum, CONST_SPAN_IN(destination->bytes));
}

uint32_t ipv6_sum_fold(uint32_t sum)
{
    sum = (sum & WORD_MASK) + (sum >> WORD_BITS);
    return (sum & WORD_MASK) + (sum >> WORD_BITS);
}

bool ipv6_packet_is_idle(void)
{
    return ipv6_state.packet.stage == IPV6_PACKET_NONE;
}

void ipv6_packet_begin(struct ipv6_packet_plan plan)
{
    ipv6_state.packet.plan = plan;
    ipv6_state.packet.stage = IPV6_PACKET_FILLING;
    ipv6_state.packet.is_cancelled = false;
    ipv6_state.packet.filled_bytes = 0;
    ipv6_state.packet.sum =
        ipv6_sum_pseudo(&plan.source, &plan.destination, plan.length_bytes, plan.protocol);
    deferred_call_request();
}

void ipv6_packet_end(enum error status)
{
    const uint8_t origin = ipv6_state.packet.plan.origin;
    const uint32_t sending = ipv6_state.packet.plan.sending;
    ipv6_state.packet.stage = IPV6_PACKET_NONE;
    ipv6_state.packet.plan.origin = IPV6_ORIGIN_NONE;
    deferred_call_request();
    if (origin == IPV6_ORIGIN_CLIENT) {
        ipv6_sending_end(sending, status);
    }
}

// ---------------------------------------------------------------------------------------------
// Its parts

/// Fetches the next `count` bytes behind the head into ipv6_state.part.
static enum error part_fetch(size_t count)
{
    const struct ipv6_packet_plan *plan = &ipv6_state.packet.plan;
    const uint32_t offset = ipv6_state.packet.filled_bytes - plan->head_bytes;
    if (plan->origin == IPV6_ORIGIN_FRAME) {
        return ipv6_frame_read(plan->origin_offset_bytes + offset,
                               SPAN_PART(ipv6_state.part, 0, count));
    }
    return ipv6_sending_fetch(plan->sending, offset, SPAN_PART(ipv6_state.part, 0, count));
}

/// Puts bytes that have been summed up behind those that are there.
static enum error part_write(struct const_span bytes)
{
    ipv6_state.packet.sum = ipv6_sum(ipv6_state.packet.sum, bytes);
    const enum error error =
        transfer_buffer_write(transfer_buffer_home(BUFFER_PACKET),
                              IPV6_HEADERS_BYTES + ipv6_state.packet.filled_bytes, bytes);
    ipv6_state.packet.filled_bytes += (uint32_t)const_span_length(bytes);
    return error;
}

static enum error next_part(void)
{
    const struct ipv6_packet_plan *plan = &ipv6_state.packet.plan;
    if (ipv6_state.packet.filled_bytes < plan->head_bytes) {
        return part_write(CONST_SPAN_PART(plan->head, 0, plan->head_bytes));
    }
    const uint32_t left = plan->length_bytes - ipv6_state.packet.filled_bytes;
    const size_t count = left < IPV6_SLICE_BYTES ? left : IPV6_SLICE_BYTES;
    const enum error error = part_fetch(count);
    return error == ERROR_NONE ? part_write(CONST_SPAN_PART(ipv6_state.part, 0, count)) : error;
}

static void address_put(size_t first, const struct ipv6_address *address)
{
    (void)span_copy(SPAN_PART(ipv6_state.part, first, IPV6_ADDRESS_BYTES),
                    CONST_SPAN_IN(address->bytes));
}

/// What stands before the payload: the addresses of the link, and the header of the packet.
static enum error headers_write(void)
{
    enum { LENGTH = 4, PROTOCOL = 6, HOP_LIMIT = 7, SOURCE = 8, DESTINATION = 24 };
    enum { HEADER = IPV6_FRAME_HEADER_BYTES, TYPE = 12 };
    const struct ipv6_packet_plan *plan = &ipv6_state.packet.plan;
    (void)span_copy(SPAN_IN(ipv6_state.part), CONST_SPAN_IN(plan->link.bytes));
    (void)span_copy(SPAN_PART(ipv6_state.part, ETHERNET_ADDRESS_BYTES, ETHERNET_ADDRESS_BYTES),
                    CONST_SPAN_IN(ipv6_state.link.bytes));
    ipv6_state.part[TYPE] = TYPE_HIGH;
    ipv6_state.part[TYPE + 1] = TYPE_LOW;
    ipv6_state.part[HEADER] = VERSION;
    for (size_t i = 1; i < LENGTH; i++) {
        AT(ipv6_state.part, HEADER + i) = 0;
    }
    ipv6_state.part[HEADER + LENGTH] = (uint8_t)(plan->length_bytes >> BYTE_BITS & BYTE_MASK);
    ipv6_state.part[HEADER + LENGTH + 1] = (uint8_t)(plan->length_bytes & BYTE_MASK);
    ipv6_state.part[HEADER + PROTOCOL] = plan->protocol;
    ipv6_state.part[HEADER + HOP_LIMIT] = plan->hop_limit;
    address_put(HEADER + SOURCE, &plan->source);
    address_put(HEADER + DESTINATION, &plan->destination);
    return transfer_buffer_write(transfer_buffer_home(BUFFER_PACKET), 0,
                                 CONST_SPAN_PART(ipv6_state.part, 0, IPV6_HEADERS_BYTES));
}

/// Zero would say that there is none, so it is written as its equal.
static enum error checksum_write(void)
{
    const uint32_t sum = ipv6_sum_fold(ipv6_state.packet.sum) ^ WORD_MASK;
    const uint32_t shown = sum == 0 ? WORD_MASK : sum;
    ipv6_state.part[0] = (uint8_t)(shown >> BYTE_BITS);
    ipv6_state.part[1] = (uint8_t)(shown & BYTE_MASK);
    return transfer_buffer_write(transfer_buffer_home(BUFFER_PACKET),
                                 IPV6_HEADERS_BYTES + ipv6_state.packet.plan.checksum_offset_bytes,
                                 CONST_SPAN_PART(ipv6_state.part, 0, 2));
}

static enum error packet_send(void)
{
    enum error error = checksum_write();
    if (error == ERROR_NONE) {
        error = headers_write();
    }
    if (error != ERROR_NONE) {
        return error;
    }
    if (ipv6_state.packet.plan.is_own) {
        ipv6_state.packet.stage = IPV6_PACKET_OWN;
        return ERROR_NONE;
    }
    error = ipv6_port.transmit(transfer_buffer_home(BUFFER_PACKET),
                               IPV6_HEADERS_BYTES + ipv6_state.packet.plan.length_bytes);
    if (error == ERROR_NONE) {
        ipv6_state.packet.stage = IPV6_PACKET_AT_DEVICE;
        ipv6_state.packet.until = time_now() + ipv6_ticks(DEVICE_MILLISECONDS);
    }
    return error;
}

void ipv6_packet_step(void)
{
    if (ipv6_state.packet.stage != IPV6_PACKET_FILLING) {
        return;
    }
    deferred_call_request(); // Each part has a run of its own.
    const bool is_full = ipv6_state.packet.filled_bytes >= ipv6_state.packet.plan.length_bytes;
    const enum error error = is_full ? packet_send() : next_part();
    if (error != ERROR_NONE) {
        // A name of the buffer that is old: the device has it still.
        ipv6_packet_end(error == ERROR_STALE ? ERROR_FAILED : error);
    }
}

// ---------------------------------------------------------------------------------------------
// At the device

void ipv6_frame_transmitted(const struct ethernet_transmitted *event)
{
    if (ipv6_state.packet.stage == IPV6_PACKET_AT_DEVICE) {
        ipv6_packet_end(event->status);
    }
    if (!ipv6_state.is_present) {
        ipv6_state.is_started = false; // The port may be there by now.
    }
    deferred_call_request();
}

uint64_t ipv6_packet_time(uint64_t now)
{
    if (ipv6_state.packet.stage != IPV6_PACKET_AT_DEVICE) {
        return UINT64_MAX;
    }
    if (ipv6_state.packet.until <= now) {
        if (ipv6_state.packet.is_cancelled) {
            ipv6_packet_end(ERROR_FAILED);
            return UINT64_MAX;
        }
        ipv6_state.packet.is_cancelled = true;
        ipv6_state.packet.until = now + ipv6_ticks(DEVICE_MILLISECONDS);
        (void)ipv6_port.cancel();
    }
    return ipv6_state.packet.until;
}
