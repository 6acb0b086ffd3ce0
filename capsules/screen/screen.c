// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "screen.h"

enum { PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };
enum { HALF_BITS = 16, HALF_MASK = 0xFFFF };
enum {
    PARTS_PER_RUN = 4,
    PART_PIXELS_MAX = LEASE_COPY_BYTES_MAX / SCREEN_PIXEL_BYTES,
};

/// A part of the screen.
struct screen_frame {
    uint16_t column;
    uint16_t row;
    uint16_t width;
    uint16_t height;
};

/// What the driver keeps for one process, in its grant.
struct screen_client {
    struct lease pixels; ///< to be written
    struct screen_frame frame;
    uint32_t done_pixels; ///< of what is drawn now
    uint32_t left_pixels; ///< 0: nothing is drawn
    uint8_t fill[SCREEN_PIXEL_BYTES];
    bool is_fill;
};

_Static_assert((int)PART_PIXELS_MAX <= (int)SCREEN_WRITE_PIXELS_MAX, "the screen takes a part");
_Static_assert(sizeof(struct screen_client) <= SCREEN_GRANT_BYTES,
               "the board reserves SCREEN_GRANT_BYTES");

static struct {
    struct process_id served; ///< who drew last
    uint8_t part[LEASE_COPY_BYTES_MAX];
} screen CAPSULE_STATE;

static void done_tell(struct process_id process, enum error status)
{
    (void)upcall_schedule(process, SCREEN_UPCALL_DONE, (uint32_t)status, 0, 0);
}

static void drawing_end(struct process_id process, struct screen_client *client, enum error status)
{
    if (client->left_pixels > 0) {
        // In this order: an abort in between tells it twice, and not never.
        done_tell(process, status);
        client->left_pixels = 0;
    }
}

// ---------------------------------------------------------------------------------------------
// Commands

static enum error frame_set(struct screen_client *client, const struct command *command,
                            const struct screen_description *size)
{
    uint32_t column = command->argument[0] >> HALF_BITS;
    uint32_t row = command->argument[0] & HALF_MASK;
    uint32_t width = command->argument[1] >> HALF_BITS;
    uint32_t height = command->argument[1] & HALF_MASK;
    if (width == 0 || height == 0 || column > size->width_pixels || row > size->height_pixels ||
        width > size->width_pixels - column || height > size->height_pixels - row) {
        return ERROR_INVALID;
    }
    client->frame.column = (uint16_t)column;
    client->frame.row = (uint16_t)row;
    client->frame.width = (uint16_t)width;
    client->frame.height = (uint16_t)height;
    done_tell(command->process, ERROR_NONE);
    return ERROR_NONE;
}

/// So many pixels are drawn from now on: the frame is as it is until that ends.
static void drawing_begin(struct screen_client *client, uint32_t pixels, bool is_fill)
{
    client->is_fill = is_fill;
    client->done_pixels = 0;
    client->left_pixels = pixels;
    deferred_call_request();
}

static uint32_t frame_pixels(const struct screen_client *client)
{
    return (uint32_t)client->frame.width * client->frame.height;
}

static enum error write_begin(struct screen_client *client, const struct command *command)
{
    lease_take(command->process, BUFFER_READ_ONLY, SCREEN_ALLOW_PIXELS, command->argument[0],
               &client->pixels);
    uint32_t length = lease_left(&client->pixels);
    if (length == 0) {
        return ERROR_NO_MEMORY;
    }
    if (length % SCREEN_PIXEL_BYTES != 0) {
        return ERROR_INVALID;
    }
    if (length / SCREEN_PIXEL_BYTES > frame_pixels(client)) {
        return ERROR_SIZE;
    }
    drawing_begin(client, length / SCREEN_PIXEL_BYTES, false);
    return ERROR_NONE;
}

static enum error fill_begin(struct screen_client *client, const struct command *command)
{
    lease_take(command->process, BUFFER_READ_ONLY, SCREEN_ALLOW_PIXELS, SCREEN_PIXEL_BYTES,
               &client->pixels);
    uint32_t length = lease_left(&client->pixels);
    if (length == 0) {
        return ERROR_NO_MEMORY;
    }
    if (length < SCREEN_PIXEL_BYTES) {
        return ERROR_INVALID;
    }
    if (frame_pixels(client) == 0) {
        return ERROR_SIZE;
    }
    enum error error = lease_read(&client->pixels, SPAN_IN(client->fill));
    if (error == ERROR_NONE) {
        drawing_begin(client, frame_pixels(client), true);
    }
    return error;
}

/// What sets or draws something: refused, or begun and ended by an upcall.
static enum error change(const struct command *command, struct screen_client *client,
                         const struct screen_description *size)
{
    uint32_t wanted = command->argument[0];
    bool is_on = wanted != 0;
    enum error error = ERROR_NONE;
    switch (command->number) {
    case SCREEN_COMMAND_FRAME_SET:
        return frame_set(client, command, size);
    case SCREEN_COMMAND_WRITE:
        return write_begin(client, command);
    case SCREEN_COMMAND_FILL:
        return fill_begin(client, command);
    case SCREEN_COMMAND_POWER:
        error = screen_panel.power(is_on);
        break;
    case SCREEN_COMMAND_ROTATION_SET:
        error = wanted == 0 ? ERROR_NONE : ERROR_NO_SUPPORT;
        break;
    case SCREEN_COMMAND_RESOLUTION_SET:
        error = wanted == size->width_pixels && command->argument[1] == size->height_pixels
                    ? ERROR_NONE
                    : ERROR_INVALID;
        break;
    case SCREEN_COMMAND_FORMAT_SET:
        error = wanted == SCREEN_FORMAT_BGRA_8888 ? ERROR_NONE : ERROR_INVALID;
        break;
    default:
        return ERROR_NO_SUPPORT;
    }
    if (error == ERROR_NONE) {
        done_tell(command->process, ERROR_NONE);
    }
    return error;
}

static void change_command(struct command *command, const struct screen_description *size)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct screen_client, client, command->process, error)
    {
        error = client->left_pixels > 0 ? ERROR_BUSY : change(command, client, size);
    }
    command_result(command, error);
}

void screen_command(struct command *command)
{
    struct screen_description size = {.width_pixels = 0};
    screen_panel.describe(&size);
    if (size.width_pixels == 0 || size.height_pixels == 0) {
        command_failure(command, ERROR_NO_DEVICE);
        return;
    }
    bool is_first = command->argument[0] == 0;
    switch (command->number) {
    case COMMAND_EXISTS:
        command_success(command);
        break;
    case SCREEN_COMMAND_CAN_SET_UP:
    case SCREEN_COMMAND_RESOLUTION_COUNT:
    case SCREEN_COMMAND_FORMAT_COUNT:
        command_success_u32(command, 1);
        break;
    case SCREEN_COMMAND_RESOLUTION_AT:
    case SCREEN_COMMAND_RESOLUTION:
        if (command->number == SCREEN_COMMAND_RESOLUTION || is_first) {
            command_success_u32_u32(command, size.width_pixels, size.height_pixels);
        } else {
            command_failure(command, ERROR_INVALID);
        }
        break;
    case SCREEN_COMMAND_FORMAT_AT:
    case SCREEN_COMMAND_FORMAT:
        if (command->number == SCREEN_COMMAND_FORMAT || is_first) {
            command_success_u32(command, SCREEN_FORMAT_BGRA_8888);
        } else {
            command_failure(command, ERROR_INVALID);
        }
        break;
    case SCREEN_COMMAND_ROTATION:
        command_success_u32(command, 0);
        break;
    default:
        change_command(command, &size);
        break;
    }
}

// ---------------------------------------------------------------------------------------------
// Drawing

/// How many pixels of one row are drawn next.
static uint32_t part_pixels(const struct screen_client *client)
{
    uint32_t count = client->frame.width - client->done_pixels % client->frame.width;
    count = count < client->left_pixels ? count : client->left_pixels;
    return count < PART_PIXELS_MAX ? count : PART_PIXELS_MAX;
}

/// Gets the bytes of the next pixels.
static enum error part_get(struct screen_client *client, size_t length)
{
    if (!client->is_fill) {
        return lease_read(&client->pixels, SPAN_PART(screen.part, 0, length));
    }
    for (size_t i = 0; i < length; i++) {
        AT(screen.part, i) = AT(client->fill, i % SCREEN_PIXEL_BYTES);
    }
    return ERROR_NONE;
}

static enum error part_draw(struct screen_client *client)
{
    uint32_t count = part_pixels(client);
    enum error error = part_get(client, (size_t)count * SCREEN_PIXEL_BYTES);
    if (error != ERROR_NONE) {
        return ERROR_FAILED; // The program took the buffer back.
    }
    struct screen_pixels pixels = {
        .column = client->frame.column + client->done_pixels % client->frame.width,
        .row = client->frame.row + client->done_pixels / client->frame.width,
        .bytes = CONST_SPAN_PART(screen.part, 0, (size_t)count * SCREEN_PIXEL_BYTES),
    };
    error = screen_panel.write(&pixels);
    client->done_pixels += count;
    return error;
}

/// Draws a few parts for a process. Its last one ends the drawing. False: it draws nothing.
static bool turn_take(struct process_id process)
{
    bool is_drawing = false;
    enum error error;
    WITH_GRANT(struct screen_client, client, process, error)
    {
        is_drawing = client->left_pixels > 0;
        for (size_t i = 0; i < PARTS_PER_RUN && client->left_pixels > 0; i++) {
            uint32_t before = client->done_pixels;
            error = part_draw(client);
            uint32_t drawn = client->done_pixels - before;
            if (error != ERROR_NONE || drawn == client->left_pixels) {
                drawing_end(process, client, error);
            } else {
                client->left_pixels -= drawn;
            }
        }
    }
    return is_drawing;
}

/// Whose turn it is: the next process behind the last one that draws.
void screen_deferred(void)
{
    struct process_id process = screen.served;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
            if (turn_take(process)) {
                screen.served = process;
                deferred_call_request();
                return;
            }
        }
        process.number = 0;
    }
}

void screen_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct screen_client, client, process_id_at(process), error)
    {
        drawing_end(process_id_at(process), client, ERROR_RESERVE);
    }
}
