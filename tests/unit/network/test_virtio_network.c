// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The driver of a network device, against one that does what the standard says and one that does
/// not.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "network_machine.h"

enum { ROUNDS = 200000, FRAME = 100, MAX = ETHERNET_FRAME_BYTES_MAX };

static int setup(void **state)
{
    (void)state;
    network_reset();
    return 0;
}

static void device_is_described_as_it_was_at_the_start(void **state)
{
    (void)state;
    static const uint8_t address[] = {0x52, 0x54, 0x00, 0xAB, 0xCD, 0xEF};
    struct ethernet_description description;
    virtio_network_describe(&description);
    assert_true(description.is_present && description.has_address);
    assert_memory_equal(description.address, address, sizeof address);
    uint64_t number = 0;
    assert_int_equal(virtio_network_eui64(&number), ERROR_NONE);
    assert_true(number == 0x525400FFFEABCDEFu);
    assert_true(model.is_line_enabled);
    assert_int_equal(model.status, 0xF);
    assert_int_equal(model.accepted, 1 << 5);
}

static void device_without_an_address_has_none(void **state)
{
    (void)state;
    model.features = 1; // Of both words: a current device, without an address.
    (void)virtio_network_initialise();
    struct ethernet_description description;
    virtio_network_describe(&description);
    assert_true(description.is_present && !description.has_address);
    uint64_t number;
    assert_int_equal(virtio_network_eui64(&number), ERROR_NO_DEVICE);
}

static void device_that_is_absent_or_lacks_a_queue_is_none(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        setup(NULL);
        model.is_absent = i == 0;
        model.queue_count = i == 1 ? 1 : DIRECTIONS;
        model.never_resets = i == 2;
        assert_int_equal(virtio_network_initialise(), 0);
        struct ethernet_description description;
        virtio_network_describe(&description);
        assert_false(description.is_present);
        assert_int_equal(network_start(RECEIVE, 0), ERROR_NO_DEVICE);
        assert_int_equal(network_start(TRANSMIT, FRAME), ERROR_NO_DEVICE);
        assert_int_equal(virtio_network_cancel(), ERROR_ALREADY);
        virtio_network_bottom_half();
        assert_int_equal(network.ends[RECEIVE] + network.ends[TRANSMIT], 0);
    }
}

static void check_parts(unsigned direction, uint32_t header_bytes, uint32_t frame_bytes)
{
    const struct virtio_descriptor *parts = model_queue(direction)->descriptors;
    const unsigned written = direction == RECEIVE ? 2 : 0;
    assert_int_equal(parts[0].length_bytes, header_bytes);
    assert_int_equal(parts[0].flags, 1 | written);
    assert_int_equal(parts[0].next, 1);
    assert_int_equal(parts[1].length_bytes, frame_bytes);
    assert_int_equal(parts[1].flags, written);
    assert_ptr_equal((void *)(uintptr_t)parts[1].address, fake_ledger[direction].bytes);
}

static void frames_go_both_ways_at_once(void **state)
{
    (void)state;
    assert_int_equal(network_start(RECEIVE, 0), ERROR_NONE);
    assert_int_equal(network_start(TRANSMIT, FRAME), ERROR_NONE);
    check_parts(RECEIVE, HEADER_BYTES, MAX);
    check_parts(TRANSMIT, HEADER_BYTES, FRAME);
    assert_int_equal(model.notifications[RECEIVE], 1);
    assert_int_equal(model.notifications[TRANSMIT], 1);
    assert_int_equal(network_start(RECEIVE, 0), ERROR_BUSY);
    assert_int_equal(network_start(TRANSMIT, FRAME), ERROR_BUSY);

    model_finish(TRANSMIT, 0);
    virtio_network_bottom_half();
    assert_int_equal(network.ends[TRANSMIT], 1);
    assert_int_equal(network.transmitted.status, ERROR_NONE);
    assert_int_equal(network.ends[RECEIVE], 0);
    assert_int_equal(network_start(TRANSMIT, MAX), ERROR_NONE);

    model_finish(RECEIVE, HEADER_BYTES + 60);
    model_finish(TRANSMIT, 0);
    virtio_network_bottom_half();
    assert_int_equal(network.ends[TRANSMIT], 2);
    assert_int_equal(network.ends[RECEIVE], 1);
    assert_int_equal(network.received.status, ERROR_NONE);
    assert_int_equal(network.received.length_bytes, 60);
    assert_int_equal(model.interrupt, 0);
}

static void legacy_device_has_a_shorter_header(void **state)
{
    (void)state;
    model.version = 1;
    (void)virtio_network_initialise();
    // Where its queues are it was told in another unit: the parts are as before.
    assert_int_equal(model.status, 7);
    assert_int_equal(network_start(RECEIVE, 0), ERROR_NONE);
    check_parts(RECEIVE, HEADER_BYTES - 2, MAX);
    model_finish(RECEIVE, HEADER_BYTES - 2 + MAX);
    virtio_network_bottom_half();
    assert_int_equal(network.received.length_bytes, MAX);
}

static void frames_are_within_their_bounds(void **state)
{
    (void)state;
    static const size_t wrong[] = {0, 1, 13, 1515, BUFFER_BYTES, SIZE_MAX};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(network_start(TRANSMIT, wrong[i]), ERROR_SIZE);
    }
    assert_int_equal(network_start(TRANSMIT, 14), ERROR_NONE);
    check_parts(TRANSMIT, HEADER_BYTES, 14);
}

static void stale_name_is_refused(void **state)
{
    (void)state;
    fake_ledger[RECEIVE].name.generation++;
    struct transfer_buffer old = fake_ledger[RECEIVE].name;
    old.generation--;
    assert_int_equal(virtio_network_receive(old), ERROR_STALE);
    old.index = 9;
    assert_int_equal(virtio_network_receive(old), ERROR_INVALID);
    assert_int_equal(network_start(RECEIVE, 0), ERROR_NONE);
}

static void cancel_gives_both_buffers_back(void **state)
{
    (void)state;
    assert_int_equal(virtio_network_cancel(), ERROR_ALREADY);
    (void)network_start(RECEIVE, 0);
    (void)network_start(TRANSMIT, FRAME);
    assert_int_equal(virtio_network_cancel(), ERROR_NONE);
    assert_int_equal(virtio_network_cancel(), ERROR_NONE);
    assert_true(model.is_bottom_half_requested);
    assert_int_equal(network.ends[RECEIVE] + network.ends[TRANSMIT], 0);
    virtio_network_bottom_half();
    assert_int_equal(network.received.status, ERROR_CANCEL);
    assert_int_equal(network.transmitted.status, ERROR_CANCEL);
    // And it goes on.
    assert_int_equal(network_start(RECEIVE, 0), ERROR_NONE);
    model_finish(RECEIVE, HEADER_BYTES + FRAME);
    virtio_network_bottom_half();
    assert_int_equal(network.received.status, ERROR_NONE);
    assert_int_equal(network.ends[RECEIVE], 2);
    assert_int_equal(network.ends[TRANSMIT], 1);
}

/// A device that broke the rules of one queue is done with, and so is what is in the other one.
static void check_is_done_with(void)
{
    virtio_network_bottom_half();
    assert_int_equal(network.ends[RECEIVE], 1);
    assert_int_equal(network.ends[TRANSMIT], 1);
    assert_int_equal(network.received.status, ERROR_FAILED);
    assert_int_equal(network.received.length_bytes, 0);
    assert_int_equal(network.transmitted.status, ERROR_FAILED);
    assert_true(model.is_line_masked);
    assert_int_equal(model.status, 0);
    assert_int_equal(network_start(RECEIVE, 0), ERROR_NO_DEVICE);
    virtio_network_bottom_half();
    assert_int_equal(network.ends[RECEIVE] + network.ends[TRANSMIT], 2);
}

static void device_that_breaks_the_rules_is_stopped(void **state)
{
    (void)state;
    static const struct {
        unsigned direction;
        uint16_t index;
        uint32_t id;
        uint32_t length_bytes;
    } lies[] = {
        {RECEIVE, 2, 0, 100},
        {RECEIVE, 0xFFFF, 0, 100},
        {RECEIVE, 1, 1, 100},
        {RECEIVE, 1, 9, 100},
        {RECEIVE, 1, 0, HEADER_BYTES + MAX + 1},
        {RECEIVE, 1, 0, UINT32_MAX},
        {RECEIVE, 1, 0, HEADER_BYTES - 1},
        {RECEIVE, 1, 0, 0},
        {TRANSMIT, 2, 0, 0},
        {TRANSMIT, 1, 3, 0},
        {TRANSMIT, 1, 0, 1},
    };
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        setup(NULL);
        (void)network_start(RECEIVE, 0);
        (void)network_start(TRANSMIT, FRAME);
        model_use(lies[i].direction, lies[i].index, lies[i].id, lies[i].length_bytes);
        check_is_done_with();
        assert_false(fake_ledger[RECEIVE].is_at_device);
        assert_false(fake_ledger[TRANSMIT].is_at_device);
    }
}

static void device_that_does_not_stop_keeps_the_buffers(void **state)
{
    (void)state;
    (void)network_start(RECEIVE, 0);
    (void)network_start(TRANSMIT, FRAME);
    model_use(RECEIVE, 7, 0, 0);
    model.never_resets = true;
    virtio_network_bottom_half();
    assert_int_equal(network.ends[RECEIVE] + network.ends[TRANSMIT], 2);
    assert_true(fake_ledger[RECEIVE].is_at_device);
    assert_true(fake_ledger[TRANSMIT].is_at_device);
    // For the tests behind: this one is gone.
    fake_ledger[RECEIVE].is_at_device = false;
    fake_ledger[TRANSMIT].is_at_device = false;
}

static void line_that_storms_ends_the_device(void **state)
{
    (void)state;
    (void)network_start(RECEIVE, 0);
    for (unsigned i = 0; i < 63; i++) {
        virtio_network_bottom_half();
        assert_false(model.is_line_masked);
    }
    virtio_network_bottom_half();
    assert_true(model.is_line_masked);
    assert_int_equal(network.received.status, ERROR_FAILED);
}

// ---------------------------------------------------------------------------------------------
// Nonsense at random

static uint32_t pick(uint32_t limit)
{
    static uint64_t seed = 0x853C49E6748FEA9B;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % limit;
}

static void scribble(void)
{
    struct virtio_queue *queue = model_queue(pick(DIRECTIONS));
    uint8_t *bytes = (uint8_t *)queue;
    switch (pick(4)) {
    case 0:
        queue->used.index = (uint16_t)(queue->used.index + pick(3));
        break;
    case 1:
        queue->used.ring[pick(VIRTIO_QUEUE_ENTRIES)].length_bytes = pick(3000);
        break;
    case 2:
        queue->used.ring[pick(VIRTIO_QUEUE_ENTRIES)].id = pick(3);
        break;
    default:
        // All that the device knows of, not what is the driver's behind it.
        bytes[pick(offsetof(struct virtio_queue, used) + sizeof(struct virtio_used))] =
            (uint8_t)pick(256);
        break;
    }
}

/// What the device is told to write or read is the buffer that was given, or the driver's header.
static void check_offer(unsigned direction)
{
    const struct virtio_descriptor *parts = model_queue(direction)->descriptors;
    const uintptr_t buffer = (uintptr_t)fake_ledger[direction].bytes;
    assert_int_equal(parts[0].length_bytes, HEADER_BYTES);
    assert_int_equal(parts[1].address, buffer);
    assert_true(parts[1].length_bytes <= MAX);
    assert_int_equal((parts[1].flags & 2) != 0, direction == RECEIVE);
}

static void driver_survives_nonsense(void **state)
{
    (void)state;
    unsigned good = 0;
    unsigned failed = 0;
    unsigned cancelled = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        const unsigned direction = pick(DIRECTIONS);
        const struct fake_ledger_buffer *buffer = &fake_ledger[direction];
        const unsigned ended = network.ends[direction];
        const bool was_at_device = buffer->is_at_device;
        switch (pick(5)) {
        case 0: {
            const enum error error = network_start(direction, 14 + pick(1501));
            if (error == ERROR_NO_DEVICE) {
                network_plug_in();
                assert_int_equal(virtio_network_initialise(), DEVICE_LINE);
            } else {
                assert_int_equal(error, was_at_device ? ERROR_BUSY : ERROR_NONE);
                if (error == ERROR_NONE) {
                    check_offer(direction);
                }
            }
            break;
        }
        case 1:
            if (model.has_queue[0] && pick(8) == 0) {
                scribble();
            }
            break;
        case 2:
            if (model.has_queue[0] && was_at_device) {
                model_finish(direction, direction == RECEIVE ? 12 + pick(MAX + 1) : 0);
            }
            break;
        default:
            if (pick(32) == 0) {
                (void)virtio_network_cancel();
                break;
            }
            virtio_network_bottom_half();
            assert_true(network.ends[direction] - ended <= (was_at_device ? 1 : 0));
            if (network.ends[direction] > ended) {
                assert_false(buffer->is_at_device);
                const enum error status =
                    direction == RECEIVE ? network.received.status : network.transmitted.status;
                good += status == ERROR_NONE;
                failed += status == ERROR_FAILED;
                cancelled += status == ERROR_CANCEL;
                assert_true(network.received.length_bytes <= MAX);
            }
            break;
        }
    }
    printf("%u good, %u failed, %u cancelled\n", good, failed, cancelled);
    // All of it has happened often enough to mean something.
    assert_true(good > ROUNDS / 1000 && failed > ROUNDS / 1000 && cancelled > ROUNDS / 1000);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, setup)
    const struct CMUnitTest tests[] = {
        TEST(device_is_described_as_it_was_at_the_start),
        TEST(device_without_an_address_has_none),
        TEST(device_that_is_absent_or_lacks_a_queue_is_none),
        TEST(frames_go_both_ways_at_once),
        TEST(legacy_device_has_a_shorter_header),
        TEST(frames_are_within_their_bounds),
        TEST(stale_name_is_refused),
        TEST(cancel_gives_both_buffers_back),
        TEST(device_that_breaks_the_rules_is_stopped),
        TEST(line_that_storms_ends_the_device),
        TEST(driver_survives_nonsense),
        TEST(device_that_does_not_stop_keeps_the_buffers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
