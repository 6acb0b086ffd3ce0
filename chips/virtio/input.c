// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "input.h"

#include <kernel/port.h>

#include "transport.h"

/// How a device is asked what it tells of: two bytes are written, then what they ask for is read.
enum configuration { SELECT = 0, SELECT_CODE = 1, SIZE = 0, VALUE = 8 };
enum { SIZE_SHIFT = 16, SIZE_MASK = 0xFF, VALUE_MOST = VALUE + 4 };
enum { SELECT_EVENT_BITS = 0x11, SELECT_RANGE = 0x12 };

enum event_type { EVENT_END = 0, EVENT_KEY = 1, EVENT_PLACE = 3 };
enum { PLACE_X = 0, PLACE_Y = 1, AXES };
enum { BUTTON_MAIN = 0x110, BUTTON_TOUCH = 0x14A };
enum { KEY_RELEASED = 0, KEY_PRESSED = 1 /* 2: it repeats */ };

enum { EVENTS_MAX = 3 /* taken in one run */, PLACE_MOST = UINT16_MAX };

enum input_kind { INPUT_TOUCH, INPUT_KEYS, INPUT_COUNT };

static struct virtio_device devices[INPUT_COUNT];
static struct virtio_event_queue queues[INPUT_COUNT];

// Guard of all: base level.
static uint32_t axis_most[AXES]; ///< of the device's own numbers; 0 is the least

/// What the panel is told to be like, up to the end of a group of events.
static struct {
    bool is_watched;
    bool was_pressed; ///< told to the client
    bool is_pressed;
    bool has_moved;
    uint32_t axes[AXES];
} panel;

static uint32_t keys_pressed; ///< bit i: button i
static uint32_t keys_watched;

// ---------------------------------------------------------------------------------------------
// Start

/// How many bytes the device answers with.
static uint32_t configuration_ask(const struct virtio_device *device, uint8_t what, uint8_t code)
{
    virtio_configuration_write(device, SELECT, what);
    virtio_configuration_write(device, SELECT_CODE, code);
    return virtio_configuration_read(device, SIZE) >> SIZE_SHIFT & SIZE_MASK;
}

static bool axis_ask(const struct virtio_device *device, uint8_t axis)
{
    if (configuration_ask(device, SELECT_RANGE, axis) == 0 ||
        virtio_configuration_read(device, VALUE) != 0) {
        return false;
    }
    axis_most[axis] = virtio_configuration_read(device, VALUE_MOST);
    return axis_most[axis] > 0 && axis_most[axis] <= PLACE_MOST;
}

static void device_take(const struct virtio_device *found)
{
    const bool tells_places = configuration_ask(found, SELECT_EVENT_BITS, EVENT_PLACE) > 0;
    const enum input_kind kind = tells_places ? INPUT_TOUCH : INPUT_KEYS;
    if (devices[kind].base != 0 ||
        (tells_places && !(axis_ask(found, PLACE_X) && axis_ask(found, PLACE_Y))) ||
        virtio_start_events(found, &queues[kind]) != ERROR_NONE) {
        return;
    }
    devices[kind] = *found;
    port_irq_enable(found->line);
}

void virtio_input_initialise(void)
{
    struct virtio_device found = {.line = 0};
    unsigned slot = 0;
    for (unsigned i = 0; i < virtio_slots.count; i++) {
        if (!virtio_find_from(VIRTIO_INPUT, slot, &found)) {
            return;
        }
        slot = found.line - virtio_slots.first_line + 1u;
        device_take(&found);
    }
}

// ---------------------------------------------------------------------------------------------
// The panel

bool virtio_input_touch_is_present(void)
{
    return devices[INPUT_TOUCH].base != 0;
}

void virtio_input_touch_watch(const bool *is_wanted)
{
    panel.is_watched = *is_wanted;
    panel.was_pressed = panel.is_pressed;
    panel.has_moved = false;
}

/// A place on the device as one on the screen.
static uint16_t place_of(unsigned axis, uint32_t pixels)
{
    return (uint16_t)(panel.axes[axis] * pixels / (axis_most[axis] + 1));
}

static void panel_tell(void)
{
    const struct touched event = {
        .status = !panel.is_pressed   ? TOUCH_RELEASED
                  : panel.was_pressed ? TOUCH_MOVED
                                      : TOUCH_PRESSED,
        .x = place_of(PLACE_X, virtio_input_choice.width_pixels),
        .y = place_of(PLACE_Y, virtio_input_choice.height_pixels),
    };
    const bool is_news =
        panel.is_pressed != panel.was_pressed || (panel.is_pressed && panel.has_moved);
    panel.was_pressed = panel.is_pressed;
    panel.has_moved = false;
    if (panel.is_watched && is_news) {
        virtio_input_touch_client.touched(&event);
    }
}

static void panel_note(const struct virtio_event *event)
{
    if (event->type == EVENT_PLACE && event->code < AXES) {
        const uint32_t most = axis_most[event->code];
        const uint32_t value = event->value < most ? event->value : most;
        panel.has_moved = panel.has_moved || panel.axes[event->code] != value;
        panel.axes[event->code] = value;
    } else if (event->type == EVENT_KEY &&
               (event->code == BUTTON_MAIN || event->code == BUTTON_TOUCH)) {
        panel.is_pressed = event->value != KEY_RELEASED;
    } else if (event->type == EVENT_END) {
        panel_tell();
    }
}

// ---------------------------------------------------------------------------------------------
// The keys

bool virtio_input_key_is_pressed(uint32_t index)
{
    return index < VIRTIO_INPUT_KEY_COUNT && (keys_pressed >> index & 1) != 0;
}

void virtio_input_key_watch(uint32_t mask)
{
    keys_watched = mask;
}

static void key_set(uint32_t index, bool is_pressed)
{
    if (virtio_input_key_is_pressed(index) == is_pressed) {
        return;
    }
    keys_pressed ^= 1u << index;
    if ((keys_watched >> index & 1) != 0) {
        const struct button_changed event = {.index = index, .is_pressed = is_pressed};
        virtio_input_key_client.changed(&event);
    }
}

static void key_note(const struct virtio_event *event)
{
    for (uint32_t i = 0; i < VIRTIO_INPUT_KEY_COUNT; i++) {
        if (event->type == EVENT_KEY && event->code == virtio_input_choice.keys[i]) {
            key_set(i, event->value != KEY_RELEASED);
        }
    }
}

// ---------------------------------------------------------------------------------------------
// Service

/// Nothing is pressed on a device that is gone.
static void device_drop(enum input_kind kind)
{
    virtio_drop(&devices[kind]);
    if (kind == INPUT_TOUCH) {
        panel.is_pressed = false;
        panel_tell();
        return;
    }
    for (uint32_t i = 0; i < VIRTIO_INPUT_KEY_COUNT; i++) {
        key_set(i, false);
    }
}

/// Takes one event. False: there is none, or the device is gone.
static bool event_serve(enum input_kind kind)
{
    struct virtio_event event = {.type = 0};
    switch (virtio_event_queue_take(&queues[kind], &event)) {
    case VIRTIO_QUEUE_TAKEN:
        if (kind == INPUT_TOUCH) {
            panel_note(&event);
        } else {
            key_note(&event);
        }
        return true;
    case VIRTIO_QUEUE_BROKEN:
        device_drop(kind);
        return false;
    default:
        return false;
    }
}

static void device_serve(enum input_kind kind)
{
    virtio_interrupt_take(&devices[kind]);
    unsigned count = 0;
    while (count < EVENTS_MAX && event_serve(kind)) {
        count++;
    }
    if (devices[kind].base == 0) {
        return;
    }
    if (count == EVENTS_MAX) {
        // There may be more: in a run of their own.
        kernel_bottom_half_request(devices[kind].line);
    }
    if (count > 0) {
        virtio_notify(&devices[kind]);
    }
    if (virtio_service_note(&devices[kind], count > 0)) {
        device_drop(kind);
    }
}

bool virtio_input_bottom_half(unsigned line)
{
    for (unsigned kind = 0; kind < INPUT_COUNT; kind++) {
        if (devices[kind].base != 0 && devices[kind].line == line) {
            device_serve(kind == INPUT_TOUCH ? INPUT_TOUCH : INPUT_KEYS);
            return true;
        }
    }
    return false;
}
