// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The model of a virtio device in slot DEVICE_SLOT, of either version; the other slots are empty.
 *
 * It does what the standard says, and checks that the driver does, too. What it does with its queue
 * is the test's to say, which also may break the rules.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <chips/virtio/queue.h>

enum { DEVICE_SLOT = 5, DEVICE_LINE = DEVICE_SLOT + 1 };
enum { DEVICE_STATUS_FEATURES_OK = 8, DEVICE_STATUS_READY = 7 };
enum { DEVICE_KIND_BLOCK = 2, DEVICE_KIND_ENTROPY = 4 };

struct device {
    bool is_absent;
    uint32_t magic;
    uint32_t version;
    uint32_t kind;
    uint32_t features; ///< bits 0 to 31 of those that it offers
    uint64_t capacity; ///< the first words of its configuration
    uint32_t queue_entries_max;
    bool refuses_features;
    bool lacks_version_1; ///< a current device that does not offer to be one
    bool never_resets;

    uint32_t status;
    uint32_t features_select;
    uint32_t driver_features[2];
    uint32_t driver_features_select;
    uint32_t page_bytes;
    uint32_t queue_entries;
    uint64_t parts[3]; ///< where it was told that the parts of the queue lie
    bool has_queue;
    uint32_t interrupt;
    unsigned notifications;
};

extern struct device device;

/// A current device of a kind that has just been made; the machine's registers are its own.
void device_reset(uint32_t kind);

/// The queue of a current device, from where it was told that its parts are.
struct virtio_queue *device_queue(void);

/// The device says that it has used a request, in the place where the driver looks next.
void device_use(uint16_t index, uint32_t id, uint32_t length_bytes);

/// It says so as the standard wants it, of the request that was offered last.
void device_finish(uint32_t length_bytes);
