// SPDX-License-Identifier: Apache-2.0 OR MIT
// Answers lines that are typed to it, on its part of a serial line. The server adds up how many
// characters there were in all.
#include <ipc/patched.h>
#include <microkit.h>
#include <stdio.h>

#include "queue.h"
#include "virtualiser.h"

enum { SERVER = 0, TEXT_BYTES_MAX = 40 };

IPC_PATCHED(const volatile uint32_t *, board);
IPC_PATCHED(volatile struct line *, line);

static struct queue_writer output;
static struct queue_reader input;
static char text[TEXT_BYTES_MAX + 1];
static unsigned length;

static void listen(void);
static void say(const char *next);
static void answer(void);

void init(void)
{
    output = queue_write_open(&line->output);
    input = queue_read_open(&line->input);
    say("ready\n");
    listen();
}

void notified(microkit_channel ch)
{
    (void)ch;
    listen();
}

static void listen(void)
{
    uint8_t byte;
    while (queue_take(&input, &byte)) {
        if (byte == '\r' || byte == '\n') {
            answer();
        } else if (length < TEXT_BYTES_MAX) {
            text[length++] = (char)byte;
        }
    }
}

/// What there is no room for is lost.
static void say(const char *next)
{
    while (*next != '\0' && queue_put(&output, (uint8_t)*next)) {
        next++;
    }
    (void)microkit_try_notify(CLIENT_CHANNEL_VIRTUALISER);
}

static void answer(void)
{
    char said[LINE_BYTES_MAX + 2]; // A line with its end.
    text[length] = '\0';
    microkit_mr_set(0, length);
    (void)microkit_ppcall(SERVER, microkit_msginfo_new(0, 1));
    (void)snprintf(said, sizeof said, "'%s', %u characters, %u in all\n", text, length,
                   (unsigned)*board);
    say(said);
    length = 0;
}
