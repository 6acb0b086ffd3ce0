// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the driver of input devices stands on: the registers of a tablet in slot TABLET and of a
 * keyboard in slot KEYBOARD, and clients that note what they are told.
 *
 * The devices tell what the test says, also what the standard does not allow.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <chips/virtio/event_queue.h>
#include <chips/virtio/input.h>

enum { TABLET = 2, KEYBOARD = 5, SLOTS = 8, PLACE_MOST = 0x7FFF, TOLD_MAX = 64 };
enum { KEY = 1, PLACE = 3, END = 0, MAIN_BUTTON = 0x110 };

struct input_device {
    bool is_absent;
    bool never_resets;
    bool lacks_axes;
    uint32_t least;
    uint32_t most;
    uint32_t entries_max;
    uint32_t version;
    uint8_t select[2];
    uint32_t status;
    uint32_t interrupt;
    uint64_t parts[3]; ///< where the parts of its queue lie
    bool has_queue;
    bool is_line_enabled;
    bool is_line_masked;
    uint16_t next; ///< place in the ring of those it has, that it uses next
};

struct input {
    struct input_device devices[SLOTS];
    unsigned requests; ///< of another bottom half

    unsigned told_count;
    struct touched told[TOLD_MAX];
    unsigned changed_count;
    struct button_changed changed[TOLD_MAX];
};
extern struct input input;

/// Both devices have just been plugged in and started.
void input_reset(void);

struct virtio_event_queue *input_queue(unsigned slot);

/// The device tells of an event, if it has a place for it. False: it has none.
bool input_tell(unsigned slot, uint16_t type, uint16_t code, uint32_t value);

/// It says that it has used a place, whatever it has.
void input_use(unsigned slot, uint16_t index, uint32_t id, uint32_t length_bytes);

/// Runs the bottom half of a device's line until it does not ask to be called again.
void input_serve(unsigned slot);
