// SPDX-License-Identifier: Apache-2.0 OR MIT
// Gives the driver streams that are none, and swaps, shortens and moves them between frames. Asks
// for each frame with a line. Run by test_ethernet.py.
#include <bulkhead/ethernet.h>
#include <string.h>

#include "check.h"

enum { DRIVER = BULKHEAD_ETHERNET_DRIVER, STREAM_BYTES = 4096, FRAME_BYTES = 100 };
enum { CHUNK_BYTES = 12 + FRAME_BYTES };

static uint8_t stream[STREAM_BYTES + 64];
static uint32_t seen; ///< frames received and dropped

static uint32_t frames_seen(void)
{
    const struct bulkhead_result counts = bulkhead_command(DRIVER, 1, 0, 0);
    return counts.value[0] + counts.value[2];
}

/// Waits until the driver has dealt with one more frame.
static void frame_wait(void)
{
    static unsigned count;
    printf("frame %u\n", ++count);
    while (frames_seen() == seen) {
    }
    seen = frames_seen();
    while (bulkhead_yield_no_wait()) {
    }
}

static void chunk_note(uint32_t a, uint32_t b, uint32_t c, void *data)
{
    (void)a, (void)b, (void)c, (void)data; // Nobody is interested, but it would wait.
}

/// A stream that begins with these bytes, of this length; how it is when a frame has come.
static void stream_try(const char *what, const uint8_t header[8], size_t length_bytes,
                       uint8_t flags, uint32_t offset_bytes)
{
    memset(stream, 0xEE, sizeof stream);
    memcpy(stream, header, 8);
    (void)bulkhead_allow_read_write(DRIVER, 0, stream, length_bytes);
    frame_wait();
    uint32_t offset;
    memcpy(&offset, stream + 4, sizeof offset);
    check_value(stream[3] == flags && offset == offset_bytes, what, offset << 8 | stream[3]);
    bool is_whole = true;
    for (size_t i = length_bytes; i < sizeof stream; i++) {
        is_whole = is_whole && (i < 8 || stream[i] == 0xEE);
    }
    check(is_whole, "nothing behind it");
}

static void streams_try(void)
{
    static const uint8_t fresh[8] = {0};
    static const uint8_t halt[8] = {0, 0, 0, 2};
    static const uint8_t version[8] = {1};
    static const uint8_t version_high[8] = {0, 1};
    static const uint8_t flags[8] = {0, 0, 0, 4};
    static const uint8_t flags_high[8] = {0, 0, 1, 0};
    static const uint8_t ended[8] = {0, 0, 0, 3};
    static const uint8_t exceeded[8] = {0, 0, 0, 1};
    static const uint8_t on[8] = {0, 0, 0, 0, 5};
    static const uint8_t most[8] = {0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF};
    static const uint8_t wraps[8] = {0, 0, 0, 0, 0xF8, 0xFF, 0xFF, 0xFF};
    static const uint8_t behind[8] = {0, 0, 0, 0, 0xF9, 0x0F};
    stream_try("a fresh one", fresh, STREAM_BYTES, 0, CHUNK_BYTES);
    stream_try("one that is to halt", halt, STREAM_BYTES, 2, CHUNK_BYTES);
    stream_try("another version", version, STREAM_BYTES, 0, 0);
    stream_try("another version in its second byte", version_high, STREAM_BYTES, 0, 0);
    stream_try("flags that are none", flags, STREAM_BYTES, 4, 0);
    stream_try("flags that are none in the first byte", flags_high, STREAM_BYTES, 0, 0);
    stream_try("one that has ended", ended, STREAM_BYTES, 3, 0);
    stream_try("one that was exceeded", exceeded, STREAM_BYTES, 1, CHUNK_BYTES);
    stream_try("one with an offset", on, STREAM_BYTES, 0, 5 + CHUNK_BYTES);
    stream_try("the highest offset", most, STREAM_BYTES, 1, 0xFFFFFFFF);
    stream_try("an offset that wraps", wraps, STREAM_BYTES, 1, 0xFFFFFFF8);
    stream_try("an offset behind the end", behind, STREAM_BYTES, 1, 0xFF9);
    stream_try("room for all of it", fresh, 8 + CHUNK_BYTES, 0, CHUNK_BYTES);
    stream_try("room for less", fresh, 8 + CHUNK_BYTES - 1, 1, 0);
    stream_try("room to halt at", halt, 8 + CHUNK_BYTES - 1, 3, 0);
    stream_try("room for a header", fresh, 8, 1, 0);
    stream_try("room for no header", fresh, 7, 0, 0);
    stream_try("no room", fresh, 0, 0, 0);
    stream_try("room from an odd place", fresh, STREAM_BYTES - 1, 0, CHUNK_BYTES);
}

/// The stream that the driver works with changes between two frames.
static void moves_try(void)
{
    memset(stream, 0, sizeof stream);
    (void)bulkhead_allow_read_write(DRIVER, 0, stream, STREAM_BYTES);
    uint32_t offset = 0;
    for (unsigned i = 0; i < 3; i++) {
        frame_wait();
    }
    memcpy(&offset, stream + 4, sizeof offset);
    check_value(offset == 3 * CHUNK_BYTES, "three frames", offset);
    offset = 0;
    memcpy(stream + 4, &offset, sizeof offset);
    frame_wait();
    memcpy(&offset, stream + 4, sizeof offset);
    check_value(offset == CHUNK_BYTES, "the offset moved back", offset);
    offset = 3000;
    memcpy(stream + 4, &offset, sizeof offset);
    frame_wait();
    check(stream[3] == BULKHEAD_ETHERNET_EXCEEDED, "the offset moved far on");
    frame_wait();
    memcpy(&offset, stream + 4, sizeof offset);
    check_value(offset == 3000 + CHUNK_BYTES, "is reached", offset);
    check(stream[8 + 3000 + 2] == FRAME_BYTES, "and the frame is there");
    (void)bulkhead_allow_read_write(DRIVER, 0, stream, 300);
    memset(stream, 0, 8);
    for (unsigned i = 0; i < 4; i++) {
        frame_wait();
    }
    memcpy(&offset, stream + 4, sizeof offset);
    check_value(offset == 2 * CHUNK_BYTES, "a shorter buffer", offset);
    (void)bulkhead_allow_read_write(DRIVER, 0, NULL, 0);
    frame_wait();
    check(true, "no buffer");
}

int main(void)
{
    check(bulkhead_driver_exists(DRIVER), "it is there");
    seen = frames_seen();
    (void)bulkhead_subscribe(DRIVER, 0, chunk_note, NULL);
    streams_try();
    moves_try();
    // It dies with a frame on its way, and with a stream that nobody reads.
    (void)bulkhead_allow_read_write(DRIVER, 0, stream, STREAM_BYTES);
    (void)bulkhead_allow_read_only(DRIVER, 0, stream, 1514);
    check_done("ethernet_hostile");
    (void)bulkhead_command(DRIVER, BULKHEAD_ETHERNET_TRANSMIT, 1514, 0);
    bulkhead_exit_terminate(0);
}
