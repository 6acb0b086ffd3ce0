// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "ssd0303.h"

#include <lib/checked_index.h>

// What follows in a message.
enum {
    ONE_COMMAND = 0x80, ///< a command; and then one of these again
    PIXELS = 0x40,      ///< bytes for the memory, up to the end of the message
};

// Commands.
enum {
    COLUMN_LOW = 0x00,  ///< the lower four bits of the column
    COLUMN_HIGH = 0x10, ///< the upper ones
    FIRST_LINE = 0x40,  ///< the memory's first line is at the top
    ALL_FROM_MEMORY = 0xA4,
    NOT_INVERTED = 0xA6,
    CONVERTER = 0xAD, ///< of the voltage for the display
    CONVERTER_ON = 0x8B,
    DISPLAY_OFF = 0xAE,
    DISPLAY_ON = 0xAF,
    PAGE = 0xB0, ///< eight lines
};

enum {
    COLUMN_FIRST = 36, ///< the memory has 132 columns; the display shows the last ones
    PAGE_LINES = 8,
    PAGES = SSD0303_HEIGHT_PIXELS / PAGE_LINES,
    GROUP_COLUMNS = 32,
    GROUPS = SSD0303_WIDTH_PIXELS / GROUP_COLUMNS, ///< of a page
    GROUP_HEADER_BYTES = 7,
    MESSAGE_BYTES_MAX = 40,
    NIBBLE_BITS = 4,
    NIBBLE = 0xF,
    TRIES_MAX = 4,
    EVERY_GROUP = (1 << PAGES * GROUPS) - 1,
};

enum { HALF = 128 * 256 }; ///< of the brightness of a pixel

/// What is sent in front of pixels, in this order; each bit of `wanted` behind those of the groups.
enum {
    WANTED_SETUP = 1 << PAGES * GROUPS,
    WANTED_CONVERTER = WANTED_SETUP << 1,
    WANTED_ALL = EVERY_GROUP | WANTED_SETUP | WANTED_CONVERTER
};

static struct {
    uint8_t memory[PAGES * SSD0303_WIDTH_PIXELS]; ///< a byte is eight lines of a column
    uint32_t wanted; ///< what has changed since it was sent: a bit for each group, and the above
    uint32_t sent;   ///< what is at the bus
    bool is_on;
    bool is_absent; ///< nobody answered the last time
    uint8_t tries;  ///< that have failed one behind the other
    uint8_t length; ///< of the message that is made
    uint8_t pixels[SCREEN_WRITE_PIXELS_MAX * SCREEN_PIXEL_BYTES];
    uint8_t message[MESSAGE_BYTES_MAX];
} ssd0303 CAPSULE_STATE;

void ssd0303_init(void)
{
    ssd0303.is_on = true;
    ssd0303.wanted = WANTED_ALL;
    deferred_call_request();
}

/// Has the display changed. Returns what the caller is told.
static enum error wish_note(uint32_t what)
{
    ssd0303.wanted |= ssd0303.is_absent ? (uint32_t)WANTED_ALL : what;
    ssd0303.tries = 0;
    deferred_call_request();
    return ssd0303.is_absent ? ERROR_NO_DEVICE : ERROR_NONE;
}

void ssd0303_describe(struct screen_description *description)
{
    description->width_pixels = ssd0303.is_absent ? 0 : SSD0303_WIDTH_PIXELS;
    description->height_pixels = ssd0303.is_absent ? 0 : SSD0303_HEIGHT_PIXELS;
    if (ssd0303.is_absent) {
        (void)wish_note(WANTED_ALL); // It may have come.
    }
}

enum error ssd0303_power(bool is_on)
{
    ssd0303.is_on = is_on;
    return wish_note(WANTED_SETUP);
}

/// Puts a pixel into the copy of the memory.
static void pixel_set(uint32_t column, uint32_t row, bool is_lit)
{
    const uint32_t place = row / PAGE_LINES * SSD0303_WIDTH_PIXELS + column;
    const uint8_t line = (uint8_t)(1u << row % PAGE_LINES);
    const uint8_t before = AT(ssd0303.memory, place);
    AT(ssd0303.memory, place) = (uint8_t)(is_lit ? before | line : before & ~line);
    if (AT(ssd0303.memory, place) != before) {
        ssd0303.wanted |= 1u << (row / PAGE_LINES * GROUPS + column / GROUP_COLUMNS);
    }
}

enum error ssd0303_write(const struct screen_pixels *pixels)
{
    const size_t length_bytes = const_span_length(pixels->bytes);
    const size_t count = length_bytes / SCREEN_PIXEL_BYTES;
    if (length_bytes % SCREEN_PIXEL_BYTES != 0 || count > SCREEN_WRITE_PIXELS_MAX ||
        pixels->row >= SSD0303_HEIGHT_PIXELS || pixels->column > SSD0303_WIDTH_PIXELS ||
        count > SSD0303_WIDTH_PIXELS - pixels->column) {
        return ERROR_INVALID;
    }
    (void)span_copy(SPAN_IN(ssd0303.pixels), pixels->bytes);
    for (uint32_t i = 0; i < SCREEN_WRITE_PIXELS_MAX && i < count; i++) {
        const size_t first = (size_t)i * SCREEN_PIXEL_BYTES;
        const uint32_t brightness = SCREEN_BLUE_PART * (uint32_t)AT(ssd0303.pixels, first) +
                                    SCREEN_GREEN_PART * (uint32_t)AT(ssd0303.pixels, first + 1) +
                                    SCREEN_RED_PART * (uint32_t)AT(ssd0303.pixels, first + 2);
        pixel_set(pixels->column + i, pixels->row, brightness >= HALF);
    }
    return wish_note(0);
}

static void byte_add(uint32_t byte)
{
    AT(ssd0303.message, ssd0303.length) = (uint8_t)byte;
    ssd0303.length++;
}

static void command_add(uint32_t command)
{
    byte_add(ONE_COMMAND);
    byte_add(command);
}

/// Makes the message that sends a group of columns.
static void group_make(uint32_t group)
{
    const uint32_t page = group / GROUPS;
    const uint32_t first = group % GROUPS * GROUP_COLUMNS;
    command_add(PAGE + page);
    command_add(COLUMN_LOW + ((COLUMN_FIRST + first) & NIBBLE));
    command_add(COLUMN_HIGH + ((COLUMN_FIRST + first) >> NIBBLE_BITS));
    byte_add(PIXELS);
    for (uint32_t i = 0; i < GROUP_COLUMNS; i++) {
        byte_add(AT(ssd0303.memory, page * SSD0303_WIDTH_PIXELS + first + i));
    }
}

/// Makes the message for one thing that is wanted, and says which that is.
static uint32_t message_make(void)
{
    ssd0303.length = 0;
    if ((ssd0303.wanted & WANTED_CONVERTER) != 0) {
        command_add(CONVERTER); // A command of two bytes ends its message.
        command_add(CONVERTER_ON);
        return WANTED_CONVERTER;
    }
    for (uint32_t group = 0; group < PAGES * GROUPS; group++) {
        if ((ssd0303.wanted >> group & 1) != 0) {
            group_make(group);
            return 1u << group;
        }
    }
    // Last of all, so that nobody sees what was in the memory when the power came.
    command_add(FIRST_LINE);
    command_add(ALL_FROM_MEMORY);
    command_add(NOT_INVERTED);
    command_add(ssd0303.is_on ? DISPLAY_ON : DISPLAY_OFF);
    return WANTED_SETUP;
}

/// Takes the end of a message, or the refusal of one.
static void end_take(uint32_t what, enum error status)
{
    ssd0303.is_absent = status == ERROR_NO_ACK;
    if (status == ERROR_NONE) {
        ssd0303.tries = 0;
    } else if (ssd0303.is_absent) {
        ssd0303.wanted = 0; // All of it is when somebody wants anything.
    } else {
        ssd0303.tries++;
        ssd0303.wanted |= ssd0303.tries < TRIES_MAX ? what : 0;
    }
}

void ssd0303_deferred(void)
{
    if (ssd0303.wanted == 0 || ssd0303.sent != 0) {
        return;
    }
    const uint32_t what = message_make();
    const struct i2c_message message = {.address = ssd0303_place.address,
                                        .write_bytes = ssd0303.length};
    enum error error =
        transfer_buffer_write(transfer_buffer_home(0), 0, CONST_SPAN_IN(ssd0303.message));
    if (error == ERROR_NONE) {
        error = ssd0303_bus.transfer(transfer_buffer_home(0), message);
    }
    // A busy bus works for a life of this capsule that is over; the end of that comes here again.
    if (error == ERROR_BUSY) {
        return;
    }
    ssd0303.wanted &= ~what;
    if (error == ERROR_NONE) {
        ssd0303.sent = what;
    } else {
        end_take(what, error);
        deferred_call_request();
    }
}

void ssd0303_done(const struct i2c_done *event)
{
    const uint32_t what = ssd0303.sent;
    ssd0303.sent = 0;
    if (what != 0) {
        end_take(what, event->status);
    }
    deferred_call_request();
}
