// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Datagrams over a network of IPv6, by the driver of the capsule `udp`.
#pragma once

#include <bulkhead/system_call.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { BULKHEAD_UDP_DRIVER = 0x30002 };
enum {
    BULKHEAD_UDP_ADDRESSES = 1,
    BULKHEAD_UDP_SEND = 2,
    BULKHEAD_UDP_BIND = 3,
    BULKHEAD_UDP_LENGTH_MAX = 4,
    BULKHEAD_UDP_DROPPED = 5,
};
enum { BULKHEAD_UDP_RECEIVED = 0, BULKHEAD_UDP_SENT = 1 };                       ///< upcalls
enum { BULKHEAD_UDP_BUFFER = 0, BULKHEAD_UDP_FROM = 1, BULKHEAD_UDP_BOUND = 2 }; ///< read-write
enum { BULKHEAD_UDP_BYTES_MAX = 1232 };                                          ///< of a datagram

struct bulkhead_udp_address {
    uint8_t bytes[16];
};

struct bulkhead_udp_endpoint {
    struct bulkhead_udp_address address;
    uint8_t port[2]; ///< the lower byte first, as the driver wants it
};
_Static_assert(sizeof(struct bulkhead_udp_endpoint) == 18, "as the driver reads it");

static inline struct bulkhead_udp_endpoint
bulkhead_udp_endpoint(struct bulkhead_udp_address address, uint16_t port)
{
    return (struct bulkhead_udp_endpoint){address, {(uint8_t)port, (uint8_t)(port >> 8)}};
}

/**
 * Asks for the addresses of the board.
 *
 * @param count  how many are asked for.
 * @return how many there are; 0: none yet, or no network.
 */
static inline uint32_t bulkhead_udp_addresses(struct bulkhead_udp_address *addresses, size_t count)
{
    (void)bulkhead_allow_read_write(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_FROM, addresses,
                                    count * sizeof *addresses);
    const struct bulkhead_result result =
        bulkhead_command(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_ADDRESSES, (uint32_t)count, 0);
    (void)bulkhead_allow_read_write(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_FROM, NULL, 0);
    return bulkhead_result_is_success(result) ? result.value[0] : 0;
}

/**
 * Takes a port for this program, in place of the one that it has.
 *
 * @param from  take: where senders of datagrams are written from now on, and room for two of them.
 *              It stays with the driver.
 * @return ERROR_INVALID: not an address of the board, or not a port for programs; ERROR_BUSY:
 *         another program has the port; ERROR_NO_DEVICE: there is no network.
 */
static inline enum error bulkhead_udp_bind(const struct bulkhead_udp_endpoint *own,
                                           struct bulkhead_udp_endpoint from[2])
{
    from[1] = *own;
    (void)bulkhead_allow_read_write(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_BOUND, from,
                                    2 * sizeof *from);
    return bulkhead_result_error(bulkhead_command(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_BIND, 0, 0));
}

/// The sender of the last datagram, whose port the driver writes the other way round.
static inline struct bulkhead_udp_endpoint
bulkhead_udp_sender(const struct bulkhead_udp_endpoint from[2])
{
    return (struct bulkhead_udp_endpoint){from[0].address, {from[0].port[1], from[0].port[0]}};
}

/// Has datagrams put into a buffer from now on, each from its start on; upcall 0 tells of each.
static inline void bulkhead_udp_listen(void *buffer, size_t length_bytes)
{
    (void)bulkhead_allow_read_write(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_BUFFER, buffer, length_bytes);
}

/**
 * Sends a datagram, and waits until it is on its way.
 *
 * @param own  what the program is bound to.
 * @return as the driver's header says; ERROR_NONE does not say that it arrives.
 */
static inline enum error bulkhead_udp_send(const struct bulkhead_udp_endpoint *own,
                                           const struct bulkhead_udp_endpoint *to,
                                           const void *bytes, size_t length_bytes)
{
    struct bulkhead_udp_endpoint endpoints[2] = {*own, *to};
    (void)bulkhead_allow_read_write(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_FROM, endpoints,
                                    sizeof endpoints);
    (void)bulkhead_allow_read_only(BULKHEAD_UDP_DRIVER, 0, bytes, length_bytes);
    enum error error =
        bulkhead_result_error(bulkhead_command(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_SEND, 0, 0));
    (void)bulkhead_allow_read_write(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_FROM, NULL, 0);
    if (error == ERROR_NONE) {
        error =
            (enum error)bulkhead_yield_wait_for(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_SENT).value[0];
    }
    (void)bulkhead_allow_read_only(BULKHEAD_UDP_DRIVER, 0, NULL, 0);
    return error;
}
