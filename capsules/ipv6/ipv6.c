// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "ipv6.h"

#include <lib/checked_index.h>

#include "address.h"
#include "discovery.h"
#include "neighbour.h"
#include "packet.h"
#include "receive.h"
#include "send.h"

struct ipv6_state ipv6_state CAPSULE_STATE;

void ipv6_init(void)
{
    deferred_call_request();
}

void ipv6_timer(void)
{
    deferred_call_request();
}

static struct ethernet_description port_describe(void)
{
    struct ethernet_description description = {.is_present = false};
    ipv6_port.describe(&description);
    return description;
}

/// Once, after the start: looks for the device.
static void network_start(void)
{
    ipv6_state.is_started = true;
    if (ipv6_state.frame_number == 0) {
        (void)ipv6_port.release(0); // What an earlier life may have kept.
    }
    const struct ethernet_description description = port_describe();
    ipv6_state.is_present = description.is_present && description.has_address;
    if (ipv6_state.is_present) {
        (void)span_copy(SPAN_IN(ipv6_state.link.bytes), CONST_SPAN_IN(description.address));
        ipv6_own_start();
    }
    (void)ipv6_client.restarted();
}

static uint64_t sooner(uint64_t one, uint64_t other)
{
    return one < other ? one : other;
}

/// Does what is due, and has the timer call for what is due next.
static void time_step(void)
{
    const uint64_t now = time_now();
    uint64_t next = sooner(ipv6_own_time(now), ipv6_neighbour_time(now));
    next = sooner(next, sooner(ipv6_packet_time(now), ipv6_receive_time(now)));
    if (next == UINT64_MAX) {
        timer_cancel();
    } else {
        timer_set(next);
    }
}

/// Has the next packet made, or works on the one that has come in: in turn, if there is both.
static void work_step(void)
{
    const uint8_t stage = ipv6_state.receive.stage;
    const bool is_between = stage == IPV6_RECEIVE_NONE || stage == IPV6_RECEIVE_AT_CLIENT;
    const bool is_turn_of_sending = !ipv6_state.is_turn_of_receiving || !ipv6_receive_has_work() ||
                                    stage == IPV6_RECEIVE_AT_CLIENT;
    if (ipv6_packet_is_idle() && is_between && is_turn_of_sending &&
        (ipv6_discovery_begin() || ipv6_sending_begin())) {
        ipv6_state.is_turn_of_receiving = true;
        return;
    }
    if (ipv6_packet_is_idle() || ipv6_state.packet.stage == IPV6_PACKET_OWN) {
        ipv6_state.is_turn_of_receiving = false;
        ipv6_receive_step();
    }
}

void ipv6_deferred(void)
{
    if (!ipv6_state.is_started) {
        network_start();
    }
    if (!ipv6_state.is_present) {
        return;
    }
    time_step();
    if (ipv6_state.packet.stage == IPV6_PACKET_FILLING) {
        ipv6_packet_step();
        return;
    }
    work_step();
}

void ipv6_describe(struct ipv6_description *description)
{
    const struct ethernet_description port = port_describe();
    description->is_present = port.is_present && port.has_address;
    description->address_count = 0;
    description->dropped_packets = ipv6_state.dropped_packets;
    description->dropped_fragments = ipv6_state.dropped_fragments;
    for (size_t i = 0; i < IPV6_ADDRESSES_MAX; i++) {
        if (AT(ipv6_state.own, i).state == IPV6_ADDRESS_USABLE) {
            AT(description->address, description->address_count) = AT(ipv6_state.own, i).address;
            description->address_count++;
        }
    }
}
