// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sends frames, and says what comes in, until a frame says that it is over. Run by
// test_ethernet.py.
#include <bulkhead/ethernet.h>
#include <string.h>

#include "check.h"

enum {
    DRIVER = BULKHEAD_ETHERNET_DRIVER,
    EUI64_DRIVER = 0x30006,
    CONTENT = 14,
    STREAM_BYTES = 8192
};

static uint8_t frame[BULKHEAD_ETHERNET_FRAME_BYTES_MAX + 1];
static union {
    struct bulkhead_ethernet_stream stream;
    uint8_t bytes[STREAM_BYTES];
} streams[2];

static struct bulkhead_result transmit(uint32_t length)
{
    return bulkhead_command(DRIVER, BULKHEAD_ETHERNET_TRANSMIT, length, 0x1234);
}

/// The number of the board, which is made of the address that the test gives the device.
static void number_check(void)
{
    const struct bulkhead_result number = bulkhead_command(EUI64_DRIVER, 1, 0, 0);
    check_value(number.variant == VARIANT_SUCCESS_U64 && number.value[1] == 0x525400FF,
                "the number of the board", number.value[1]);
    check_value(number.value[0] == 0xFE123456, "its lower half", number.value[0]);
    check_error(bulkhead_command(EUI64_DRIVER, 2, 0, 0), VARIANT_FAILURE, ERROR_NO_SUPPORT,
                "it can do nothing else");
}

static void refusals_check(void)
{
    check_error(bulkhead_command(DRIVER, 4, 0, 0), VARIANT_FAILURE, ERROR_NO_SUPPORT,
                "there is no other command");
    check_error(transmit(14), VARIANT_FAILURE, ERROR_SIZE, "a frame without a buffer");
    (void)bulkhead_allow_read_only(DRIVER, 0, frame, 100);
    check_error(transmit(101), VARIANT_FAILURE, ERROR_SIZE, "a frame longer than the buffer");
    check_error(transmit(0), VARIANT_FAILURE, ERROR_SIZE, "an empty frame");
    check_error(transmit(13), VARIANT_FAILURE, ERROR_SIZE, "a frame that is too short");
    (void)bulkhead_allow_read_only(DRIVER, 0, frame, sizeof frame);
    check_error(transmit(1515), VARIANT_FAILURE, ERROR_SIZE, "a frame that is too long");
    check_error(transmit(0xFFFF), VARIANT_FAILURE, ERROR_SIZE, "the longest length");
    check(bulkhead_result_is_success(bulkhead_command(DRIVER, 2, 0, 0)), "what was sent");
    (void)bulkhead_allow_read_only(DRIVER, 0, NULL, 0);
}

static void frames_send(void)
{
    static const uint16_t lengths[] = {14, 60, 255, 256, 257, 512, 1000, 1513, 1514};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        for (size_t j = 0; j < lengths[i]; j++) {
            frame[j] = (uint8_t)(i * 16 + j * 7 + j / 256);
        }
        const enum error error = bulkhead_ethernet_send(frame, lengths[i]);
        check_value(error == ERROR_NONE, "a frame", (uint32_t)error);
    }
    (void)bulkhead_allow_read_only(DRIVER, 0, frame, sizeof frame);
    const struct bulkhead_result one = transmit(100);
    check(bulkhead_result_is_success(one), "a frame begins");
    const struct bulkhead_upcall sent = bulkhead_yield_wait_for(DRIVER, 1);
    check(sent.value[0] == 0 && sent.value[1] == 100 && sent.value[2] == 0x1234, "and ends");
    const struct bulkhead_result taken = transmit(1514);
    (void)bulkhead_allow_read_only(DRIVER, 0, NULL, 0);
    const struct bulkhead_upcall ended = bulkhead_yield_wait_for(DRIVER, 1);
    check(bulkhead_result_is_success(taken), "a frame whose buffer is taken back begins");
    check_value(ended.value[0] == ERROR_NONE || ended.value[0] == ERROR_FAILED, "ends, too",
                ended.value[0]);
    const struct bulkhead_result counts = bulkhead_command(DRIVER, 2, 0, 0);
    printf("sent %lu frames, %lu bytes\n", (unsigned long)counts.value[0],
           (unsigned long)counts.value[1]);
}

/// Says what is in a stream. False: the frame that ends it all was there.
static bool chunks_show(const uint8_t *bytes)
{
    struct bulkhead_ethernet_stream head;
    memcpy(&head, bytes, sizeof head);
    if ((head.flags & BULKHEAD_ETHERNET_EXCEEDED) != 0) {
        printf("exceeded\n");
    }
    for (uint32_t place = 0; place < head.offset_bytes;) {
        struct bulkhead_ethernet_chunk chunk;
        memcpy(&chunk, bytes + sizeof head + place, sizeof chunk);
        const uint8_t *content = bytes + sizeof head + place + sizeof chunk;
        uint32_t sum = 0;
        for (uint32_t i = 0; i < chunk.length_bytes; i++) {
            sum = sum * 31 + content[i];
        }
        printf("got %u %08lx\n", chunk.length_bytes, (unsigned long)sum);
        if (content[CONTENT - 2] == 0xFF && content[CONTENT - 1] == 0xFF) {
            return false;
        }
        place += (uint32_t)sizeof chunk + chunk.length_bytes;
    }
    return true;
}

static void frames_show(void)
{
    unsigned current = 0;
    (void)bulkhead_allow_read_write(DRIVER, 0, streams[0].bytes, STREAM_BYTES);
    printf("listening\n");
    for (bool is_going_on = true; is_going_on;) {
        (void)bulkhead_yield_wait_for(DRIVER, 0);
        const unsigned full = current;
        current = 1 - current;
        memset(streams[current].bytes, 0, STREAM_BYTES);
        (void)bulkhead_allow_read_write(DRIVER, 0, streams[current].bytes, STREAM_BYTES);
        is_going_on = chunks_show(streams[full].bytes);
    }
}

int main(void)
{
    if (!bulkhead_driver_exists(DRIVER)) {
        check_error(bulkhead_command(DRIVER, 0, 0, 0), VARIANT_FAILURE, ERROR_NO_DEVICE,
                    "is it there: no device");
        check_error(transmit(60), VARIANT_FAILURE, ERROR_NO_DEVICE, "a frame: no device");
        check_error(bulkhead_command(EUI64_DRIVER, 1, 0, 0), VARIANT_FAILURE, ERROR_NO_DEVICE,
                    "a number: no device");
        return check_done("ethernet_frames");
    }
    number_check();
    refusals_check();
    frames_send();
    frames_show();
    const struct bulkhead_result counts = bulkhead_command(DRIVER, 1, 0, 0);
    printf("received %lu frames, %lu bytes, dropped %lu\n", (unsigned long)counts.value[0],
           (unsigned long)counts.value[1], (unsigned long)counts.value[2]);
    return check_done("ethernet_frames");
}
