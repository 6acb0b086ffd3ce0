// SPDX-License-Identifier: Apache-2.0 OR MIT
// Words of messages: in registers, in the buffers, and what is cut.
#include <abi/system_call.h>
#include <string.h>

#include "event.h"
#include "system.h"
#include "work.h"

enum { CLIENT, SERVER, PATTERN = 0xEEEEEEEE };

/// Ways on which a message travels.
enum way { SEND_QUEUED, SEND_AT_ONCE, CALL_QUEUED, CALL_AT_ONCE, REPLY, REPLY_FUSED, WAYS };

static const uint32_t lengths[] = {0, 1, 2, 3, 4, 5, 6, 33, 36, 119, 120, 121, 127};
enum { LENGTHS = sizeof lengths / sizeof lengths[0], BUFFERS = 4 };

static void pair_boot(enum buffers buffers)
{
    system_open();
    (void)system_process("client", RANK);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, SERVER, 3);
    (void)system_process("server", RANK);
    system_boot(buffers);
    run(CLIENT);
}

static uint32_t word_of(uint32_t index)
{
    return 0x1000 + index * 0x10001;
}

static void buffer_forget(unsigned row)
{
    run(row);
    ends(IPC_BUFFER_SET, (struct port_message){0}, 0);
}

static struct port_message message_of(uint32_t length)
{
    struct port_message operands = {.capability = 1, .info = INFO(0x5A5A5, 0, length)};
    for (uint32_t i = 0; i < 4; i++) {
        operands.word[i] = word_of(i);
    }
    return operands;
}

static void words_write(unsigned row)
{
    for (uint32_t i = 4; i < IPC_WORDS_MAX; i++) {
        buffer_of(row)->word[i] = word_of(i);
    }
}

/// Sends on a way, and returns what the other side got. *to is that side.
static struct port_message travel(enum way way, uint32_t length, unsigned *to)
{
    const struct port_message sent = message_of(length);
    *to = way >= REPLY ? CLIENT : SERVER;
    switch (way) {
    case SEND_QUEUED:
    case CALL_QUEUED:
        run(CLIENT);
        waits(way == SEND_QUEUED ? IPC_SEND : IPC_CALL, sent);
        run(SERVER);
        return does(IPC_RECEIVE, (struct port_message){0});
    case SEND_AT_ONCE:
    case CALL_AT_ONCE:
        run(SERVER);
        waits(IPC_RECEIVE, (struct port_message){0});
        run(CLIENT);
        if (way == CALL_AT_ONCE) {
            waits(IPC_CALL, sent);
            return host_ipc_results();
        }
        (void)does(IPC_SEND, sent);
        return got(SERVER);
    default:
        run(CLIENT);
        waits(IPC_CALL, (struct port_message){.capability = 1});
        run(SERVER);
        (void)does(IPC_RECEIVE, (struct port_message){0});
        if (way == REPLY_FUSED) {
            waits(IPC_REPLY_RECEIVE, sent);
        } else {
            ends(IPC_REPLY,
                 (struct port_message){
                     .info = sent.info,
                     .word = {sent.word[0], sent.word[1], sent.word[2], sent.word[3]}},
                 0);
        }
        return got(CLIENT);
    }
}

static void words_travel(unsigned number)
{
    const uint32_t length = lengths[number % LENGTHS];
    const unsigned buffers = number / LENGTHS % BUFFERS;
    const enum way way = (enum way)(number / LENGTHS / BUFFERS);
    pair_boot(WITH_BUFFERS);
    if ((buffers & 1) != 0) {
        buffer_forget(CLIENT);
    }
    if ((buffers & 2) != 0) {
        buffer_forget(SERVER);
    }
    words_write(CLIENT);
    words_write(SERVER);
    unsigned to = way >= REPLY ? CLIENT : SERVER;
    memset(buffer_of(to), 0xEE, IPC_BUFFER_BYTES);
    const struct port_message received = travel(way, length, &to);

    const uint32_t room = buffers == 0 ? IPC_WORDS_MAX : IPC_REGISTER_WORDS;
    const uint32_t arrived = length < room ? length : room;
    check_equal(received.capability, arrived < length ? ERROR_TRUNCATED : 0);
    check_equal(received.info, INFO(0x5A5A5, 0, arrived));
    for (uint32_t i = 0; i < 4; i++) {
        check_equal(received.word[i], i < arrived ? word_of(i) : 0);
    }
    // Nothing of the buffer but the words that came is touched.
    const struct ipc_buffer *buffer = buffer_of(to);
    check_equal(buffer->tag, PATTERN);
    for (uint32_t i = 0; i < IPC_WORDS_MAX; i++) {
        check_equal(buffer->word[i], i >= 4 && i < arrived ? word_of(i) : PATTERN);
    }
    check_equal(buffer->user_data, PATTERN);
    check_equal(buffer->capability[0] & buffer->capability[1] & buffer->capability[2], PATTERN);
    check_equal(buffer->reserved[0] & buffer->reserved[1] & buffer->reserved[2], PATTERN);
    if (way == SEND_QUEUED) {
        got_status(CLIENT, arrived < length ? ERROR_TRUNCATED : 0);
    }

    // Whose fault it was is told to people, and only that. The sender's words are asked for first.
    const unsigned from = CLIENT + SERVER - to;
    const bool from_has = (buffers & (from == CLIENT ? 1u : 2u)) == 0;
    const bool to_has = (buffers & (to == CLIENT ? 1u : 2u)) == 0;
    check_equal(warnings_about(from),
                length > IPC_WORDS_MAX || (length > IPC_REGISTER_WORDS && !from_has));
    check_equal(warnings_about(to), length > IPC_REGISTER_WORDS && from_has && !to_has);
}

static void words_travel_every_way_at_every_length(void)
{
    check_each(LENGTHS * BUFFERS * WAYS, words_travel);
}

/// However often, and in however many lives, the console cannot be flooded.
static void people_are_told_once_for_each_process(void)
{
    pair_boot(WITHOUT_BUFFERS);
    for (unsigned i = 0; i < 20; i++) {
        run(SERVER);
        waits(IPC_RECEIVE, (struct port_message){0});
        run(CLIENT);
        (void)does(IPC_SEND, message_of(5 + i * 6));
        run(SERVER);
    }
    const struct process_id id = process_in(CLIENT)->id;
    check_equal(warnings_about(CLIENT), 1);
    check_equal(warnings_about(SERVER), 0);
    terminate(CLIENT);
    settle();
    check_equal(process_controlled(id, PROCESS_BOOT), ERROR_NONE);
    settle();
    run(SERVER);
    waits(IPC_RECEIVE, (struct port_message){0});
    const unsigned before = test_event_count;
    run(CLIENT);
    (void)does(IPC_SEND, message_of(121));
    settle();
    check_equal(test_event_count, before);
}

/// While there is no room in the list, it is told later.
static void people_are_told_when_they_can_be(void)
{
    pair_boot(WITHOUT_BUFFERS);
    hooks.watcher_is_deaf = true;
    while (event_has_room(1)) {
        (void)event_add(EVENT_IMAGES_END, 0, NULL, 0);
    }
    for (unsigned i = 0; i < 3; i++) {
        run(SERVER);
        waits(IPC_RECEIVE, (struct port_message){0});
        run(CLIENT);
        (void)does(IPC_SEND, message_of(5));
        check_equal(warnings_about(CLIENT), i == 0 ? 0 : 1);
        hooks.watcher_is_deaf = false;
        work_capsule_defer(board.event_capsule);
        settle();
        run(SERVER);
    }
}

/// The hardware refuses an access half-way: what arrived is told, and nothing hangs.
static void words_refused(unsigned number)
{
    pair_boot(WITH_BUFFERS);
    words_write(CLIENT);
    run(SERVER);
    waits(IPC_RECEIVE, (struct port_message){0});
    run(CLIENT);
    // Eight words are pushed and the operands read before.
    const unsigned before = host.accesses;
    const struct port_message sent = message_of(60);
    host.refuse_at = before + 5 + 1 + number * 7;
    struct process *const client = process_in(CLIENT);
    (void)host_ipc_call(IPC_SEND, &sent);
    host.refuse_at = 0;
    ipc_check();
    if (!process_is_alive(client)) {
        return; // It was its own frame.
    }
    const struct port_message received = got(SERVER);
    const uint32_t arrived = received.info & 0x7F;
    check(arrived >= 4 && arrived <= 60);
    check_equal(received.capability, arrived < 60 ? ERROR_TRUNCATED : 0);
    for (uint32_t i = 4; i < arrived; i++) {
        check_equal(buffer_of(SERVER)->word[i], word_of(i));
    }
}

static void a_refused_copy_cuts_the_message(void)
{
    check_each(70, words_refused);
}

// ---------------------------------------------------------------------------------------------
// The buffer

struct place {
    uint8_t base; ///< of what the offset counts from
    int32_t offset;
    uint16_t status;
};
enum { BASE_ZERO, BASE_MEMORY, BASE_BREAK, BASE_END, BASE_IMAGE, BASE_OTHER, BASES };
static const struct place places[] = {
    {BASE_ZERO, 0, 0},
    {BASE_ZERO, 512, ERROR_FAULT},
    {BASE_ZERO, 1, ERROR_INVALID},
    {BASE_ZERO, -512, ERROR_FAULT},
    {BASE_ZERO, -1, ERROR_INVALID},
    {BASE_MEMORY, 0, 0},
    {BASE_MEMORY, 512, 0},
    {BASE_MEMORY, 4, ERROR_INVALID},
    {BASE_MEMORY, 256, ERROR_INVALID},
    {BASE_MEMORY, 511, ERROR_INVALID},
    {BASE_MEMORY, -512, ERROR_FAULT},
    {BASE_BREAK, -512, 0},
    {BASE_BREAK, 0, ERROR_FAULT},
    {BASE_BREAK, -508, ERROR_INVALID},
    {BASE_END, -512, ERROR_FAULT},
    {BASE_END, 0, ERROR_FAULT},
    {BASE_IMAGE, 512, ERROR_FAULT},
    {BASE_OTHER, 0, ERROR_FAULT},
    {BASE_OTHER, 512, ERROR_FAULT},
};
enum { PLACES = sizeof places / sizeof places[0] };

static void buffer_place(unsigned number)
{
    const struct place *place = &places[number];
    pair_boot(WITHOUT_BUFFERS);
    const struct process *process = process_in(CLIENT);
    check_equal(process->memory_start % 512, 0);
    check_equal(process->app_break % 512, 0);
    const uintptr_t bases[BASES] = {
        [BASE_MEMORY] = process->memory_start,
        [BASE_BREAK] = process->app_break,
        [BASE_END] = (process->memory_end + 511) & ~(uintptr_t)511,
        [BASE_IMAGE] = process->flash_start,
        [BASE_OTHER] = (process_in(SERVER)->memory_start + 511) & ~(uintptr_t)511,
    };
    const uint32_t address = (uint32_t)bases[place->base] + (uint32_t)place->offset;
    ends(IPC_BUFFER_SET, (struct port_message){.word = {address}}, place->status);
    check_equal(user_address_to_word(ipc_of(CLIENT)->buffer), place->status == 0 ? address : 0);
}

static void buffers_lie_whole_and_aligned_in_writable_memory(void)
{
    check_each(PLACES, buffer_place);
}

static void a_buffer_behind_the_break_is_none(void)
{
    pair_boot(WITH_BUFFERS);
    words_write(CLIENT);
    program_grow(1024);
    waits(IPC_SEND, message_of(8));
    run(SERVER);
    const struct port_message received = does(IPC_RECEIVE, (struct port_message){0});
    check_equal(received.capability, ERROR_TRUNCATED);
    check_equal(received.info & 0x7F, 4);
}

static uint32_t length_reads;

/// Changes the length that a sender has given, as soon as anything of it is read.
static void length_change(uintptr_t address, uint8_t *byte)
{
    (void)byte;
    const uintptr_t frame = process_in(CLIENT)->context.stack_pointer;
    if (address >= frame + 4 && address < frame + 8) {
        length_reads++;
        *host_memory_at(frame + 4) = 127;
    }
}

static void the_information_is_read_once(void)
{
    pair_boot(WITH_BUFFERS);
    host.after_read = length_change;
    waits(IPC_SEND, message_of(2));
    host.after_read = NULL;
    check_equal(length_reads, 4); // The bytes of one word.
    run(SERVER);
    check_equal(does(IPC_RECEIVE, (struct port_message){0}).info & 0x7F, 2);
}

/// A range around the buffer, from its start on.
static const struct {
    int32_t offset;
    uint32_t bytes;
    bool overlaps;
} around[] = {{-8, 8, false},
              {-8, 9, true},
              {0, 1, true},
              {0, 0, false},
              {100, 0, false},
              {IPC_BUFFER_BYTES - 1, 1, true},
              {IPC_BUFFER_BYTES, 8, false},
              {-8, IPC_BUFFER_BYTES + 16, true}};

static void drivers_are_not_given_the_buffer(unsigned number)
{
    pair_boot(WITH_BUFFERS);
    run(CLIENT);
    const uint32_t at = (uint32_t)user_address_to_word(ipc_of(CLIENT)->buffer);
    const uint32_t start = at + (uint32_t)around[number].offset;
    const uint32_t bytes = around[number].bytes;
    const bool overlaps = around[number].overlaps;
    const uint32_t refused = VARIANT_FAILURE_U32_U32;
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 1, start, bytes),
                overlaps ? refused : VARIANT_SUCCESS_U32_U32);
    check(!overlaps || host.thread.r[1] == ERROR_INVALID);
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, 0, start, bytes),
                VARIANT_SUCCESS_U32_U32);
    // The other way round. A buffer that drivers have begins to be one when they give it back.
    ends(IPC_BUFFER_SET, (struct port_message){0}, 0);
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 1, start, bytes),
                VARIANT_SUCCESS_U32_U32);
    const struct port_message set = {.word = {at}};
    ends(IPC_BUFFER_SET, set, overlaps ? ERROR_INVALID : 0);
    check_equal(user_address_to_word(ipc_of(CLIENT)->buffer), overlaps ? 0 : at);
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 1, 0, 0),
                VARIANT_SUCCESS_U32_U32);
    ends(IPC_BUFFER_SET, set, 0);
}

static void buffers_of_drivers_and_of_messages_are_apart(void)
{
    check_each(sizeof around / sizeof around[0], drivers_are_not_given_the_buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(words_travel_every_way_at_every_length),
        KERNEL_TEST(people_are_told_once_for_each_process),
        KERNEL_TEST(people_are_told_when_they_can_be),
        KERNEL_TEST(a_refused_copy_cuts_the_message),
        KERNEL_TEST(buffers_lie_whole_and_aligned_in_writable_memory),
        KERNEL_TEST(a_buffer_behind_the_break_is_none),
        KERNEL_TEST(the_information_is_read_once),
        KERNEL_TEST(buffers_of_drivers_and_of_messages_are_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
