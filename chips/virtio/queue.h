// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A queue between a virtio device and its driver ("split virtqueue") with one request at a time,
 * made of up to VIRTIO_QUEUE_ENTRIES parts.
 *
 * Flow: virtio_queue_initialise(), then tell the device where the queue is; for each request
 * virtio_queue_offer(), notify the device, and at its interrupt virtio_queue_take().
 *
 * The device reads and writes this memory whenever it likes. What it has written is read once and
 * believed only as far as it follows from what was offered, of which the driver keeps its own
 * record; descriptors and the ring of offers are written and never read back. Where a device keeps
 * a buffer in mind longer than it may, it is a bus master that nothing here can hold.
 *
 * Source: Virtual I/O Device 1.1, 2.6 (split virtqueues), 2.6.2 (layout of a legacy device).
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lib/attributes.h>

enum {
    VIRTIO_QUEUE_ENTRIES = 4,    ///< a power of two, as a legacy device wants it
    VIRTIO_QUEUE_ALIGNMENT = 64, ///< of the queue and, for a legacy device, of its used ring
};

struct virtio_descriptor {
    uint64_t address;
    uint32_t length_bytes;
    uint16_t flags;
    uint16_t next;
};

struct virtio_available {
    uint16_t flags;
    _Atomic uint16_t index;
    uint16_t ring[VIRTIO_QUEUE_ENTRIES];
    uint16_t used_event; ///< of a feature that is not accepted
};

struct virtio_used_entry {
    _Atomic uint32_t id;
    _Atomic uint32_t length_bytes;
};

/// Written by the device.
struct virtio_used {
    uint16_t flags;
    _Atomic uint16_t index;
    struct virtio_used_entry ring[VIRTIO_QUEUE_ENTRIES];
    uint16_t available_event;
};

struct virtio_queue {
    _Alignas(VIRTIO_QUEUE_ALIGNMENT) struct virtio_descriptor descriptors[VIRTIO_QUEUE_ENTRIES];
    struct virtio_available available;
    _Alignas(VIRTIO_QUEUE_ALIGNMENT) struct virtio_used used;

    // The driver's own; behind what the device is told of.
    uint16_t taken_index;    ///< of used.index, as far as it is taken
    uint32_t writable_bytes; ///< of the request that is with the device
};

static_assert(sizeof(struct virtio_descriptor) == 16 &&
                  offsetof(struct virtio_queue, available) == 16 * VIRTIO_QUEUE_ENTRIES &&
                  offsetof(struct virtio_available, ring) == 4 &&
                  offsetof(struct virtio_used, ring) == 4 && sizeof(struct virtio_used_entry) == 8,
              "as the device has it");
static_assert(offsetof(struct virtio_queue, used) % VIRTIO_QUEUE_ALIGNMENT == 0 &&
                  offsetof(struct virtio_queue, used) - (offsetof(struct virtio_queue, available) +
                                                         sizeof(struct virtio_available)) <
                      VIRTIO_QUEUE_ALIGNMENT,
              "a legacy device looks for the used ring at the next boundary");

/// Makes the queue empty. Context: kernel; the device is reset.
void virtio_queue_initialise(struct virtio_queue *queue);

/// A stretch of memory that belongs to a request. It is the device's until the request is taken or
/// the device is reset.
struct virtio_part {
    uint64_t address; ///< where the device finds it
    uint32_t length_bytes;
    bool is_written; ///< by the device; else it is read
};

/**
 * Puts one request into the empty queue. The device must be notified.
 *
 * @param parts  copy; those that the device reads come first.
 * @param count  1 to VIRTIO_QUEUE_ENTRIES.
 * Context: kernel.
 */
void virtio_queue_offer(struct virtio_queue *queue, const struct virtio_part *parts, size_t count);

enum virtio_queue_result {
    VIRTIO_QUEUE_EMPTY,  ///< nothing has come back
    VIRTIO_QUEUE_TAKEN,  ///< the request is back
    VIRTIO_QUEUE_BROKEN, ///< the device has written what it may not; reset it
};

/**
 * Takes the request back, if the device is done with it.
 *
 * @param length_bytes  only with VIRTIO_QUEUE_TAKEN: how many it says to have written, 0 to as many
 *                      as the parts for that have.
 * Context: kernel; a request is with the device.
 */
MUST_CHECK enum virtio_queue_result virtio_queue_take(struct virtio_queue *queue,
                                                      uint32_t *length_bytes);
