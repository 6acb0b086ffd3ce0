// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "ssd0323.h"

#include <lib/checked_index.h>

enum {
    RATE_HZ = 4000000,
    PIXELS_PER_BYTE = 2,
    ROW_BYTES = SSD0323_WIDTH_PIXELS / PIXELS_PER_BYTE,
    BUFFER_BYTES = ROW_BYTES,
    NIBBLE_BITS = 4,
    NIBBLE_MASK = 0xF,
};

enum { SHADE_SHIFT = 12 }; ///< of the brightness, which has 16 bits, a shade has the upper four

enum ssd0323_command {
    COMMAND_COLUMNS = 0x15, ///< first and last one, of two pixels each
    COMMAND_ROWS = 0x75,    ///< likewise
    COMMAND_CONTRAST = 0x81,
    COMMAND_HALF_CURRENT = 0x85,
    COMMAND_REMAP = 0xA0,
    COMMAND_START_LINE = 0xA1,
    COMMAND_OFFSET = 0xA2,
    COMMAND_NORMAL = 0xA4,
    COMMAND_MULTIPLEX = 0xA8,
    COMMAND_CONVERTER = 0xAD,
    COMMAND_OFF = 0xAE,
    COMMAND_ON = 0xAF,
    COMMAND_SHADES = 0xB8,
};
enum {
    CONTRAST = 50,
    REMAP = 0x52, ///< the left pixel in the upper half of a byte; rows as the panel has them
    CONVERTER_ON = 0x03,
};

/// What is sent next.
enum ssd0323_step { STEP_SET_UP, STEP_POWER, STEP_PLACE, STEP_ROW };

struct ssd0323_bytes {
    uint8_t bytes[BUFFER_BYTES];
};

static const struct ssd0323_bytes set_up = {{
    COMMAND_OFF,
    COMMAND_CONTRAST,
    CONTRAST,
    COMMAND_HALF_CURRENT,
    COMMAND_REMAP,
    REMAP,
    COMMAND_START_LINE,
    0,
    COMMAND_OFFSET,
    0,
    COMMAND_NORMAL,
    COMMAND_MULTIPLEX,
    SSD0323_HEIGHT_PIXELS - 1,
    COMMAND_SHADES,
    0x01,
    0x11,
    0x22,
    0x32,
    0x43,
    0x54,
    0x65,
    0x76,
    COMMAND_CONVERTER,
    CONVERTER_ON,
}};
enum { SET_UP_BYTES = 24 };

static struct {
    struct ssd0323_row {
        uint8_t bytes[ROW_BYTES];
    } rows[SSD0323_HEIGHT_PIXELS];
    bool is_changed[SSD0323_HEIGHT_PIXELS];
    bool is_off;
    bool is_power_due; ///< to be told
    bool is_at_bus;
    uint8_t step;
    uint8_t row; ///< that is sent, or was last
} ssd0323 CAPSULE_STATE;

void ssd0323_init(void)
{
    // The screen has anything in it.
    for (size_t i = 0; i < SSD0323_HEIGHT_PIXELS; i++) {
        AT(ssd0323.is_changed, i) = true;
    }
    deferred_call_request();
}

/// Finds the next row that has changed, behind the last one that was sent. False: there is none.
static bool row_find(void)
{
    for (size_t i = 1; i <= SSD0323_HEIGHT_PIXELS; i++) {
        const size_t row = (ssd0323.row + i) % SSD0323_HEIGHT_PIXELS;
        if (AT(ssd0323.is_changed, row)) {
            ssd0323.row = (uint8_t)row;
            return true;
        }
    }
    return false;
}

/// Puts what a step sends into the buffer.
static enum error step_prepare(struct spi_message *message)
{
    const uint8_t power[] = {ssd0323.is_off ? COMMAND_OFF : COMMAND_ON};
    const uint8_t place[] = {COMMAND_COLUMNS, 0,           ROW_BYTES - 1,
                             COMMAND_ROWS,    ssd0323.row, ssd0323.row};
    message->selection = SPI_DEVICE_COMMAND;
    switch (ssd0323.step) {
    case STEP_SET_UP:
        message->length_bytes = SET_UP_BYTES;
        return transfer_buffer_write(transfer_buffer_home(0), 0, CONST_SPAN_IN(set_up.bytes));
    case STEP_POWER:
        ssd0323.is_power_due = false;
        message->length_bytes = sizeof power;
        return transfer_buffer_write(transfer_buffer_home(0), 0, CONST_SPAN_IN(power));
    case STEP_PLACE:
        message->length_bytes = sizeof place;
        return transfer_buffer_write(transfer_buffer_home(0), 0, CONST_SPAN_IN(place));
    default:
        message->selection = SPI_DEVICE;
        message->length_bytes = ROW_BYTES;
        // What changes from now on is sent again.
        AT(ssd0323.is_changed, ssd0323.row) = false;
        return transfer_buffer_write(transfer_buffer_home(0), 0,
                                     CONST_SPAN_IN(AT(ssd0323.rows, ssd0323.row).bytes));
    }
}

/// Has all sent again, from the start on, when somebody draws or the bus is free again.
static void step_fail(void)
{
    AT(ssd0323.is_changed, ssd0323.row) = true;
    ssd0323.step = STEP_SET_UP;
}

/// What comes behind a step that went well. False: there is nothing to do.
static bool step_choose(void)
{
    if (ssd0323.step == STEP_SET_UP || ssd0323.step == STEP_ROW) {
        return true;
    }
    if (ssd0323.is_power_due) {
        ssd0323.step = STEP_POWER;
        return true;
    }
    ssd0323.step = STEP_PLACE;
    return row_find();
}

void ssd0323_deferred(void)
{
    if (ssd0323.is_at_bus || !step_choose()) {
        return;
    }
    struct spi_message message = {.rate_hz = RATE_HZ, .direction = SPI_WRITE};
    enum error error = step_prepare(&message);
    if (error == ERROR_NONE) {
        error = ssd0323_bus.transfer(transfer_buffer_home(0), message);
    }
    ssd0323.is_at_bus = error == ERROR_NONE;
    if (error != ERROR_NONE) {
        step_fail();
    }
}

void ssd0323_done(const struct spi_done *event)
{
    // Also the end of a transfer of before a restart, or of the bus's, which may have stood in the
    // way of one.
    deferred_call_request();
    if (!ssd0323.is_at_bus) {
        return;
    }
    ssd0323.is_at_bus = false;
    if (event->status != ERROR_NONE) {
        step_fail();
    } else if (ssd0323.step == STEP_SET_UP) {
        ssd0323.step = STEP_POWER;
        ssd0323.is_power_due = true;
    } else if (ssd0323.step == STEP_PLACE) {
        ssd0323.step = STEP_ROW;
    } else {
        ssd0323.step = STEP_POWER;
    }
}

// ---------------------------------------------------------------------------------------------
// What clients call

void ssd0323_describe(struct screen_description *description)
{
    description->width_pixels = SSD0323_WIDTH_PIXELS;
    description->height_pixels = SSD0323_HEIGHT_PIXELS;
}

enum error ssd0323_power(bool is_on)
{
    ssd0323.is_off = !is_on;
    ssd0323.is_power_due = true;
    deferred_call_request();
    return ERROR_NONE;
}

static uint32_t shade_of(struct const_span bytes, size_t place)
{
    const uint32_t light = SCREEN_BLUE_PART * (uint32_t)const_span_byte(bytes, place) +
                           SCREEN_GREEN_PART * (uint32_t)const_span_byte(bytes, place + 1) +
                           SCREEN_RED_PART * (uint32_t)const_span_byte(bytes, place + 2);
    return light >> SHADE_SHIFT;
}

enum error ssd0323_write(const struct screen_pixels *pixels)
{
    const size_t length = const_span_length(pixels->bytes);
    const size_t count = length / SCREEN_PIXEL_BYTES;
    if (pixels->row >= SSD0323_HEIGHT_PIXELS || pixels->column > SSD0323_WIDTH_PIXELS ||
        length % SCREEN_PIXEL_BYTES != 0 || count > SCREEN_WRITE_PIXELS_MAX ||
        count > SSD0323_WIDTH_PIXELS - pixels->column) {
        return ERROR_INVALID;
    }
    for (size_t i = 0; i < SCREEN_WRITE_PIXELS_MAX && i < count; i++) {
        const size_t column = pixels->column + i;
        const uint32_t shade = shade_of(pixels->bytes, i * SCREEN_PIXEL_BYTES);
        const uint32_t before = AT(AT(ssd0323.rows, pixels->row).bytes, column / PIXELS_PER_BYTE);
        AT(AT(ssd0323.rows, pixels->row).bytes, column / PIXELS_PER_BYTE) =
            (uint8_t)(column % PIXELS_PER_BYTE == 0 ? (before & NIBBLE_MASK) | shade << NIBBLE_BITS
                                                    : (before & ~(uint32_t)NIBBLE_MASK) | shade);
    }
    AT(ssd0323.is_changed, pixels->row) = true;
    deferred_call_request();
    return ERROR_NONE;
}
