// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A serial line between two programs: a queue of bytes each way, in memory that both may write.
 *
 * A queue has one writer and one reader. Counts run on and on; their difference is what the queue
 * holds. Each side keeps its own count for itself and only shows it to the other. What it reads of
 * the other side's is a claim: bytes that cannot be there are not taken, room that cannot be there
 * is not used, and no place outside the queue is ever touched. So a side that goes mad, or dies in
 * the middle, spoils what goes over this line and nothing else. Who opens a queue again goes on
 * where its former life has stopped.
 *
 * Both sides run on one processor, which sees its own accesses in their order; volatile keeps that
 * order in the program. Whoever has changed a queue notifies the other side. A notification to the
 * dead is lost, so each looks at its queues when it begins to live.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { QUEUE_BYTES = 256 };
_Static_assert((QUEUE_BYTES & (QUEUE_BYTES - 1)) == 0, "a power of two, since counts wrap");

struct queue {
    uint32_t produced;
    uint32_t consumed;
    uint8_t bytes[QUEUE_BYTES];
};

/// A region. The names are those of the side that is farther from the device.
struct line {
    struct queue output;
    struct queue input;
};

struct queue_writer {
    volatile struct queue *queue;
    uint32_t produced;
};

struct queue_reader {
    volatile struct queue *queue;
    uint32_t consumed;
};

static inline struct queue_writer queue_write_open(volatile struct queue *queue)
{
    struct queue_writer writer = {queue, queue->produced};
    if (writer.produced - queue->consumed > QUEUE_BYTES) {
        writer.produced = queue->consumed;
        queue->produced = writer.produced;
    }
    return writer;
}

static inline struct queue_reader queue_read_open(volatile struct queue *queue)
{
    struct queue_reader reader = {queue, queue->consumed};
    if (queue->produced - reader.consumed > QUEUE_BYTES) {
        reader.consumed = queue->produced;
        queue->consumed = reader.consumed;
    }
    return reader;
}

/// How many bytes can be put; none if the reader's count makes no sense.
static inline uint32_t queue_room(const struct queue_writer *writer)
{
    const uint32_t held = writer->produced - writer->queue->consumed;
    return held <= QUEUE_BYTES ? QUEUE_BYTES - held : 0;
}

/// False: there is no room.
static inline bool queue_put(struct queue_writer *writer, uint8_t byte)
{
    if (queue_room(writer) == 0) {
        return false;
    }
    writer->queue->bytes[writer->produced % QUEUE_BYTES] = byte;
    writer->produced++;
    writer->queue->produced = writer->produced;
    return true;
}

/// Whether there is nothing to take. A count of the writer that makes no sense is nothing, and from
/// now on the place where the queue begins.
static inline bool queue_is_empty(struct queue_reader *reader)
{
    const uint32_t produced = reader->queue->produced;
    if (produced - reader->consumed > QUEUE_BYTES) {
        reader->consumed = produced;
        reader->queue->consumed = produced;
    }
    return produced == reader->consumed;
}

/// False: there is nothing.
static inline bool queue_take(struct queue_reader *reader, uint8_t *byte)
{
    if (queue_is_empty(reader)) {
        return false;
    }
    *byte = reader->queue->bytes[reader->consumed % QUEUE_BYTES];
    reader->consumed++;
    reader->queue->consumed = reader->consumed;
    return true;
}
