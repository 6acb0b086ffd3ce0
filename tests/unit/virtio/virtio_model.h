// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The model of a virtio device with two queues in slot DEVICE_SLOT, the other slots are empty; and
 * what the kernel does for its driver.
 *
 * It does what the standard says, and checks that the driver does, too. What it does with its
 * queues is the test's to say, which also may break the rules.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <chips/virtio/queue.h>

enum { DEVICE_SLOT = 3, DEVICE_LINE = DEVICE_SLOT + 1 };
enum { MODEL_QUEUES = 2, MODEL_CONFIGURATION_WORDS = 4 };

struct virtio_model {
    // What it is.
    uint32_t kind;
    uint32_t version;
    uint32_t features;
    uint32_t queue_count;
    uint32_t configuration[MODEL_CONFIGURATION_WORDS];
    uint32_t configuration_words;
    bool is_absent;
    bool never_resets;

    // What its driver has done.
    uint32_t status;
    uint32_t accepted; ///< of its features
    uint32_t selected_queue;
    uint64_t parts[MODEL_QUEUES][3]; ///< where the parts of its queues lie
    bool has_queue[MODEL_QUEUES];
    uint32_t interrupt;
    unsigned notifications[MODEL_QUEUES];

    // What the kernel was asked for.
    bool is_line_enabled;
    bool is_line_masked;
    bool is_bottom_half_requested;
};
extern struct virtio_model model;

/// A current device has just been plugged in, of a kind and with the words of its configuration.
void model_plug_in(uint32_t kind, const uint32_t *configuration, uint32_t words);

/// A queue, from where the device was told that its parts are.
struct virtio_queue *model_queue(unsigned queue);

/// The device says that it has used a request, in the place where the driver looks next.
void model_use(unsigned queue, uint16_t index, uint32_t id, uint32_t length_bytes);

/// It says so as the standard wants it, of the request that was offered last.
void model_finish(unsigned queue, uint32_t length_bytes);
