// SPDX-License-Identifier: Apache-2.0 OR MIT
// A client of the serial line that does its worst with the memory that it shares: counts that make
// no sense, counts that change while they are looked at, bytes of any kind, and notifications of
// nothing.
#include <ipc/patched.h>
#include <microkit.h>
#include <stdio.h>

#include "queue.h"
#include "virtualiser.h"

enum { ROUNDS = 300, SHAPES = 5 };

IPC_PATCHED(volatile struct line *, line);

static uint32_t seed = 0x2545F491;
static uint32_t answers;

static uint32_t random_next(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed;
}

static void all_write(void)
{
    volatile uint32_t *words = (volatile uint32_t *)line;
    for (uint32_t i = 0; i < sizeof *line / sizeof *words; i++) {
        words[i] = random_next();
    }
}

/// Counts at which a queue that is trusted would take or put without an end.
static void counts_write(uint32_t shape)
{
    line->output.produced = line->output.consumed + (shape == 0 ? QUEUE_BYTES : QUEUE_BYTES + 1);
    line->input.consumed = line->input.produced - (shape == 0 ? QUEUE_BYTES + 1 : UINT32_MAX / 2);
}

/// A line of somebody else's, as far as this program can.
static void name_forge(void)
{
    static const char text[] = "\r\nfirst: forged\r\n\tfirst: forged\n";
    struct queue_writer writer = queue_write_open(&line->output);
    for (uint32_t i = 0; i < sizeof text - 1; i++) {
        (void)queue_put(&writer, (uint8_t)text[i]);
    }
}

void init(void)
{
    for (uint32_t round = 0; round < ROUNDS; round++) {
        switch (round % SHAPES) {
        case 0:
            all_write();
            break;
        case 1:
        case 2:
            counts_write(round % 2);
            break;
        case 3:
            name_forge();
            break;
        default:
            break;
        }
        (void)microkit_try_notify(CLIENT_CHANNEL_VIRTUALISER);
    }
    printf("rubbish: %d rounds\n", ROUNDS);
}

void notified(microkit_channel ch)
{
    (void)ch;
    if (answers++ < ROUNDS) {
        counts_write(random_next() % 2);
        (void)microkit_try_notify(CLIENT_CHANNEL_VIRTUALISER);
    }
}
