// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "queue.h"

enum { DESCRIPTOR_WRITE = 2 }; ///< the device writes the buffer
enum { THE_DESCRIPTOR = 0 };

void virtio_queue_initialise(struct virtio_queue *queue)
{
    *queue = (struct virtio_queue){.offered_bytes = 0};
}

void virtio_queue_offer(struct virtio_queue *queue, uint64_t address, uint32_t length_bytes)
{
    queue->descriptors[THE_DESCRIPTOR] = (struct virtio_descriptor){
        .address = address, .length_bytes = length_bytes, .flags = DESCRIPTOR_WRITE};
    queue->offered_bytes = length_bytes;
    queue->available.ring[0] = THE_DESCRIPTOR;
    const uint16_t index = atomic_load_explicit(&queue->available.index, memory_order_relaxed);
    // The device sees the buffer before it sees that there is one.
    atomic_store_explicit(&queue->available.index, (uint16_t)(index + 1u), memory_order_release);
}

enum virtio_queue_result virtio_queue_take(struct virtio_queue *queue, uint32_t *length_bytes)
{
    const uint16_t index = atomic_load_explicit(&queue->used.index, memory_order_acquire);
    if (index == queue->taken_index) {
        return VIRTIO_QUEUE_EMPTY;
    }
    const struct virtio_used_entry *entry = &queue->used.ring[0];
    const uint32_t id = atomic_load_explicit(&entry->id, memory_order_relaxed);
    const uint32_t length = atomic_load_explicit(&entry->length_bytes, memory_order_relaxed);
    if (index != (uint16_t)(queue->taken_index + 1u) || id != THE_DESCRIPTOR || length == 0 ||
        length > queue->offered_bytes) {
        return VIRTIO_QUEUE_BROKEN;
    }
    queue->taken_index = index;
    *length_bytes = length;
    return VIRTIO_QUEUE_TAKEN;
}
