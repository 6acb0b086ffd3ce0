// SPDX-License-Identifier: Apache-2.0 OR MIT
// Talks to udp_echo on the same board, and takes the port that another program leaves behind. Run
// by test_udp.py.
#include "check.h"
#include "udp.h"

enum { ECHO_PORT = 4000, OWN_PORT = 4001, LEFT_PORT = 4002, PAUSE_MILLISECONDS = 20 };

static uint8_t sent[BULKHEAD_UDP_BYTES_MAX];
static uint8_t received[BULKHEAD_UDP_BYTES_MAX];
static struct bulkhead_udp_endpoint from[2];

/// Binds when the port is free, or taken.
static enum error bind_until(const struct bulkhead_udp_endpoint *own, enum error wanted)
{
    enum error error = bulkhead_udp_bind(own, from);
    while (error != wanted && (error == ERROR_NONE || error == ERROR_BUSY)) {
        (void)bulkhead_sleep_ms(PAUSE_MILLISECONDS);
        error = bulkhead_udp_bind(own, from);
    }
    return error;
}

static void echo_check(const struct bulkhead_udp_endpoint *own,
                       const struct bulkhead_udp_endpoint *echo, size_t length_bytes)
{
    for (size_t i = 0; i < length_bytes; i++) {
        sent[i] = (uint8_t)(i * 5 + length_bytes);
    }
    memset(received, 0, sizeof received);
    bulkhead_udp_listen(received, sizeof received);
    const enum error error = bulkhead_udp_send(own, echo, sent, length_bytes);
    check_value(error == ERROR_NONE, "to the neighbour", (uint32_t)error);
    const struct bulkhead_upcall arrived =
        bulkhead_yield_wait_for(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_RECEIVED);
    bulkhead_udp_listen(NULL, 0);
    const struct bulkhead_udp_endpoint sender = bulkhead_udp_sender(from);
    check_value(arrived.value[0] == length_bytes && memcmp(sent, received, length_bytes) == 0,
                "and back", arrived.value[0]);
    check(sender.port[0] == (ECHO_PORT & 0xFF) && sender.port[1] == ECHO_PORT >> 8,
          "from its port");
}

int main(void)
{
    struct bulkhead_udp_address address;
    udp_addresses_wait(&address, 1);
    const struct bulkhead_udp_endpoint echo = bulkhead_udp_endpoint(address, ECHO_PORT);
    const struct bulkhead_udp_endpoint left = bulkhead_udp_endpoint(address, LEFT_PORT);
    const struct bulkhead_udp_endpoint own = bulkhead_udp_endpoint(address, OWN_PORT);
    check_error(bulkhead_command(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_SEND, 0, 0), VARIANT_FAILURE,
                ERROR_RESERVE, "without a port");
    check(bind_until(&own, ERROR_NONE) == ERROR_NONE, "a port");
    bulkhead_udp_listen(received, sizeof received);
    printf("second ready\n");
    (void)bulkhead_yield_wait_for(BULKHEAD_UDP_DRIVER, BULKHEAD_UDP_RECEIVED);
    check(bulkhead_udp_bind(&echo, from) == ERROR_BUSY, "the neighbour's port");
    check(bulkhead_udp_bind(&own, from) == ERROR_NONE, "its own again");
    echo_check(&own, &echo, 1);
    echo_check(&own, &echo, BULKHEAD_UDP_BYTES_MAX);
    const struct bulkhead_udp_endpoint loopback =
        bulkhead_udp_endpoint((struct bulkhead_udp_address){{[15] = 1}}, ECHO_PORT);
    echo_check(&own, &loopback, 300);
    check(bind_until(&left, ERROR_NONE) == ERROR_NONE, "a port that was left behind");
    return check_done("udp_second");
}
