// SPDX-License-Identifier: Apache-2.0 OR MIT
// Shares one serial line between two clients.
//
// Output goes out in whole lines, each behind the name of its client, one client after the other;
// what could not be seen is shown as '?'. So whatever a client writes, a line tells who wrote it,
// and no client waits for ever. Input goes to one client, which the tabulator key changes. A client
// that does not take its input loses it.
#include <ipc/patched.h>
#include <microkit.h>
#include <string.h>

#include "queue.h"
#include "virtualiser.h"

enum { NAME_BYTES_MAX = 8 };
_Static_assert(NAME_BYTES_MAX + LINE_BYTES_MAX + 6 <= QUEUE_BYTES, "a line fits at once");

IPC_PATCHED(volatile struct line *, device_line);
IPC_PATCHED(volatile struct line *, first_line);
IPC_PATCHED(volatile struct line *, second_line);

static struct queue_writer device_output;
static struct queue_reader device_input;

static struct client {
    char name[NAME_BYTES_MAX];
    struct queue_reader output;
    struct queue_writer input;
    uint8_t text[LINE_BYTES_MAX]; ///< the line that it is writing
    uint32_t length_bytes;
    bool is_whole;
} clients[CLIENT_COUNT] = {{.name = "first"}, {.name = "second"}};

static uint32_t listener;   ///< who gets the input
static uint32_t next_turn;  ///< whose line goes out first
static bool is_echo_open;   ///< the line at the device begins with what was typed
static bool is_driver_told; ///< of all that has changed

static void pump(void);
static void output_pump(void);
static void input_pump(void);

void init(void)
{
    volatile struct line *const lines[CLIENT_COUNT] = {first_line, second_line};
    device_output = queue_write_open(&device_line->output);
    device_input = queue_read_open(&device_line->input);
    for (uint32_t i = 0; i < CLIENT_COUNT; i++) {
        clients[i].output = queue_read_open(&lines[i]->output);
        clients[i].input = queue_write_open(&lines[i]->input);
    }
    pump();
}

void notified(microkit_channel ch)
{
    (void)ch;
    pump();
}

void peer_died(microkit_channel ch)
{
    // The driver goes on with the queues. A client's next life begins a line.
    if (ch >= CHANNEL_CLIENT_FIRST && ch < CHANNEL_CLIENT_FIRST + CLIENT_COUNT) {
        clients[ch - CHANNEL_CLIENT_FIRST].length_bytes = 0;
        clients[ch - CHANNEL_CLIENT_FIRST].is_whole = false;
    }
}

static void pump(void)
{
    is_driver_told = true;
    input_pump();
    output_pump();
    if (!is_driver_told) {
        // A driver that is dead looks at the queues when it begins to live again.
        (void)microkit_try_notify(CHANNEL_DRIVER);
    }
}

static void device_put(const void *text, uint32_t length_bytes)
{
    for (uint32_t i = 0; i < length_bytes; i++) {
        (void)queue_put(&device_output, ((const uint8_t *)text)[i]);
    }
    is_driver_told = false;
}

static uint8_t visible(uint8_t byte)
{
    return byte >= ' ' && byte <= '~' ? byte : '?';
}

/// Takes what a client has written, up to the end of a line.
static void line_collect(uint32_t number)
{
    struct client *client = &clients[number];
    bool is_taken = false;
    uint8_t byte;
    while (!client->is_whole && queue_take(&client->output, &byte)) {
        is_taken = true;
        if (byte != '\n') {
            client->text[client->length_bytes++] = visible(byte);
        }
        client->is_whole = byte == '\n' || client->length_bytes == LINE_BYTES_MAX;
    }
    if (is_taken) {
        (void)microkit_try_notify(CHANNEL_CLIENT_FIRST + number);
    }
}

/// Sends a client's line if there is one, and room.
static bool line_send(struct client *client)
{
    const uint32_t name_bytes = (uint32_t)strlen(client->name);
    if (!client->is_whole || queue_room(&device_output) < name_bytes + client->length_bytes + 6) {
        return false;
    }
    if (is_echo_open) {
        device_put("\r\n", 2);
        is_echo_open = false;
    }
    device_put(client->name, name_bytes);
    device_put(": ", 2);
    device_put(client->text, client->length_bytes);
    device_put("\r\n", 2);
    client->length_bytes = 0;
    client->is_whole = false;
    return true;
}

/// Ends: clients are less urgent, so none writes meanwhile.
static void output_pump(void)
{
    uint32_t idle_turns = 0;
    while (idle_turns < CLIENT_COUNT) {
        const uint32_t number = next_turn;
        line_collect(number);
        idle_turns = line_send(&clients[number]) ? 0 : idle_turns + 1;
        next_turn = (number + 1) % CLIENT_COUNT;
    }
}

/// Shows what was typed, where a client's line does not go on.
static void echo(uint8_t byte)
{
    if (byte == '\r' || byte == '\n') {
        device_put("\r\n", 2);
    } else {
        device_put(&(uint8_t){visible(byte)}, 1);
    }
    is_echo_open = byte != '\r' && byte != '\n';
}

static void input_pump(void)
{
    bool is_told[CLIENT_COUNT] = {true, true};
    uint8_t byte;
    while (queue_take(&device_input, &byte)) {
        is_driver_told = false;
        if (byte == '\t') {
            listener = (listener + 1) % CLIENT_COUNT;
            continue;
        }
        echo(byte);
        if (queue_put(&clients[listener].input, byte)) {
            is_told[listener] = false;
        }
    }
    for (uint32_t i = 0; i < CLIENT_COUNT; i++) {
        if (!is_told[i]) {
            (void)microkit_try_notify(CHANNEL_CLIENT_FIRST + i);
        }
    }
}
