// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A memory card as a disk: one that does what it should, and one that lies.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <capsules/sd_card/sd_card.h>
#include <cmocka.h>

#include "card.h"
#include "wire.h"

enum { CARD, CLIENT, CAPSULE_COUNT };
enum { WAITS_MAX = 4000 }; // of a thousandth of a second: longer than any wait for a card

static uint8_t client_state[1];

const struct bench_capsule bench_capsules[] = {
    [CARD] = {sd_card_init, sd_card_deferred, sd_card_timer, .driver = BENCH_NO_DRIVER,
              BENCH_STATE(sd_card)},
    [CLIENT] = {.driver = BENCH_NO_DRIVER,
                .state_start = client_state,
                .state_end = client_state + sizeof client_state},
};
const size_t bench_capsule_count = CAPSULE_COUNT;

static struct {
    unsigned dones;
    struct block_done done;
    unsigned fast_bytes; ///< for a card that has not been started and is slow
} client;

static void client_done(const struct block_done *event)
{
    client.dones++;
    client.done = *event;
}

static void to_client(const struct block_done *event)
{
    if (bench_enter(CLIENT)) {
        client_done(event);
        bench_leave();
    }
}

void wire_done(const struct spi_done *event)
{
    if (bench_enter(CARD)) {
        sd_card_done(event);
        bench_leave();
    }
}

const struct spi_bus sd_card_bus = {wire_transfer, wire_cancel};
const struct block_client sd_card_client = {to_client};

uint8_t device_byte(uint8_t device, uint8_t selection, uint8_t sent)
{
    assert_true(device == WIRE_NOBODY || selection == SPI_DEVICE);
    client.fast_bytes += card.is_idle && wire.message.rate_hz > 400000;
    return card_byte(device != WIRE_NOBODY, sent);
}

void device_released(uint8_t device)
{
    (void)device;
    card_release();
}

/// Lets everything happen that is to, also what waits for its time.
static void settle(void)
{
    wire_run();
    for (unsigned i = 0; i < WAITS_MAX; i++) {
        wire_wait(1);
        wire_run();
    }
}

static int reset(void **state)
{
    wire_reset();
    memset(&card, 0, sizeof card);
    card.kind = CARD_LARGE;
    card.identity = 1;
    card.read_wait_bytes = 2;
    card.busy_bytes = 5;
    card_power_cycle();
    const int result = bench_reset(state);
    memset(&client, 0, sizeof client);
    return result;
}

static int reset_started(void **state)
{
    const int result = reset(state);
    wire_run();
    memset(&client, 0, sizeof client);
    return result;
}

static enum error ask(enum block_operation operation, uint64_t sector, size_t count)
{
    const struct block_transfer transfer = {
        .buffer = wire_name(CLIENT), .first_sector = sector, .sector_count = count};
    enum error error = ERROR_FAILED;
    if (bench_enter(CARD)) {
        error = operation == BLOCK_READ ? sd_card_read(&transfer) : sd_card_write(&transfer);
        bench_leave();
    }
    return error;
}

static uint64_t size(void)
{
    struct block_description description = {.sector_count = 1};
    assert_true(bench_enter(CARD));
    sd_card_describe(&description);
    bench_leave();
    return description.sector_count;
}

static enum error cancel(void)
{
    assert_true(bench_enter(CARD));
    const enum error error = sd_card_cancel();
    bench_leave();
    return error;
}

static void buffer_fill(uint8_t seed)
{
    for (size_t i = 0; i < CARD_SECTOR_BYTES; i++) {
        wire.buffers[CLIENT].bytes[i] = (uint8_t)(seed + i * 7 + i / 256);
    }
}

/// A request ends once, so, and its buffer is back.
static void expect(enum error status)
{
    settle();
    assert_int_equal(client.dones, 1);
    assert_int_equal(client.done.status, status);
    assert_false(wire.buffers[CLIENT].is_at_device);
    assert_int_equal(client.done.buffer.generation, wire.buffers[CLIENT].generation);
    assert_int_equal(wire.selected, WIRE_NOBODY);
    client.dones = 0;
}

static void works(void)
{
    buffer_fill(0x31);
    assert_int_equal(ask(BLOCK_WRITE, 3, 1), ERROR_NONE);
    expect(ERROR_NONE);
    assert_int_equal(client.done.operation, BLOCK_WRITE);
    assert_memory_equal(card.sectors[3], wire.buffers[CLIENT].bytes, CARD_SECTOR_BYTES);
    memset(wire.buffers[CLIENT].bytes, 0, CARD_SECTOR_BYTES);
    assert_int_equal(ask(BLOCK_READ, 3, 1), ERROR_NONE);
    expect(ERROR_NONE);
    assert_int_equal(client.done.operation, BLOCK_READ);
    assert_memory_equal(card.sectors[3], wire.buffers[CLIENT].bytes, CARD_SECTOR_BYTES);
}

// ---------------------------------------------------------------------------------------------

static void cards_of_all_kinds_are_disks(void **state)
{
    static const uint64_t sizes[CARD_KIND_COUNT] = {16, 16, 1024};
    for (unsigned kind = 0; kind < CARD_KIND_COUNT; kind++) {
        (void)reset(state);
        card.kind = (enum card_kind)kind;
        card.starts = kind * 5;
        card.starts_left = card.starts;
        settle();
        assert_int_equal(size(), sizes[kind]);
        assert_true(card.has_checks);
        works();
        assert_int_equal(card.refused_checks, 0);
        assert_int_equal(client.fast_bytes, 0);
        assert_int_equal(card.commands[0], 1);
        assert_int_equal(card.commands[16], kind == CARD_LARGE ? 0 : 1);
    }
}

static void request_waits_for_the_start(void **state)
{
    (void)reset(state);
    card.starts = 20;
    card.starts_left = 20;
    assert_int_equal(size(), UINT32_MAX);
    assert_int_equal(ask(BLOCK_READ, 3, 1), ERROR_NONE);
    assert_int_equal(ask(BLOCK_READ, 3, 1), ERROR_BUSY);
    expect(ERROR_NONE);
    // One behind the end of what turns out to be there.
    (void)reset(state);
    assert_int_equal(ask(BLOCK_WRITE, 1024, 1), ERROR_NONE);
    expect(ERROR_FAILED);
    assert_int_equal(card.commands[24], 0);
}

static void refusals(void **state)
{
    (void)state;
    assert_int_equal(ask(BLOCK_READ, 0, 0), ERROR_SIZE);
    assert_int_equal(ask(BLOCK_READ, 0, 2), ERROR_SIZE);
    assert_int_equal(ask(BLOCK_READ, 1024, 1), ERROR_INVALID);
    assert_int_equal(ask(BLOCK_WRITE, UINT64_MAX, 1), ERROR_INVALID);
    assert_int_equal(ask(BLOCK_WRITE, (uint64_t)1 << 32, 1), ERROR_INVALID);
    assert_int_equal(cancel(), ERROR_ALREADY);
    assert_true(bench_enter(CARD));
    assert_int_equal(sd_card_flush(), ERROR_NO_SUPPORT);
    bench_leave();
    settle();
    assert_int_equal(client.dones, 0);
    assert_int_equal(ask(BLOCK_READ, 1023, 1), ERROR_NONE);
    expect(ERROR_NONE);
}

static void protected_card_is_only_read(void **state)
{
    (void)reset(state);
    card.is_read_only = true;
    settle();
    client.dones = 0;
    assert_int_equal(ask(BLOCK_WRITE, 0, 1), ERROR_NO_SUPPORT);
    assert_int_equal(ask(BLOCK_READ, 0, 1), ERROR_NONE);
    expect(ERROR_NONE);
}

static void card_comes_and_goes(void **state)
{
    (void)reset(state);
    card.is_absent = true;
    settle();
    client.dones = 0;
    assert_int_equal(size(), 0);
    assert_int_equal(ask(BLOCK_READ, 0, 1), ERROR_NO_DEVICE);
    assert_true(bench_enter(CARD));
    assert_int_equal(sd_card_flush(), ERROR_NO_DEVICE);
    bench_leave();
    settle();
    assert_int_equal(size(), 0); // It is looked for again and again.
    settle();
    card.is_absent = false;
    card_power_cycle();
    assert_int_equal(size(), 0);
    settle();
    assert_int_equal(size(), 1024);
    works();
    // It is pulled out and put back.
    card.is_absent = true;
    assert_int_equal(ask(BLOCK_READ, 0, 1), ERROR_NONE);
    expect(ERROR_FAILED);
    card.is_absent = false;
    card_power_cycle();
    works();
    // Another one takes its place.
    card.identity = 2;
    card_power_cycle();
    assert_int_equal(ask(BLOCK_WRITE, 0, 1), ERROR_NONE);
    expect(ERROR_FAILED);
    assert_int_equal(ask(BLOCK_WRITE, 0, 1), ERROR_NONE);
    expect(ERROR_NO_DEVICE);
    assert_int_equal(size(), 0);
    settle();
    assert_int_equal(size(), 0);
    settle();
    card.identity = 1;
    card_power_cycle();
    assert_int_equal(size(), 0);
    settle();
    works();
}

/// Every command is lied to in every way, at the start and in a request. Whatever it is, all ends,
/// and a card that is honest again is a disk again.
static void lies_end_requests(void **state)
{
    static const uint8_t commands[] = {0, 8, 59, 55, 41, 58, 16, 10, 9, 17, 24, 13};
    for (unsigned lie = 1; lie < CARD_LIE_COUNT; lie++) {
        for (size_t i = 0; i < sizeof commands; i++) {
            (void)reset(state);
            card.kind = CARD_VERSION_2;
            card.lie = (enum card_lie)lie;
            card.lie_command = commands[i];
            settle();
            client.dones = 0;
            for (unsigned operation = BLOCK_READ; operation <= BLOCK_WRITE; operation++) {
                const enum error error = ask((enum block_operation)operation, 5, 1);
                settle();
                if (error == ERROR_NONE) {
                    assert_int_equal(client.dones, 1);
                    assert_false(wire.buffers[CLIENT].is_at_device);
                } else {
                    assert_int_equal(error, ERROR_NO_DEVICE);
                    assert_int_equal(client.dones, 0);
                }
                client.dones = 0;
                assert_int_equal(wire.selected, WIRE_NOBODY);
            }
            card.lie = CARD_HONEST;
            card_power_cycle();
            (void)size();
            settle();
            (void)ask(BLOCK_READ, 0, 1); // May find a card that has lost its power.
            settle();
            client.dones = 0;
            assert_int_equal(size(), 16);
            works();
        }
    }
}

/// What is lied about is noticed: no request ends well whose bytes did not move well.
static void lies_are_noticed(void **state)
{
    static const struct {
        uint8_t command;
        enum card_lie lie;
        enum block_operation operation;
    } cases[] = {
        {17, CARD_ANSWERS_NEVER, BLOCK_READ},  {17, CARD_ANSWERS_WRONG, BLOCK_READ},
        {17, CARD_ANSWERS_LATE, BLOCK_READ},   {17, CARD_TOKEN_NEVER, BLOCK_READ},
        {17, CARD_TOKEN_WRONG, BLOCK_READ},    {17, CARD_CHECK_WRONG, BLOCK_READ},
        {17, CARD_DATA_SHORT, BLOCK_READ},     {24, CARD_ANSWERS_NEVER, BLOCK_WRITE},
        {24, CARD_ANSWERS_WRONG, BLOCK_WRITE}, {24, CARD_ANSWERS_LATE, BLOCK_WRITE},
        {24, CARD_DATA_REFUSED, BLOCK_WRITE},  {24, CARD_BUSY_FOREVER, BLOCK_WRITE},
        {13, CARD_ANSWERS_NEVER, BLOCK_WRITE}, {13, CARD_ANSWERS_WRONG, BLOCK_WRITE},
        {13, CARD_REST_WRONG, BLOCK_WRITE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        (void)reset_started(state);
        card.lie = cases[i].lie;
        card.lie_command = cases[i].command;
        buffer_fill(9);
        assert_int_equal(ask(cases[i].operation, 5, 1), ERROR_NONE);
        expect(ERROR_FAILED);
        card.lie = CARD_HONEST;
        card_power_cycle();
        works();
    }
}

/// A size of no known version, or of a wrong check sum, is no card.
static void size_is_not_believed(void **state)
{
    for (unsigned kind = 0; kind < 3; kind++) {
        (void)reset(state);
        card.version_bits = kind == 0 ? 0xC0 : kind == 1 ? 0x80 : 0;
        card.lie = kind == 2 ? CARD_CHECK_WRONG : CARD_HONEST;
        card.lie_command = 9;
        settle();
        assert_int_equal(size(), 0);
    }
}

static void slow_card_is_waited_for(void **state)
{
    (void)state;
    card.read_wait_bytes = 100;
    card.busy_bytes = 300;
    works();
}

static void cancelled_request_ends(void **state)
{
    for (unsigned operation = BLOCK_READ; operation <= BLOCK_WRITE; operation++) {
        for (unsigned steps = 0; steps < 24; steps++) {
            (void)reset_started(state);
            buffer_fill(7);
            assert_int_equal(ask((enum block_operation)operation, 4, 1), ERROR_NONE);
            for (unsigned i = 0; i < steps && client.dones == 0; i++) {
                (void)wire_step();
            }
            if (client.dones == 0) {
                assert_int_equal(cancel(), ERROR_NONE);
                assert_int_equal(cancel(), ERROR_NONE);
                expect(ERROR_CANCEL);
            } else {
                assert_int_equal(cancel(), ERROR_ALREADY);
                expect(ERROR_NONE);
            }
            works();
        }
    }
    // While the card starts.
    (void)reset(state);
    card.starts = 50;
    card.starts_left = 50;
    assert_int_equal(ask(BLOCK_READ, 4, 1), ERROR_NONE);
    for (unsigned i = 0; i < 9; i++) {
        (void)wire_step();
    }
    assert_int_equal(cancel(), ERROR_NONE);
    expect(ERROR_CANCEL);
    works();
}

/// The capsule, or its client, fails in each step.
static void failure_in_the_middle_harms_nobody(void **state)
{
    for (size_t failing = 0; failing < CAPSULE_COUNT; failing++) {
        for (unsigned steps = 0; steps < 24; steps++) {
            (void)reset_started(state);
            buffer_fill(7);
            assert_int_equal(ask(BLOCK_WRITE, 4, 1), ERROR_NONE);
            for (unsigned i = 0; i < steps && client.dones == 0; i++) {
                (void)wire_step();
            }
            client.dones = 0;
            bench_capsule_fail(failing);
            if (wire.buffers[failing].is_at_device) {
                // As the kernel asks for it.
                (void)(failing == CARD ? wire_cancel() : cancel());
                (void)wire_step();
            } else {
                wire.buffers[failing].generation++;
            }
            bench_capsule_restart(failing, NULL, 0);
            if (failing == CLIENT) {
                (void)cancel(); // As a client does when it starts.
                settle();
            } else {
                // Told in any case: whoever waits for nothing does not listen.
                settle();
                assert_int_equal(client.dones, 1);
                assert_int_equal(client.done.status, ERROR_RESERVE);
                assert_false(wire.buffers[CLIENT].is_at_device);
            }
            client.dones = 0;
            works();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cards_of_all_kinds_are_disks),
        cmocka_unit_test(request_waits_for_the_start),
        cmocka_unit_test_setup(refusals, reset_started),
        cmocka_unit_test(protected_card_is_only_read),
        cmocka_unit_test(card_comes_and_goes),
        cmocka_unit_test(lies_end_requests),
        cmocka_unit_test(lies_are_noticed),
        cmocka_unit_test(size_is_not_believed),
        cmocka_unit_test_setup(slow_card_is_waited_for, reset_started),
        cmocka_unit_test(cancelled_request_ends),
        cmocka_unit_test(failure_in_the_middle_harms_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
