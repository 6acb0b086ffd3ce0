// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Virtio input devices: one that tells places, such as a tablet, as a panel that is touched
 * (hal/touch.h), and one that does not, such as a keyboard, as a bank of buttons (hal/button.h).
 *
 * The machine may have either, both or none; the first one of a kind counts. A device that breaks
 * the rules of its queue, or whose line storms, is stopped for good, and what was pressed is
 * released.
 *
 * The panel is touched while the device's main button, or what it tells touches by, is pressed.
 *
 * The board calls virtio_input_initialise(), has the bottom half called for both lines, and defines
 * the clients, the keys and the size of the screen.
 *
 * Source: Virtual I/O Device 1.2, 5.8; the numbers of events are those of Linux
 * (include/uapi/linux/input-event-codes.h).
 */
#pragma once

#include <hal/button.h>
#include <hal/touch.h>

/// The functions of the contract `struct touch_panel`. Context: kernel.
bool virtio_input_touch_is_present(void);
void virtio_input_touch_watch(const bool *is_wanted);

/// Those of `struct button_bank`.
bool virtio_input_key_is_pressed(uint32_t index);
void virtio_input_key_watch(uint32_t mask);

/// Who is told. Defined by the board. Called from the bottom half.
extern const struct touch_client virtio_input_touch_client;
extern const struct button_client virtio_input_key_client;

enum { VIRTIO_INPUT_KEY_COUNT = 8 };

/// Which keys the buttons are, and the size of the screen in pixels. Defined by the board.
struct virtio_input_choice {
    uint16_t keys[VIRTIO_INPUT_KEY_COUNT];
    uint16_t width_pixels;
    uint16_t height_pixels;
};
extern const struct virtio_input_choice virtio_input_choice;

/// Looks for the devices in all slots, starts them and enables their lines. Context: init.
void virtio_input_initialise(void);

/// Serves a device's line; false: it is that of none of them. Context: kernel.
bool virtio_input_bottom_half(unsigned line);
