// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <capsules/ipv6/ipv6.h>
#include <cmocka.h>

#include "fake_board.h"

enum { BUFFER_BYTES = 1536, SENT_MAX = 64, MILLISECONDS = 1000, STEP_MILLISECONDS = 5 };
enum { BUFFER_FRAME, BUFFER_PACKET, BUFFER_TEST, BUFFERS };

const struct bench_capsule bench_capsules[] = {
    [WIRE_ETHERNET] = {.init = virtual_ethernet_init,
                       .deferred = virtual_ethernet_deferred,
                       .timer = virtual_ethernet_timer,
                       .driver = BENCH_NO_DRIVER,
                       BENCH_STATE(virtual_ethernet)},
    [WIRE_IPV6] = {.init = ipv6_init,
                   .deferred = ipv6_deferred,
                   .timer = ipv6_timer,
                   .driver = BENCH_NO_DRIVER,
                   BENCH_STATE(ipv6)},
    [WIRE_UDP] = {.init = udp_init,
                  .deferred = udp_deferred,
                  .on_restart = udp_on_restart,
                  .driver = UDP_DRIVER,
                  .command = udp_command,
                  .kept_bytes = UDP_KEPT_BYTES,
                  BENCH_STATE(udp)},
};
const size_t bench_capsule_count = 3;

const uint8_t wire_board_link[] = {0x52, 0x54, 0x00, 0x12, 0x34, 0x56};
const uint8_t wire_peer_link[] = {0x52, 0x54, 0x00, 0x00, 0x00, 0x01};
const struct ipv6_address wire_board = {
    {0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0x50, 0x54, 0x00, 0xFF, 0xFE, 0x12, 0x34, 0x56}};
const struct ipv6_address wire_peer = {
    {0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0x50, 0x54, 0x00, 0xFF, 0xFE, 0x00, 0x00, 0x01}};
const struct ipv6_address wire_all = {{0xFF, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}};
const struct ipv6_address wire_nobody;
const struct virtual_ethernet_type virtual_ethernet_types[] = {{0}, {0x86DD}};
const struct udp_policy udp_policy = {.first_port = 100, .last_port = 60000};

struct wire_frame wire_frame;
struct wire_device wire_device;
struct wire_client wire_client;
unsigned wire_log_count;

// ---------------------------------------------------------------------------------------------
// Buffers

static struct {
    uint8_t bytes[BUFFER_BYTES];
    bool is_at_device;
    uint32_t generation;
} buffers[BUFFERS];

static size_t buffer_of_caller(void)
{
    return fake_capsule_calling() == (enum fake_capsule)WIRE_ETHERNET ? BUFFER_FRAME
                                                                      : BUFFER_PACKET;
}

struct transfer_buffer transfer_buffer_home(uint32_t index)
{
    assert_int_equal(index, 0);
    const size_t place = buffer_of_caller();
    return (struct transfer_buffer){(uint16_t)place, 0, buffers[place].generation};
}

static bool is_here(struct transfer_buffer buffer)
{
    return buffer.index == buffer_of_caller() && !buffers[buffer.index].is_at_device &&
           buffer.generation == buffers[buffer.index].generation;
}

enum error transfer_buffer_read_(struct transfer_buffer buffer, size_t offset, void *to,
                                 size_t bytes)
{
    if (!is_here(buffer)) {
        return ERROR_STALE;
    }
    assert_true(offset + bytes <= BUFFER_BYTES);
    memcpy(to, buffers[buffer.index].bytes + offset, bytes);
    return ERROR_NONE;
}

enum error transfer_buffer_write_(struct transfer_buffer buffer, size_t offset, const void *from,
                                  size_t bytes)
{
    if (!is_here(buffer)) {
        return ERROR_STALE;
    }
    assert_true(offset + bytes <= 1296); // As long as the buffer of the manifest.
    memcpy(buffers[buffer.index].bytes + offset, from, bytes);
    return ERROR_NONE;
}

static struct transfer_buffer buffer_return(size_t place)
{
    buffers[place].is_at_device = false;
    buffers[place].generation++;
    return (struct transfer_buffer){(uint16_t)place, 0, buffers[place].generation};
}

enum error capsule_log_(const char *line)
{
    assert_true(strlen(line) <= CAPSULE_LOG_BYTES_MAX);
    wire_log_count++;
    return ERROR_NONE;
}

// ---------------------------------------------------------------------------------------------
// The device

static struct {
    bool is_listening;
    bool is_sending;
    bool is_cancelled;
    bool is_receive_cancelled;
    size_t sending_place;
    struct wire_frame sent[SENT_MAX];
    size_t sent_first;
    size_t sent_count;
} device;

BENCH_THUNK(to_received, WIRE_ETHERNET, virtual_ethernet_received, const struct ethernet_received)
BENCH_THUNK(to_transmitted, WIRE_ETHERNET, virtual_ethernet_transmitted,
            const struct ethernet_transmitted)

static void device_describe(struct ethernet_description *description)
{
    *description = (struct ethernet_description){.is_present = !wire_device.is_absent,
                                                 .has_address = !wire_device.is_absent};
    memcpy(description->address, wire_board_link, sizeof wire_board_link);
}

static enum error device_receive(struct transfer_buffer buffer)
{
    if (wire_device.is_absent) {
        return ERROR_NO_DEVICE;
    }
    if (device.is_listening) {
        return ERROR_BUSY;
    }
    assert_true(is_here(buffer));
    buffers[BUFFER_FRAME].is_at_device = true;
    device.is_listening = true;
    return ERROR_NONE;
}

static enum error device_transmit(struct transfer_buffer buffer, size_t length_bytes)
{
    assert_true(length_bytes >= ETHERNET_FRAME_BYTES_MIN);
    assert_true(length_bytes <= ETHERNET_FRAME_BYTES_MAX);
    if (wire_device.is_absent || wire_device.answer != ERROR_NONE) {
        return wire_device.is_absent ? ERROR_NO_DEVICE : wire_device.answer;
    }
    if (device.is_sending) {
        return ERROR_BUSY;
    }
    assert_in_range(buffer.index, BUFFER_PACKET, BUFFER_TEST);
    assert_false(buffers[buffer.index].is_at_device);
    assert_int_equal(buffer.generation, buffers[buffer.index].generation);
    buffers[buffer.index].is_at_device = true;
    assert_true(device.sent_count < SENT_MAX);
    struct wire_frame *frame = &device.sent[device.sent_count++];
    frame->length_bytes = length_bytes;
    memcpy(frame->bytes, buffers[buffer.index].bytes, length_bytes);
    device.is_sending = true;
    device.sending_place = buffer.index;
    return ERROR_NONE;
}

static enum error device_cancel(void)
{
    if (!device.is_sending && !device.is_listening) {
        return ERROR_ALREADY;
    }
    device.is_cancelled = device.is_sending && !wire_device.has_no_cancel;
    device.is_receive_cancelled = device.is_listening;
    return ERROR_NONE;
}

const struct ethernet virtual_ethernet_device = {.describe = device_describe,
                                                 .receive = device_receive,
                                                 .transmit = device_transmit,
                                                 .cancel = device_cancel};

void wire_end(enum error status)
{
    assert_true(device.is_sending);
    device.is_sending = false;
    device.is_cancelled = false;
    const struct ethernet_transmitted event = {.buffer = buffer_return(device.sending_place),
                                               .status = status};
    (void)to_transmitted(&event);
    fake_run();
}

/// What the device does by itself, until all is quiet.
static void all_run(void)
{
    fake_run();
    for (size_t i = 0; i < 10000; i++) {
        if (device.is_receive_cancelled) {
            device.is_receive_cancelled = false;
            device.is_listening = false;
            const struct ethernet_received event = {.buffer = buffer_return(BUFFER_FRAME),
                                                    .status = ERROR_CANCEL};
            (void)to_received(&event);
            fake_run();
        } else if (device.is_cancelled) {
            wire_end(ERROR_CANCEL);
        } else if (device.is_sending && !wire_device.is_mute) {
            wire_end(wire_device.end_status);
        } else {
            return;
        }
    }
    fail_msg("it never ends");
}

bool wire_is_listening(void)
{
    return device.is_listening;
}

void wire_arrive(void)
{
    assert_true(device.is_listening);
    device.is_listening = false;
    memset(buffers[BUFFER_FRAME].bytes, 0xEE, BUFFER_BYTES);
    memcpy(buffers[BUFFER_FRAME].bytes, wire_frame.bytes, sizeof wire_frame.bytes);
    const struct ethernet_received event = {.buffer = buffer_return(BUFFER_FRAME),
                                            .length_bytes = wire_frame.length_bytes};
    (void)to_received(&event);
    all_run();
}

const struct wire_frame *wire_sent(void)
{
    all_run();
    if (device.sent_first == device.sent_count) {
        device.sent_first = 0;
        device.sent_count = 0;
        return NULL;
    }
    return &device.sent[device.sent_first++];
}

// ---------------------------------------------------------------------------------------------
// The wiring

static enum error first_transmit(struct transfer_buffer buffer, size_t length_bytes)
{
    assert_true(bench_enter(WIRE_ETHERNET));
    const enum error error = virtual_ethernet_first_transmit(buffer, length_bytes);
    bench_leave();
    return error;
}

static enum error first_cancel(void)
{
    assert_true(bench_enter(WIRE_ETHERNET));
    const enum error error = virtual_ethernet_first_cancel();
    bench_leave();
    return error;
}

static enum error first_release(uint32_t number)
{
    assert_true(bench_enter(WIRE_ETHERNET));
    const enum error error = virtual_ethernet_first_release(number);
    bench_leave();
    return error;
}

BENCH_THUNK(first_read, WIRE_ETHERNET, virtual_ethernet_first_read, struct ethernet_part)
BENCH_THUNK(second_read, WIRE_ETHERNET, virtual_ethernet_second_read, struct ethernet_part)
BENCH_THUNK(describe_thunk, WIRE_ETHERNET, virtual_ethernet_describe, struct ethernet_description)

static void port_describe(struct ethernet_description *description)
{
    (void)describe_thunk(description);
}

static enum error second_transmit(struct transfer_buffer buffer, size_t length_bytes)
{
    if (!bench_enter(WIRE_ETHERNET)) {
        return ERROR_FAILED;
    }
    const enum error error = virtual_ethernet_second_transmit(buffer, length_bytes);
    bench_leave();
    return error;
}

static enum error second_cancel(void)
{
    if (!bench_enter(WIRE_ETHERNET)) {
        return ERROR_FAILED;
    }
    const enum error error = virtual_ethernet_second_cancel();
    bench_leave();
    return error;
}

static enum error second_release(uint32_t number)
{
    if (!bench_enter(WIRE_ETHERNET)) {
        return ERROR_FAILED;
    }
    const enum error error = virtual_ethernet_second_release(number);
    bench_leave();
    return error;
}

const struct ethernet_port wire_port = {.describe = port_describe,
                                        .transmit = first_transmit,
                                        .cancel = first_cancel,
                                        .read = first_read,
                                        .release = first_release};
const struct ethernet_port ipv6_port = {.describe = port_describe,
                                        .transmit = second_transmit,
                                        .cancel = second_cancel,
                                        .read = second_read,
                                        .release = second_release};

static enum error first_arrived(const struct ethernet_arrived *event)
{
    if (!wire_client.wants_frames) {
        return ERROR_FAILED;
    }
    wire_client.arrived = *event;
    wire_client.arrived_count++;
    return wire_client.keeps_frames ? ERROR_NONE : ERROR_FAILED;
}

static enum error first_transmitted(const struct ethernet_transmitted *event)
{
    wire_client.transmitted = event->status;
    wire_client.transmitted_count++;
    return ERROR_NONE;
}

BENCH_THUNK(to_ipv6_arrived, WIRE_IPV6, ipv6_frame_arrived, const struct ethernet_arrived)
BENCH_THUNK(to_ipv6_transmitted, WIRE_IPV6, ipv6_frame_transmitted,
            const struct ethernet_transmitted)

const struct ethernet_port_client virtual_ethernet_clients[] = {
    {.arrived = first_arrived, .transmitted = first_transmitted},
    {.arrived = to_ipv6_arrived, .transmitted = to_ipv6_transmitted},
};

BENCH_THUNK(network_describe, WIRE_IPV6, ipv6_describe, struct ipv6_description)
BENCH_THUNK(network_send, WIRE_IPV6, ipv6_send, struct ipv6_send)
BENCH_THUNK(network_read, WIRE_IPV6, ipv6_read, struct ipv6_part)
BENCH_THUNK(network_release, WIRE_IPV6, ipv6_release, const struct ipv6_release)

static enum error network_forget(void)
{
    if (!bench_enter(WIRE_IPV6)) {
        return ERROR_FAILED;
    }
    ipv6_forget();
    bench_leave();
    return ERROR_NONE;
}

const struct ipv6_network udp_network = {.describe = network_describe,
                                         .send = network_send,
                                         .forget = network_forget,
                                         .read = network_read,
                                         .release = network_release};

BENCH_THUNK(client_fetch, WIRE_UDP, udp_fetch, struct ipv6_piece)
BENCH_THUNK(client_sent, WIRE_UDP, udp_sent, const struct ipv6_sent)
BENCH_THUNK(client_arrived, WIRE_UDP, udp_arrived, const struct ipv6_arrived)

static enum error client_restarted(void)
{
    if (!bench_enter(WIRE_UDP)) {
        return ERROR_FAILED;
    }
    udp_restarted();
    bench_leave();
    return ERROR_NONE;
}

const struct ipv6_network_client ipv6_client = {.fetch = client_fetch,
                                                .sent = client_sent,
                                                .arrived = client_arrived,
                                                .restarted = client_restarted};

// ---------------------------------------------------------------------------------------------
// For tests

int wire_reset(void **state)
{
    memset(&device, 0, sizeof device);
    memset(&wire_device, 0, sizeof wire_device);
    memset(&wire_client, 0, sizeof wire_client);
    wire_log_count = 0;
    for (size_t i = 0; i < BUFFERS; i++) {
        buffers[i].is_at_device = false;
        buffers[i].generation = 1;
    }
    const int result = bench_reset(state);
    all_run();
    return result;
}

int wire_reset_and_wait(void **state)
{
    const int result = wire_reset(state);
    wire_advance(15000); // The address, and three questions for a router.
    while (wire_sent() != NULL) {
    }
    return result;
}

void wire_advance(uint32_t milliseconds)
{
    for (uint32_t i = 0; i < milliseconds; i += STEP_MILLISECONDS) {
        fake_time_set(time_now() + FAKE_HZ / MILLISECONDS * STEP_MILLISECONDS);
        all_run();
    }
}

void wire_restart(enum wire_capsule capsule, const struct process_id *processes, size_t count)
{
    bench_capsule_fail(capsule);
    all_run();
    if (capsule == WIRE_ETHERNET || (capsule == WIRE_IPV6 && device.is_sending)) {
        (void)device_cancel(); // The kernel has the buffers given back before the restart.
        all_run();
    }
    bench_capsule_restart(capsule, processes, count);
    all_run();
}

void wire_expect_silence(void)
{
    assert_null(wire_sent());
}

void wire_put(const void *bytes, size_t length_bytes)
{
    assert_true(wire_frame.length_bytes + length_bytes <= sizeof wire_frame.bytes);
    memcpy(wire_frame.bytes + wire_frame.length_bytes, bytes, length_bytes);
    wire_frame.length_bytes += length_bytes;
    const size_t payload = wire_frame.length_bytes - WIRE_HEADERS;
    if (wire_frame.length_bytes >= WIRE_HEADERS) {
        wire_frame.bytes[18] = (uint8_t)(payload >> 8);
        wire_frame.bytes[19] = (uint8_t)payload;
    }
}

void wire_put_byte(uint8_t byte)
{
    wire_put(&byte, 1);
}

void wire_put_zero(size_t length_bytes)
{
    static const uint8_t zero[ETHERNET_FRAME_BYTES_MAX];
    wire_put(zero, length_bytes);
}

void wire_packet(uint8_t protocol, const struct ipv6_address *source,
                 const struct ipv6_address *destination, uint8_t hop_limit)
{
    memset(&wire_frame, 0, sizeof wire_frame);
    if (destination->bytes[0] == 0xFF) {
        wire_put("\x33\x33", 2);
        wire_put(destination->bytes + 12, 4);
    } else {
        wire_put(wire_board_link, sizeof wire_board_link);
    }
    wire_put(wire_peer_link, sizeof wire_peer_link);
    wire_put("\x86\xDD\x60\0\0\0\0\0", 8);
    wire_put_byte(protocol);
    wire_put_byte(hop_limit);
    wire_put(source, sizeof *source);
    wire_put(destination, sizeof *destination);
}

static uint16_t sum_of(const struct wire_frame *frame, size_t first, uint8_t protocol)
{
    uint32_t sum = (uint32_t)(frame->length_bytes - first) + protocol;
    for (size_t i = 22; i < WIRE_HEADERS; i++) {
        sum += (uint32_t)frame->bytes[i] << (i % 2 == 0 ? 8 : 0);
    }
    for (size_t i = first; i < frame->length_bytes; i++) {
        sum += (uint32_t)frame->bytes[i] << ((i - first) % 2 == 0 ? 8 : 0);
    }
    while (sum > 0xFFFF) {
        sum = (sum & 0xFFFF) + (sum >> 16);
    }
    return (uint16_t)sum;
}

void wire_sum(size_t first, size_t offset, uint8_t protocol)
{
    uint16_t sum = (uint16_t)~sum_of(&wire_frame, WIRE_HEADERS + first, protocol);
    sum = sum == 0 ? 0xFFFF : sum;
    wire_frame.bytes[WIRE_HEADERS + first + offset] = (uint8_t)(sum >> 8);
    wire_frame.bytes[WIRE_HEADERS + first + offset + 1] = (uint8_t)sum;
}

uint16_t wire_check(const struct wire_frame *frame, uint8_t protocol)
{
    return sum_of(frame, WIRE_HEADERS, protocol);
}

const struct wire_frame *wire_expect_message(uint8_t kind)
{
    const struct wire_frame *frame = wire_sent();
    assert_non_null(frame);
    assert_int_equal(frame->bytes[20], WIRE_ICMP);
    assert_int_equal(frame->bytes[WIRE_HEADERS], kind);
    assert_int_equal(wire_check(frame, WIRE_ICMP), 0xFFFF);
    assert_memory_equal(frame->bytes + 6, wire_board_link, sizeof wire_board_link);
    return frame;
}

void wire_datagram(uint16_t from, uint16_t to, const void *bytes, size_t length_bytes)
{
    const size_t length = UDP_HEADER_BYTES + length_bytes;
    const uint8_t header[UDP_HEADER_BYTES] = {(uint8_t)(from >> 8),   (uint8_t)from,
                                              (uint8_t)(to >> 8),     (uint8_t)to,
                                              (uint8_t)(length >> 8), (uint8_t)length};
    wire_packet(IPV6_PROTOCOL_UDP, &wire_peer, &wire_board, 64);
    wire_put(header, sizeof header);
    wire_put(bytes, length_bytes);
    wire_sum(0, 6, IPV6_PROTOCOL_UDP);
    wire_arrive();
}

void wire_answer(const struct ipv6_address *target, const uint8_t *link, uint8_t flags)
{
    const uint8_t head[] = {WIRE_ANSWER, 0, 0, 0, flags, 0, 0, 0};
    wire_packet(WIRE_ICMP, target, &wire_board, 255);
    wire_put(head, sizeof head);
    wire_put(target, sizeof *target);
    wire_put("\2\1", 2);
    wire_put(link, ETHERNET_ADDRESS_BYTES);
    wire_sum(0, 2, WIRE_ICMP);
    wire_arrive();
}
