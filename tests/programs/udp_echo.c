// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sends each datagram back to where it came from, until one says that it is over. Run by
// test_udp.py.
#include "check.h"
#include "udp.h"

enum { DRIVER = BULKHEAD_UDP_DRIVER, PORT = 4000 };

static uint8_t buffer[BULKHEAD_UDP_BYTES_MAX + 1];
static uint8_t large[2048];
static struct bulkhead_udp_endpoint from[2];

static void refusals_check(const struct bulkhead_udp_endpoint *own)
{
    struct bulkhead_udp_endpoint wrong = *own;
    check_error(bulkhead_command(DRIVER, 6, 0, 0), VARIANT_FAILURE, ERROR_NO_SUPPORT,
                "there is no other command");
    check_error(bulkhead_command(DRIVER, BULKHEAD_UDP_SEND, 0, 0), VARIANT_FAILURE, ERROR_RESERVE,
                "who is not bound sends nothing");
    check_error(bulkhead_command(DRIVER, BULKHEAD_UDP_BIND, 0, 0), VARIANT_FAILURE, ERROR_INVALID,
                "a binding without a buffer");
    check_error(bulkhead_command(DRIVER, BULKHEAD_UDP_ADDRESSES, 1, 0), VARIANT_FAILURE,
                ERROR_INVALID, "addresses without a buffer");
    wrong.address.bytes[15] ^= 1;
    check(bulkhead_udp_bind(&wrong, from) == ERROR_INVALID, "somebody else's address");
    wrong = bulkhead_udp_endpoint(own->address, 0);
    check(bulkhead_udp_bind(&wrong, from) == ERROR_INVALID, "no port");
    const struct bulkhead_result length = bulkhead_command(DRIVER, BULKHEAD_UDP_LENGTH_MAX, 0, 0);
    check_value(length.value[0] == BULKHEAD_UDP_BYTES_MAX, "the longest datagram", length.value[0]);
}

static void sending_check(const struct bulkhead_udp_endpoint *own)
{
    const struct bulkhead_udp_endpoint none = bulkhead_udp_endpoint(own->address, 0);
    const struct bulkhead_udp_endpoint other = bulkhead_udp_endpoint(own->address, PORT + 1);
    check(bulkhead_udp_send(own, own, large, sizeof large) == ERROR_SIZE, "too long a datagram");
    check(bulkhead_udp_send(own, &none, buffer, 1) == ERROR_INVALID, "to no port");
    check(bulkhead_udp_send(&other, own, buffer, 1) == ERROR_INVALID, "from another port");
    const struct bulkhead_udp_endpoint far =
        bulkhead_udp_endpoint((struct bulkhead_udp_address){{0x20, 0x01}}, PORT);
    check_value(bulkhead_udp_send(own, &far, buffer, 1) != ERROR_NONE, "to far away", 0);
}

int main(void)
{
    if (!bulkhead_driver_exists(DRIVER)) {
        check_error(bulkhead_command(DRIVER, BULKHEAD_UDP_SEND, 0, 0), VARIANT_FAILURE,
                    ERROR_NO_DEVICE, "a datagram: no device");
        return check_done("udp_echo");
    }
    struct bulkhead_udp_address address;
    udp_addresses_wait(&address, 1);
    udp_address_print("address", &address);
    const struct bulkhead_udp_endpoint own = bulkhead_udp_endpoint(address, PORT);
    refusals_check(&own);
    const enum error error = bulkhead_udp_bind(&own, from);
    check_value(error == ERROR_NONE, "a port", (uint32_t)error);
    sending_check(&own);
    bulkhead_udp_listen(buffer, sizeof buffer);
    printf("echo ready\n");
    for (;;) {
        const struct bulkhead_upcall arrived =
            bulkhead_yield_wait_for(DRIVER, BULKHEAD_UDP_RECEIVED);
        const uint32_t length = arrived.value[0];
        if (arrived.value[1] != 0) {
            printf("lost %lu\n", (unsigned long)arrived.value[1]);
        }
        const struct bulkhead_udp_endpoint to = bulkhead_udp_sender(from);
        const bool is_over = length == 4 && memcmp(buffer, "over", 4) == 0;
        if (length > BULKHEAD_UDP_BYTES_MAX) {
            printf("long %lu\n", (unsigned long)length);
            continue;
        }
        const enum error sent = bulkhead_udp_send(&own, &to, buffer, length);
        if (sent != ERROR_NONE) {
            printf("send failed %d\n", (int)sent);
        }
        if (is_over) {
            return check_done("udp_echo");
        }
    }
}
