// SPDX-License-Identifier: Apache-2.0 OR MIT
// Ends in the middle of everything: with a port, a buffer, and a datagram for a neighbour that does
// not answer. Run by test_udp.py.
#include "check.h"
#include "udp.h"

enum { PORT = 4002 };

static uint8_t buffer[BULKHEAD_UDP_BYTES_MAX];
static struct bulkhead_udp_endpoint from[2];
static struct bulkhead_udp_endpoint endpoints[2];

int main(void)
{
    struct bulkhead_udp_address address;
    udp_addresses_wait(&address, 1);
    const struct bulkhead_udp_endpoint own = bulkhead_udp_endpoint(address, PORT);
    check(bulkhead_udp_bind(&own, from) == ERROR_NONE, "a port");
    bulkhead_udp_listen(buffer, sizeof buffer);
    printf("leave ready\n");
    (void)bulkhead_yield_wait_for(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_RECEIVED);
    endpoints[0] = own;
    endpoints[1] = bulkhead_udp_sender(from);
    endpoints[1].address.bytes[15] ^= 0xFF;
    (void)bulkhead_allow_read_write(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_FROM, endpoints,
                                    sizeof endpoints);
    (void)bulkhead_allow_read_only(BULKHEAD_UDP_DRIVER, 0, buffer, sizeof buffer);
    const struct bulkhead_result result =
        bulkhead_command(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_SEND, 0, 0);
    check(bulkhead_result_is_success(result), "a datagram that nobody waits for");
    return check_done("udp_leave");
}
