// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "queue.h"

#include <lib/invariant.h>

enum descriptor_flag { DESCRIPTOR_CONTINUES = 1, DESCRIPTOR_WRITTEN = 2 };
enum { FIRST_DESCRIPTOR = 0 }; ///< of every request

void virtio_queue_initialise(struct virtio_queue *queue)
{
    *queue = (struct virtio_queue){.writable_bytes = 0};
}

void virtio_queue_offer(struct virtio_queue *queue, const struct virtio_part *parts, size_t count)
{
    invariant(count > 0 && count <= VIRTIO_QUEUE_ENTRIES);
    queue->writable_bytes = 0;
    for (size_t i = 0; i < count; i++) {
        const unsigned continues = i + 1 < count ? DESCRIPTOR_CONTINUES : 0;
        queue->descriptors[i] = (struct virtio_descriptor){
            .address = parts[i].address,
            .length_bytes = parts[i].length_bytes,
            .flags = (uint16_t)(continues | (parts[i].is_written ? DESCRIPTOR_WRITTEN : 0u)),
            .next = (uint16_t)(i + 1),
        };
        queue->writable_bytes += parts[i].is_written ? parts[i].length_bytes : 0;
    }
    // As many requests were offered as were taken.
    const uint16_t index = queue->taken_index;
    queue->available.ring[index % VIRTIO_QUEUE_ENTRIES] = FIRST_DESCRIPTOR;
    // The device sees the request before it sees that there is one.
    atomic_store_explicit(&queue->available.index, (uint16_t)(index + 1u), memory_order_release);
}

enum virtio_queue_result virtio_queue_take(struct virtio_queue *queue, uint32_t *length_bytes)
{
    const uint16_t index = atomic_load_explicit(&queue->used.index, memory_order_acquire);
    if (index == queue->taken_index) {
        return VIRTIO_QUEUE_EMPTY;
    }
    const struct virtio_used_entry *entry =
        &queue->used.ring[queue->taken_index % VIRTIO_QUEUE_ENTRIES];
    const uint32_t id = atomic_load_explicit(&entry->id, memory_order_relaxed);
    const uint32_t length = atomic_load_explicit(&entry->length_bytes, memory_order_relaxed);
    if (index != (uint16_t)(queue->taken_index + 1u) || id != FIRST_DESCRIPTOR ||
        length > queue->writable_bytes) {
        return VIRTIO_QUEUE_BROKEN;
    }
    queue->taken_index = index;
    *length_bytes = length;
    return VIRTIO_QUEUE_TAKEN;
}
