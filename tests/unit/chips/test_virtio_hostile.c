// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Drivers of virtio devices against devices that write every kind of nonsense into their queues, at
 * random. What must hold: what a device is told to write lies inside the buffer that was given, or
 * is the driver's own; each buffer comes back exactly once; nothing of the driver's memory is
 * written where it should not be, which the sanitizers watch.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <chips/virtio/block.h>
#include <chips/virtio/entropy.h>

#include "machine.h"
#include "virtio_device.h"

enum { ROUNDS = 200000, SECTORS = 64, PART_CONTINUES = 1, PART_WRITTEN = 2 };
enum { HEADER_BYTES = 16 };

/// One of the two drivers, as this test uses it.
struct driver {
    const char *name;
    uint32_t kind;
    unsigned (*initialise)(void);
    enum error (*start)(void);
    enum error (*cancel)(void);
    void (*bottom_half)(void);
};

static struct {
    unsigned lives; ///< how often the device was plugged in anew
    unsigned requests;
    unsigned failures;
    unsigned cancels;
    unsigned good;
} figures;

static uint8_t *offered_status; ///< the driver's own byte that the device was told to write

static enum error entropy_start(void)
{
    return virtio_entropy_request(fake_ledger[0].name, 1 + machine_random(MACHINE_BUFFER_BYTES));
}

static enum error block_start(void)
{
    const struct block_transfer transfer = {
        .buffer = fake_ledger[0].name,
        .first_sector = machine_random(SECTORS - 4),
        .sector_count = 1 + machine_random(4),
    };
    switch (machine_random(3)) {
    case 0:
        return virtio_block_read(&transfer);
    case 1:
        return virtio_block_write(&transfer);
    default:
        return virtio_block_flush();
    }
}

static const struct driver entropy_driver = {
    "entropy",     DEVICE_KIND_ENTROPY,   virtio_entropy_initialise,
    entropy_start, virtio_entropy_cancel, virtio_entropy_bottom_half,
};
static const struct driver block_driver = {
    "block",     DEVICE_KIND_BLOCK,   virtio_block_initialise,
    block_start, virtio_block_cancel, virtio_block_bottom_half,
};

static unsigned completions(void)
{
    return machine.fillings + machine.operations;
}

static enum error last_status(const struct driver *driver)
{
    return driver->kind == DEVICE_KIND_BLOCK ? machine.done.status : machine.filled.status;
}

/// What the device is told of the request that was just offered.
static void check_offer(const struct driver *driver)
{
    const struct virtio_queue *queue = device_queue();
    const uint16_t last = (uint16_t)(queue->available.index - 1);
    unsigned index = queue->available.ring[last % VIRTIO_QUEUE_ENTRIES];
    unsigned count = 1;
    for (;; count++) {
        assert_true(count <= VIRTIO_QUEUE_ENTRIES && index < VIRTIO_QUEUE_ENTRIES);
        const struct virtio_descriptor *part = &queue->descriptors[index];
        const uintptr_t buffer = (uintptr_t)machine.buffer;
        const bool is_in_buffer =
            part->address >= buffer && part->length_bytes <= MACHINE_BUFFER_BYTES &&
            part->address - buffer <= MACHINE_BUFFER_BYTES - part->length_bytes;
        const bool is_status = part->length_bytes == 1 && (part->flags & PART_WRITTEN) != 0;
        const bool is_header =
            part->length_bytes == HEADER_BYTES && (part->flags & PART_WRITTEN) == 0;
        if (is_status && !is_in_buffer) {
            offered_status = (uint8_t *)(uintptr_t)part->address;
        }
        assert_true(is_in_buffer ||
                    (driver->kind == DEVICE_KIND_BLOCK && (is_status || is_header)));
        if ((part->flags & PART_CONTINUES) == 0) {
            break;
        }
        index = part->next;
    }
    assert_int_equal(count == 1, driver->kind == DEVICE_KIND_ENTROPY);
}

static uint32_t word(void)
{
    static const uint32_t words[] = {0,       1,          2,          3,         4,
                                     16,      512,        0x7FFF,     0x8000,    0xFFFF,
                                     0x10000, 0x7FFFFFFF, 0x80000000, UINT32_MAX};
    return machine_random(2) == 0 ? words[machine_random(sizeof words / sizeof words[0])]
                                  : machine_random(UINT32_MAX);
}

/// Writes over memory that the device shares with the driver. What the queue's own state is, behind
/// it, no part of the queue says; a device that writes there is one that nothing can hold.
static void scribble(void)
{
    struct virtio_queue *queue = device_queue();
    switch (machine_random(8)) {
    case 0:
        queue->used.index = (uint16_t)word();
        break;
    case 1:
        queue->used.ring[machine_random(VIRTIO_QUEUE_ENTRIES)].id = word();
        break;
    case 2:
        queue->used.ring[machine_random(VIRTIO_QUEUE_ENTRIES)].length_bytes = word();
        break;
    case 3:
        queue->descriptors[machine_random(VIRTIO_QUEUE_ENTRIES)] = (struct virtio_descriptor){
            .address = (uint64_t)word() << 32 | word(),
            .length_bytes = word(),
            .flags = (uint16_t)word(),
            .next = (uint16_t)word(),
        };
        break;
    case 4:
        queue->available.index = (uint16_t)word();
        queue->available.ring[machine_random(VIRTIO_QUEUE_ENTRIES)] = (uint16_t)word();
        break;
    case 5:
        queue->used.flags = (uint16_t)word();
        queue->used.available_event = (uint16_t)word();
        break;
    case 6: {
        uint8_t *bytes = (uint8_t *)queue;
        const size_t length = offsetof(struct virtio_queue, used) + sizeof(struct virtio_used);
        for (unsigned i = machine_random(64); i > 0; i--) {
            bytes[machine_random((uint32_t)length)] = (uint8_t)word();
        }
        break;
    }
    default:
        device.interrupt = word();
        break;
    }
}

/// Ends the request as the standard says, if nobody has scribbled over what it says there.
static void finish(const struct driver *driver)
{
    const struct virtio_queue *queue = device_queue();
    const struct virtio_descriptor *descriptors = queue->descriptors;
    if (queue->available.index != (uint16_t)(queue->used.index + 1)) {
        return;
    }
    uint32_t length_bytes = descriptors[0].length_bytes;
    if (driver->kind == DEVICE_KIND_BLOCK) {
        const struct virtio_descriptor *data = &descriptors[1];
        const struct virtio_descriptor *status = data;
        length_bytes = 1;
        if ((data->flags & PART_CONTINUES) != 0) {
            status = &descriptors[2];
            length_bytes += (data->flags & PART_WRITTEN) != 0 ? data->length_bytes : 0;
        }
        if (status->length_bytes == 1 && status->flags == PART_WRITTEN) {
            *offered_status = machine_random(8) == 0 ? (uint8_t)word() : 0;
        }
    }
    device_use(queue->available.index, 0, length_bytes);
}

static void plug_in(const struct driver *driver)
{
    device_reset(driver->kind);
    device.features = UINT32_MAX & ~(1u << 5);
    device.capacity = SECTORS;
    machine.is_line_masked[DEVICE_LINE] = false;
    assert_int_equal(driver->initialise(), DEVICE_LINE);
    figures.lives++;
}

static void check_driver(const struct driver *driver)
{
    memset(&figures, 0, sizeof figures);
    machine_reset_doubles();
    plug_in(driver);
    bool is_under_way = false;
    for (unsigned round = 0; round < ROUNDS; round++) {
        const unsigned ended = completions();
        const bool was_under_way = is_under_way;
        unsigned may_end = was_under_way ? 1 : 0;
        switch (machine_random(4)) {
        case 0:
            if (!was_under_way) {
                const enum error error = driver->start();
                if (error == ERROR_NO_DEVICE) {
                    assert_true(machine.is_line_masked[DEVICE_LINE]);
                    plug_in(driver);
                } else {
                    assert_int_equal(error, ERROR_NONE);
                    check_offer(driver);
                    figures.requests++;
                    is_under_way = true;
                }
            }
            may_end = 0;
            break;
        case 1:
            if (device.has_queue) {
                scribble();
            }
            break;
        case 2:
            if (device.has_queue && was_under_way) {
                finish(driver);
            }
            break;
        default:
            if (machine_random(16) == 0) {
                const enum error error = driver->cancel();
                assert_true(error == ERROR_NONE || error == ERROR_ALREADY);
                may_end = 0;
            } else {
                driver->bottom_half();
            }
            break;
        }
        const unsigned now_ended = completions() - ended;
        assert_true(now_ended <= may_end);
        if (now_ended == 1) {
            is_under_way = false;
            assert_false(fake_ledger[0].is_at_device);
            const enum error status = last_status(driver);
            figures.good += status == ERROR_NONE;
            figures.cancels += status == ERROR_CANCEL;
            figures.failures += status != ERROR_NONE && status != ERROR_CANCEL;
        }
    }
    // What is under way at the end can still be had back.
    if (is_under_way) {
        const unsigned ended = completions();
        (void)driver->cancel();
        driver->bottom_half();
        assert_int_equal(completions(), ended + 1);
    }
    assert_false(fake_ledger[0].is_at_device);
    printf("%s: %u requests, %u good, %u failed, %u cancelled, %u devices\n", driver->name,
           figures.requests, figures.good, figures.failures, figures.cancels, figures.lives);
    // All of it has happened often enough to mean something.
    assert_true(figures.good > ROUNDS / 1000 && figures.failures > ROUNDS / 1000 &&
                figures.cancels > ROUNDS / 1000);
}

static void entropy_driver_survives(void **state)
{
    (void)state;
    check_driver(&entropy_driver);
}

static void block_driver_survives(void **state)
{
    (void)state;
    check_driver(&block_driver);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entropy_driver_survives),
        cmocka_unit_test(block_driver_survives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
