// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Frames for programs: capsule `ethernet_tap` with a device that does what the test says, also
/// what none should.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <capsules/ethernet_tap/ethernet_tap.h>
#include <cmocka.h>

#include "bench.h"

enum { TAP };
enum { DRIVER = ETHERNET_TAP_DRIVER, HEADER = 8, CHUNK = 12, MAX = ETHERNET_FRAME_BYTES_MAX };
enum { SENT, BUFFER_BYTES = 1536, FLAGS = 3 };

const struct bench_capsule bench_capsules[] = {
    [TAP] = {.init = ethernet_tap_init,
             .deferred = ethernet_tap_deferred,
             .on_restart = ethernet_tap_on_restart,
             .driver = ETHERNET_TAP_DRIVER,
             .command = ethernet_tap_command,
             BENCH_STATE(ethernet_tap)},
};
const size_t bench_capsule_count = 1;

BENCH_THUNK(to_arrived, TAP, ethernet_tap_arrived, const struct ethernet_arrived)
BENCH_THUNK(to_transmitted, TAP, ethernet_tap_transmitted, const struct ethernet_transmitted)

// ---------------------------------------------------------------------------------------------
// The device

static struct {
    bool is_absent;
    enum error answer;
    bool has_buffer; ///< it is the device's
    uint8_t sending[BUFFER_BYTES];
    size_t sent_bytes;
    unsigned sent;
    uint8_t frame[BUFFER_BYTES]; ///< that came in
    size_t frame_bytes;
    uint32_t number;
    bool is_kept;
    unsigned reads_left; ///< then the frame is taken away
} device;

static bool is_here(struct transfer_buffer buffer)
{
    return buffer.index == SENT && buffer.generation == 1 && !device.has_buffer;
}

struct transfer_buffer transfer_buffer_home(uint32_t index)
{
    return (struct transfer_buffer){.index = (uint16_t)index, .generation = 1};
}

enum error transfer_buffer_write_(struct transfer_buffer buffer, size_t offset, const void *from,
                                  size_t bytes)
{
    if (!is_here(buffer)) {
        return ERROR_STALE;
    }
    assert_true(offset + bytes <= BUFFER_BYTES);
    memcpy(device.sending + offset, from, bytes);
    return ERROR_NONE;
}

static void describe(struct ethernet_description *description)
{
    *description = (struct ethernet_description){.is_present = !device.is_absent};
}

static enum error transmit(struct transfer_buffer buffer, size_t length_bytes)
{
    assert_true(length_bytes >= ETHERNET_FRAME_BYTES_MIN && length_bytes <= MAX);
    device.sent_bytes = length_bytes;
    device.sent++;
    if (device.is_absent || device.answer != ERROR_NONE) {
        return device.is_absent ? ERROR_NO_DEVICE : device.answer;
    }
    assert_true(is_here(buffer));
    device.has_buffer = true;
    return ERROR_NONE;
}

static enum error read_part(struct ethernet_part *part)
{
    const size_t length = span_length(part->bytes);
    if (!device.is_kept || part->number != device.number || device.reads_left == 0) {
        part->status = ERROR_STALE;
        return ERROR_NONE;
    }
    device.reads_left--;
    assert_true(part->offset_bytes + length <= device.frame_bytes);
    memcpy(part->bytes.bytes_, device.frame + part->offset_bytes, length);
    part->status = ERROR_NONE;
    return ERROR_NONE;
}

static enum error release(uint32_t number)
{
    if (!device.is_kept || (number != 0 && number != device.number)) {
        return ERROR_ALREADY;
    }
    device.is_kept = false;
    return ERROR_NONE;
}

const struct ethernet_port ethernet_tap_device = {
    .describe = describe, .transmit = transmit, .read = read_part, .release = release};

/// A frame comes in, of which some parts can be read; each of its bytes is made of `seed`.
static void arrive_briefly(size_t length_bytes, uint8_t seed, unsigned reads)
{
    assert_false(device.is_kept);
    for (size_t i = 0; i < BUFFER_BYTES; i++) {
        device.frame[i] = (uint8_t)(seed + i);
    }
    device.is_kept = true;
    device.frame_bytes = length_bytes;
    device.reads_left = reads;
    const struct ethernet_arrived event = {.number = ++device.number, .length_bytes = length_bytes};
    (void)to_arrived(&event);
    fake_run();
    assert_false(device.is_kept); // It is given back, whatever became of it.
}

static void arrive(size_t length_bytes, uint8_t seed)
{
    arrive_briefly(length_bytes, seed, 1000);
}

static void sent(enum error status)
{
    assert_true(device.has_buffer);
    device.has_buffer = false;
    const struct ethernet_transmitted event = {.buffer = transfer_buffer_home(SENT),
                                               .status = status};
    (void)to_transmitted(&event);
    fake_run();
}

static int reset(void **state)
{
    memset(&device, 0, sizeof device);
    return bench_reset(state);
}

// ---------------------------------------------------------------------------------------------
// Programs

static struct fake_answer ask(struct process_id process, uint32_t number, uint32_t argument)
{
    return fake_command(DRIVER, process, number, argument, 77);
}

/// A program that uses the driver; it has a grant from now on.
static struct process_id program(const char *name)
{
    const struct process_id process = fake_process_start(name);
    (void)ask(process, ETHERNET_TAP_COMMAND_SENT, 0);
    return process;
}

static uint8_t *stream(struct process_id process)
{
    return (uint8_t *)(uintptr_t)fake_buffer(process, BUFFER_READ_WRITE, 0);
}

static void listen(struct process_id process, size_t length_bytes)
{
    static const uint8_t nothing[FAKE_BUFFER_BYTES_MAX];
    fake_allow(process, BUFFER_READ_WRITE, ETHERNET_TAP_ALLOW_STREAM, nothing, length_bytes);
}

static uint32_t offset_of(struct process_id process)
{
    uint32_t offset;
    memcpy(&offset, stream(process) + 4, sizeof offset);
    return offset;
}

static void offset_set(struct process_id process, uint32_t offset)
{
    memcpy(stream(process) + 4, &offset, sizeof offset);
}

static void expect_chunk(struct process_id process, size_t place, size_t length, uint8_t seed)
{
    const uint8_t *chunk = stream(process) + HEADER + place;
    static const uint8_t zero[8];
    assert_int_equal(chunk[0] | chunk[1], 0);
    assert_int_equal(chunk[2] | chunk[3] << 8, length);
    assert_memory_equal(chunk + 4, zero, sizeof zero);
    for (size_t i = 0; i < length; i++) {
        assert_int_equal(chunk[CHUNK + i], (uint8_t)(seed + i));
    }
}

static void expect_counts(struct process_id process, uint32_t frames, uint32_t bytes,
                          uint32_t dropped)
{
    const struct fake_answer answer = ask(process, ETHERNET_TAP_COMMAND_RECEIVED, 0);
    assert_int_equal(answer.count, 4);
    assert_int_equal(answer.word[0], VARIANT_SUCCESS_U32_U32_U32);
    assert_int_equal(answer.word[1], frames);
    assert_int_equal(answer.word[2], bytes);
    assert_int_equal(answer.word[3], dropped);
}

static void expect_news(struct process_id process)
{
    fake_expect_upcall(DRIVER, process, ETHERNET_TAP_UPCALL_RECEIVED, 0, 0, 0);
}

// ---------------------------------------------------------------------------------------------

static void frames_are_put_one_behind_the_other(void **state)
{
    (void)state;
    const struct process_id process = program("one");
    listen(process, FAKE_BUFFER_BYTES_MAX);
    arrive(MAX, 1);
    expect_news(process);
    arrive(60, 2);
    arrive(257, 3);
    fake_expect_no_upcall(); // They are found with the first one.
    expect_chunk(process, 0, MAX, 1);
    expect_chunk(process, CHUNK + MAX, 60, 2);
    expect_chunk(process, 2 * CHUNK + MAX + 60, 257, 3);
    assert_int_equal(offset_of(process), 3 * CHUNK + MAX + 60 + 257);
    expect_counts(process, 3, MAX + 60 + 257, 0);
    listen(process, 1000);
    arrive(60, 4);
    expect_news(process);
    expect_chunk(process, 0, 60, 4);
}

static void each_program_gets_each_frame(void **state)
{
    (void)state;
    const struct process_id one = program("one");
    const struct process_id two = program("two");
    const struct process_id deaf = program("deaf");
    listen(one, 500);
    listen(two, 500);
    arrive(100, 9);
    expect_news(one);
    expect_news(two);
    fake_expect_no_upcall();
    expect_chunk(one, 0, 100, 9);
    expect_chunk(two, 0, 100, 9);
    expect_counts(deaf, 0, 0, 1);
    fake_process_end(one);
    arrive(100, 10);
    expect_chunk(two, CHUNK + 100, 100, 10);
}

static void frame_that_does_not_fit_is_dropped_whole(void **state)
{
    (void)state;
    const struct process_id process = program("one");
    listen(process, HEADER + CHUNK + 60);
    arrive(61, 1);
    assert_int_equal(stream(process)[FLAGS], 1);
    assert_int_equal(offset_of(process), 0);
    arrive(60, 2); // A shorter one still does.
    expect_news(process);
    assert_int_equal(stream(process)[FLAGS], 1);
    expect_chunk(process, 0, 60, 2);
    arrive(14, 3);
    expect_counts(process, 1, 60, 2);
    fake_expect_no_upcall();
    // One that is to halt gets nothing more.
    listen(process, 200);
    stream(process)[FLAGS] = 2;
    arrive(1000, 4);
    arrive(60, 5);
    assert_int_equal(stream(process)[FLAGS], 3);
    assert_int_equal(offset_of(process), 0);
    expect_counts(process, 1, 60, 4);
}

static void stream_that_is_none_stays_as_it_is(void **state)
{
    (void)state;
    static const struct {
        size_t place;
        uint8_t byte;
    } wrong[] = {{0, 1}, {1, 1}, {2, 1}, {2, 0x80}, {3, 4}, {3, 0x80}, {3, 3}};
    const struct process_id process = program("one");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        uint8_t before[FAKE_BUFFER_BYTES_MAX];
        listen(process, 1000);
        stream(process)[wrong[i].place] = wrong[i].byte;
        memcpy(before, stream(process), 1000);
        arrive(60, 1);
        assert_memory_equal(stream(process), before, 1000);
        fake_expect_no_upcall();
        expect_counts(process, 0, 0, (uint32_t)i + 1);
    }
}

static void offsets_of_the_program_are_believed_within_the_buffer_only(void **state)
{
    (void)state;
    enum { LENGTH = 1000, ROOM = LENGTH - HEADER, LAST = ROOM - CHUNK - 60 };
    static const uint32_t outside[] = {
        LAST + 1,   ROOM,       ROOM + 1,       0x7FFFFFFF,
        0x80000000, UINT32_MAX, UINT32_MAX - 7, UINT32_MAX - HEADER - CHUNK - 60};
    const struct process_id process = program("one");
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        listen(process, LENGTH);
        offset_set(process, outside[i]);
        arrive(60, 1);
        assert_int_equal(stream(process)[FLAGS], 1);
        assert_int_equal(offset_of(process), outside[i]);
    }
    listen(process, LENGTH);
    offset_set(process, LAST);
    arrive(60, 2);
    expect_chunk(process, LAST, 60, 2);
    offset_set(process, 5); // Back, and odd.
    arrive(60, 3);
    expect_chunk(process, 5, 60, 3);
    fake_expect_no_upcall();
}

static void buffer_that_is_too_short_gets_nothing(void **state)
{
    (void)state;
    const struct process_id process = program("one");
    for (size_t length = 0; length <= HEADER; length++) {
        listen(process, length);
        arrive(60, 1);
        assert_int_equal(offset_of(process), 0);
        assert_int_equal(stream(process)[FLAGS], length == HEADER ? 1 : 0);
    }
    expect_counts(process, 0, 0, HEADER + 1);
    // It is shortened, and swapped, between two frames.
    listen(process, 500);
    arrive(60, 1);
    listen(process, 50);
    arrive(60, 2);
    assert_int_equal(offset_of(process), 0);
    listen(process, 500);
    arrive(60, 3);
    expect_chunk(process, 0, 60, 3);
}

static void frame_that_is_taken_away_is_lost(void **state)
{
    (void)state;
    const struct process_id process = program("one");
    listen(process, FAKE_BUFFER_BYTES_MAX);
    for (unsigned reads = 0; reads < 3; reads++) {
        arrive_briefly(MAX, 1, reads);
        assert_int_equal(offset_of(process), 0);
    }
    fake_expect_no_upcall();
    expect_counts(process, 0, 0, 3);
    arrive(60, 2); // What had been put there already is written over.
    expect_chunk(process, 0, 60, 2);
    expect_news(process);
    // Between two frames nothing is read.
    device.is_kept = true;
    const struct ethernet_arrived old = {.number = device.number - 1, .length_bytes = 60};
    (void)to_arrived(&old);
    fake_run();
    assert_int_equal(offset_of(process), CHUNK + 60);
    expect_counts(process, 1, 60, 4);
}

static void frame_is_sent(void **state)
{
    (void)state;
    static uint8_t frame[MAX + 1];
    memset(frame, 0x5A, sizeof frame);
    const struct process_id process = program("one");
    fake_expect_failure(ask(process, ETHERNET_TAP_COMMAND_TRANSMIT, 60), ERROR_SIZE);
    fake_allow(process, BUFFER_READ_ONLY, 0, frame, sizeof frame);
    fake_expect_failure(ask(process, ETHERNET_TAP_COMMAND_TRANSMIT, 0), ERROR_SIZE);
    fake_expect_failure(ask(process, ETHERNET_TAP_COMMAND_TRANSMIT, 13), ERROR_SIZE);
    fake_expect_failure(ask(process, ETHERNET_TAP_COMMAND_TRANSMIT, MAX + 1), ERROR_SIZE);
    fake_expect_success(ask(process, ETHERNET_TAP_COMMAND_TRANSMIT, 0xABCD0000 | MAX));
    fake_expect_failure(ask(process, ETHERNET_TAP_COMMAND_TRANSMIT, 14), ERROR_BUSY);
    fake_run();
    assert_int_equal(device.sent_bytes, MAX);
    assert_memory_equal(device.sending, frame, MAX);
    fake_expect_failure(ask(process, ETHERNET_TAP_COMMAND_TRANSMIT, 14), ERROR_BUSY);
    sent(ERROR_NONE);
    fake_expect_upcall(DRIVER, process, ETHERNET_TAP_UPCALL_SENT, 0, MAX, 77);
    fake_expect_no_upcall();
    const struct fake_answer counts = ask(process, ETHERNET_TAP_COMMAND_SENT, 0);
    assert_int_equal(counts.word[1], 1);
    assert_int_equal(counts.word[2], MAX);
    fake_expect_failure(ask(process, 4, 0), ERROR_NO_SUPPORT);
}

static void frames_of_several_are_sent_in_turn(void **state)
{
    (void)state;
    uint8_t frame[60] = {0};
    struct process_id processes[3];
    for (size_t i = 0; i < 3; i++) {
        processes[i] = program("several");
        frame[0] = (uint8_t)i;
        fake_allow(processes[i], BUFFER_READ_ONLY, 0, frame, sizeof frame);
        fake_expect_success(ask(processes[i], ETHERNET_TAP_COMMAND_TRANSMIT, 60));
    }
    fake_run();
    assert_int_equal(device.sending[0], 0);
    fake_allow(processes[1], BUFFER_READ_ONLY, 0, NULL, 0); // Takes its own back.
    sent(ERROR_FAILED);
    fake_expect_upcall(DRIVER, processes[0], ETHERNET_TAP_UPCALL_SENT, ERROR_FAILED, 0, 77);
    fake_expect_upcall(DRIVER, processes[1], ETHERNET_TAP_UPCALL_SENT, ERROR_FAILED, 0, 77);
    assert_int_equal(device.sending[0], 2);
    fake_process_end(processes[2]); // Its frame is on its way.
    sent(ERROR_NONE);
    fake_expect_no_upcall();
    assert_int_equal(device.sent, 2);
}

static void device_that_fails_or_is_absent_is_told(void **state)
{
    (void)state;
    static const uint8_t frame[60];
    const struct process_id process = program("one");
    fake_allow(process, BUFFER_READ_ONLY, 0, frame, sizeof frame);
    device.answer = ERROR_FAILED;
    fake_expect_success(ask(process, ETHERNET_TAP_COMMAND_TRANSMIT, 60));
    fake_run();
    fake_expect_upcall(DRIVER, process, ETHERNET_TAP_UPCALL_SENT, ERROR_FAILED, 0, 77);
    device.is_absent = true;
    for (uint32_t i = 0; i < 5; i++) {
        fake_expect_failure(ask(process, i, 60), ERROR_NO_DEVICE);
    }
}

static void restart_ends_what_was_on_its_way_and_listens_again(void **state)
{
    (void)state;
    static const uint8_t frame[60];
    const struct process_id process = program("one");
    fake_allow(process, BUFFER_READ_ONLY, 0, frame, sizeof frame);
    listen(process, 1000);
    fake_expect_success(ask(process, ETHERNET_TAP_COMMAND_TRANSMIT, 60));
    fake_run();
    bench_capsule_fail(TAP);
    device.has_buffer = false; // The board has it cancelled.
    device.is_kept = true;     // By the life that has ended.
    bench_capsule_restart(TAP, &process, 1);
    fake_run();
    fake_expect_upcall(DRIVER, process, ETHERNET_TAP_UPCALL_SENT, ERROR_RESERVE, 0, 77);
    // An end from before is nobody's.
    const struct ethernet_transmitted late = {.buffer = transfer_buffer_home(SENT)};
    (void)to_transmitted(&late);
    fake_run();
    fake_expect_no_upcall();
    arrive(60, 1);
    expect_chunk(process, 0, 60, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, reset)
    const struct CMUnitTest tests[] = {
        TEST(frames_are_put_one_behind_the_other),
        TEST(each_program_gets_each_frame),
        TEST(frame_that_does_not_fit_is_dropped_whole),
        TEST(stream_that_is_none_stays_as_it_is),
        TEST(offsets_of_the_program_are_believed_within_the_buffer_only),
        TEST(buffer_that_is_too_short_gets_nothing),
        TEST(frame_that_is_taken_away_is_lost),
        TEST(frame_is_sent),
        TEST(frames_of_several_are_sent_in_turn),
        TEST(device_that_fails_or_is_absent_is_told),
        TEST(restart_ends_what_was_on_its_way_and_listens_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
