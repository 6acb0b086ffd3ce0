// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "icmp.h"

#include <lib/checked_index.h>

#include "address.h"
#include "discovery.h"
#include "packet.h"
#include "receive.h"

enum message {
    MESSAGE_UNREACHABLE = 1,
    MESSAGE_PROBLEM = 4,
    MESSAGE_ECHO = 128,
    MESSAGE_ECHO_ANSWER = 129,
};
enum { MESSAGE_BYTES_MIN = 4, CHECKSUM_OFFSET = 2, ECHO_HEAD_BYTES = 4, ERROR_HEAD_BYTES = 8 };
enum { CODE_PORT = 4, CODE_FIELD = 0, CODE_HEADER = 1, CODE_OPTION = 2 };
enum { ERRORS_PER_SECOND = 10, SECOND_MILLISECONDS = 1000, BYTE_BITS = 8, BYTE_MASK = 0xFF };
enum { MESSAGE_FIRST_INFORMATION = 128 }; ///< those below are errors

/// An answer to who has sent the packet that is here, on the way that it came.
static struct ipv6_packet_plan answer_plan(void)
{
    const struct ipv6_address *asked = &ipv6_state.receive.destination;
    return (struct ipv6_packet_plan){
        .source = ipv6_own_is_usable(asked) ? ipv6_address_at(asked)
                                            : ipv6_own_for(&ipv6_state.receive.source),
        .destination = ipv6_state.receive.source,
        .link = ipv6_state.receive.link,
        .protocol = IPV6_PROTOCOL_ICMP,
        .hop_limit = ipv6_state.hop_limit,
        .origin = IPV6_ORIGIN_FRAME,
        .checksum_offset_bytes = CHECKSUM_OFFSET,
    };
}

static bool can_answer(void)
{
    return ipv6_state.own[IPV6_LINK_LOCAL].state == IPV6_ADDRESS_USABLE &&
           !ipv6_state.receive.is_own && !ipv6_address_is_unspecified(&ipv6_state.receive.source);
}

static void echo_answer(uint32_t length_bytes)
{
    if (!can_answer() || length_bytes > IPV6_SEND_BYTES_MAX) {
        ipv6_receive_drop();
        return;
    }
    struct ipv6_packet_plan plan = answer_plan();
    plan.head[0] = MESSAGE_ECHO_ANSWER;
    plan.head_bytes = ECHO_HEAD_BYTES;
    plan.origin_offset_bytes = ipv6_state.receive.offset_bytes + ECHO_HEAD_BYTES;
    plan.length_bytes = length_bytes;
    ipv6_packet_begin(plan);
    ipv6_receive_answer();
}

void ipv6_icmp_arrived(void)
{
    const uint32_t length = ipv6_state.receive.end_bytes - ipv6_state.receive.offset_bytes;
    const uint32_t count = length < IPV6_PART_BYTES_MAX ? length : IPV6_PART_BYTES_MAX;
    if (length < MESSAGE_BYTES_MIN ||
        ipv6_frame_read(ipv6_state.receive.offset_bytes, SPAN_PART(ipv6_state.part, 0, count)) !=
            ERROR_NONE) {
        ipv6_receive_drop();
        return;
    }
    const uint8_t kind = ipv6_state.part[0];
    if (kind == MESSAGE_ECHO) {
        echo_answer(length);
    } else if (ipv6_discovery_is_kind(kind)) {
        ipv6_discovery_arrived(length);
    } else {
        ipv6_receive_end(); // Errors, answers, and what a host needs not know.
    }
}

/// Whether the sender of the packet that is here may be told of a mistake (RFC 4443, 2.4 e).
static bool may_tell(enum ipv6_error what)
{
    const bool is_group = ipv6_address_is_group(&ipv6_state.receive.destination);
    if (!can_answer() || (is_group && what != IPV6_ERROR_OPTION)) {
        return false;
    }
    const uint64_t now = time_now();
    if (ipv6_state.errors_at <= now) {
        ipv6_state.errors_at = now + ipv6_ticks(SECOND_MILLISECONDS);
        ipv6_state.errors_left = ERRORS_PER_SECOND;
    }
    if (ipv6_state.errors_left == 0) {
        return false;
    }
    ipv6_state.errors_left--;
    return true;
}

/// Whether the packet that is here is an error itself. One behind a header that is not understood
/// is not looked for: errors of this capsule have none, so two boards cannot keep each other busy.
static bool is_error(void)
{
    if (ipv6_state.receive.header != IPV6_PROTOCOL_ICMP) {
        return false;
    }
    return ipv6_frame_read(ipv6_state.receive.offset_bytes, SPAN_PART(ipv6_state.part, 0, 1)) !=
               ERROR_NONE ||
           ipv6_state.part[0] < MESSAGE_FIRST_INFORMATION;
}

static uint8_t code_of(enum ipv6_error what)
{
    switch (what) {
    case IPV6_ERROR_PORT:
        return CODE_PORT;
    case IPV6_ERROR_FIELD:
        return CODE_FIELD;
    case IPV6_ERROR_HEADER:
        return CODE_HEADER;
    case IPV6_ERROR_OPTION:
        return CODE_OPTION;
    }
    return 0;
}

void ipv6_icmp_error(enum ipv6_error what, uint32_t pointer_bytes)
{
    if (is_error() || !may_tell(what)) {
        ipv6_receive_drop();
        return;
    }
    enum { POINTER = 4, POINTER_BYTES = 4, QUOTED_MAX = IPV6_SEND_BYTES_MAX - ERROR_HEAD_BYTES };
    struct ipv6_packet_plan plan = answer_plan();
    const uint32_t length = ipv6_state.receive.end_bytes - IPV6_FRAME_HEADER_BYTES;
    plan.head[0] = what == IPV6_ERROR_PORT ? MESSAGE_UNREACHABLE : MESSAGE_PROBLEM;
    plan.head[1] = code_of(what);
    for (size_t i = 0; i < POINTER_BYTES; i++) {
        AT(plan.head, POINTER + POINTER_BYTES - 1 - i) =
            (uint8_t)(pointer_bytes >> (i * BYTE_BITS) & BYTE_MASK);
    }
    plan.head_bytes = ERROR_HEAD_BYTES;
    plan.origin_offset_bytes = IPV6_FRAME_HEADER_BYTES;
    plan.length_bytes = ERROR_HEAD_BYTES + (length < QUOTED_MAX ? length : QUOTED_MAX);
    ipv6_state.dropped_packets++;
    ipv6_packet_begin(plan);
    ipv6_receive_answer();
}
