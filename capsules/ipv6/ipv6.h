// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `ipv6`: a host in a network of IPv6 (hal/ipv6.h) on an Ethernet port
 * (hal/ethernet_port.h).
 *
 * It gives itself a link-local address made of the device's own (RFC 4291, appendix A), and uses
 * it when nobody on the link has it (RFC 4862, 5.4). Of the first router that it hears it takes
 * one prefix, makes a second address of that (RFC 4862, 5.5), and sends through that router what
 * is not for this link. Neighbours are found by RFC 4861. Echo requests are answered; for ports
 * and headers that nobody knows the sender gets an error (RFC 4443), ten a second at most.
 *
 * Nothing that comes in is stored: a packet stays in the device's buffer until it is dealt with,
 * and what it says changes a few tables of fixed size. Nor does what goes out: the client gives
 * the bytes when the packet can be sent. Long packets are summed up and copied in parts, a run
 * each. What waits for a time waits in the tables, too, and one timer looks after all of it.
 *
 * Left out: fragments (dropped, and counted), routing headers with somewhere left to go,
 * redirects, groups of more than one board (multicast listener reports are not sent, so a switch
 * that filters groups has to be told), and anything of a router.
 */
#pragma once

#include <capsule.h>
#include <hal/ethernet_port.h>
#include <hal/ipv6.h>

/// The link. Defined by the board.
extern const struct ethernet_port ipv6_port;

/// Who is told of packets. Defined by the board.
extern const struct ipv6_network_client ipv6_client;

void ipv6_init(void);
void ipv6_deferred(void);
void ipv6_timer(void);

void ipv6_frame_arrived(const struct ethernet_arrived *event);
void ipv6_frame_transmitted(const struct ethernet_transmitted *event);

void ipv6_describe(struct ipv6_description *description);
void ipv6_send(struct ipv6_send *request);
void ipv6_forget(void);
void ipv6_read(struct ipv6_part *part);
void ipv6_release(const struct ipv6_release *release);
