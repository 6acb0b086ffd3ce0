// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Ciphers for programs: capsule `aes` with an engine that does what the test says.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <capsules/aes/aes.h>
#include <cmocka.h>

#include "bench.h"
#include "engine.h"
#include "hashing.h"

enum { AES };
enum { DRIVER = AES_DRIVER, BLOCK = AES_BLOCK_BYTES, BYTES_MAX = 600 };

const struct bench_capsule bench_capsules[] = {
    [AES] = {.init = aes_init,
             .deferred = aes_deferred,
             .timer = aes_timer,
             .process_ended = aes_process_ended,
             .on_restart = aes_on_restart,
             .driver = AES_DRIVER,
             .command = aes_command,
             BENCH_STATE(aes)},
};
const size_t bench_capsule_count = 1;

BENCH_THUNK(to_key_ready, AES, aes_key_ready, const struct aes_key_ready)
BENCH_THUNK(to_done, AES, aes_done, const struct aes_done)

static void key_ready(const struct aes_key_ready *event)
{
    (void)to_key_ready(event);
}

static void done(const struct aes_done *event)
{
    (void)to_done(event);
}

static const struct aes_client client = {.key_ready = key_ready, .done = done};

static void tell_ready(enum error status)
{
    const struct aes_key_ready event = {.status = status};
    key_ready(&event);
}

static void tell_done(enum error status)
{
    const struct aes_done event = {.buffer = {.index = 0, .generation = 1}, .status = status};
    done(&event);
}

static int setup(void **state)
{
    engine_reset();
    engine_client = &client;
    return bench_reset(state);
}

static void advance(uint32_t milliseconds)
{
    fake_time_set(time_now() + (uint64_t)milliseconds * (FAKE_HZ / 1000));
    fake_run();
}

/// Lets all that is under way end.
static void run(void)
{
    fake_run();
    for (unsigned i = 0; engine_step(); i++) {
        assert_true(i < 1000);
        fake_run();
    }
}

static uint8_t key_of[2][BLOCK] = {"the first key is", "another key here"};
static uint8_t pattern[BYTES_MAX];

/// What should come out, by the definitions; `vector` is moved on.
static void expected_make(enum aes_algorithm algorithm, const uint8_t *key, bool encrypts,
                          const uint8_t *first, const uint8_t *from, uint8_t *to, size_t length)
{
    uint8_t chain[BLOCK];
    memcpy(chain, first, BLOCK);
    for (size_t i = 0; i < length; i++) {
        if (i % BLOCK != 0) {
            continue;
        }
        uint8_t block[BLOCK] = {0};
        const size_t count = length - i < BLOCK ? length - i : BLOCK;
        memcpy(block, algorithm == AES_CTR ? chain : from + i,
               algorithm == AES_CTR ? BLOCK : count);
        for (size_t k = 0; k < BLOCK && algorithm == AES_CBC && encrypts; k++) {
            block[k] ^= chain[k];
        }
        engine_block(key, encrypts || algorithm == AES_CTR ? AES_ENCRYPT : AES_DECRYPT, block);
        for (size_t k = 0; k < count && algorithm == AES_CTR; k++) {
            block[k] ^= from[i + k];
        }
        for (size_t k = 0; k < BLOCK && algorithm == AES_CBC && !encrypts; k++) {
            block[k] ^= chain[k];
        }
        memcpy(to + i, block, count);
        if (algorithm == AES_CBC) {
            memcpy(chain, encrypts ? block : from + i, BLOCK);
        }
        for (size_t k = BLOCK; k > 0 && algorithm == AES_CTR && ++chain[k - 1] == 0; k--) {
        }
    }
}

static struct fake_answer ask(struct process_id process, enum aes_command_number number)
{
    return fake_command(DRIVER, process, number, 0, 0);
}

static void choose(struct process_id process, enum aes_algorithm algorithm, bool encrypts)
{
    fake_expect_success(
        fake_command(DRIVER, process, AES_COMMAND_ALGORITHM, algorithm, encrypts ? 1 : 0));
}

static void data_allow(struct process_id process, const uint8_t *bytes, size_t length)
{
    static const uint8_t zeros[BYTES_MAX];
    fake_allow(process, BUFFER_READ_ONLY, AES_ALLOW_SOURCE, bytes, length);
    fake_allow(process, BUFFER_READ_WRITE, AES_ALLOW_DESTINATION, zeros, length);
}

/// A counter that carries over all of its bytes soon, which as a vector is as good as any.
static const uint8_t vector[BLOCK] = {0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                      0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFD};

static void key_allow(struct process_id process, unsigned key)
{
    fake_allow(process, BUFFER_READ_ONLY, AES_ALLOW_KEY, key_of[key], BLOCK);
    fake_allow(process, BUFFER_READ_ONLY, AES_ALLOW_VECTOR, vector, BLOCK);
}

static void expect(struct process_id process, enum error status, uint32_t bytes)
{
    fake_expect_upcall(DRIVER, process, AES_UPCALL_DONE, status, bytes, 0);
}

/// Nothing of a key or of a program's bytes is in the capsule's state or in the buffer.
static void expect_clear(void)
{
    for (unsigned k = 0; k < 2; k++) {
        assert_false(engine_buffer_has(key_of[k]));
        for (const uint8_t *byte = aes_state_start; byte + BLOCK <= aes_state_end; byte++) {
            assert_memory_not_equal(byte, key_of[k], BLOCK);
        }
    }
    for (size_t i = 0; i < sizeof engine.bytes; i++) {
        assert_int_equal(engine.bytes[i], 0);
    }
}

static void all_come_out_right(void **state)
{
    (void)state;
    hashing_pattern(pattern, sizeof pattern);
    static const size_t lengths[] = {16, 32, 112, 128, 144, 256, 272, 592};
    const struct process_id process = fake_process_start("one");
    key_allow(process, 0);
    for (unsigned way = 0; way < 2 * 2 * 3; way++) {
        // The last half with an engine that lacks ECB.
        const enum aes_algorithm algorithm = (enum aes_algorithm)(way % 3);
        const bool encrypts = way / 3 % 2 == 0;
        engine.lacks_blocks = way >= 6;
        if (way == 6) {
            bench_capsule_restart(AES, &process, 1);
        }
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
            const size_t length = lengths[i] - (algorithm == AES_CTR ? i % 5 : 0);
            uint8_t expected[BYTES_MAX];
            expected_make(algorithm, key_of[0], encrypts, vector, pattern, expected, length);
            choose(process, algorithm, encrypts);
            data_allow(process, pattern, length);
            fake_expect_success(ask(process, AES_COMMAND_SET_UP));
            run();
            expect(process, ERROR_NONE, (uint32_t)length);
            assert_memory_equal(fake_buffer(process, BUFFER_READ_WRITE, 0), expected, length);
            expect_clear();
        }
    }
    assert_true(engine.pieces > 8 * 6 * 2);
    fake_expect_no_upcall();
}

/// In two parts, at every place where that can be.
static void bytes_may_come_in_parts(void **state)
{
    (void)state;
    hashing_pattern(pattern, sizeof pattern);
    const struct process_id process = fake_process_start("one");
    const struct process_id other = fake_process_start("other");
    key_allow(process, 0);
    key_allow(other, 1);
    data_allow(other, pattern, BLOCK);
    choose(other, AES_CBC, true);
    enum { LENGTH = 304 };
    for (unsigned way = 0; way < 6; way++) {
        const enum aes_algorithm algorithm = (enum aes_algorithm)(way % 3);
        const bool encrypts = way / 3 == 0;
        uint8_t expected[LENGTH];
        expected_make(algorithm, key_of[0], encrypts, vector, pattern, expected, LENGTH);
        choose(process, algorithm, encrypts);
        const size_t step = algorithm == AES_CTR ? 1 : BLOCK;
        for (size_t first = step; first < LENGTH; first += step) {
            data_allow(process, pattern, first);
            fake_expect_success(ask(process, AES_COMMAND_SET_UP));
            run();
            expect(process, ERROR_NONE, (uint32_t)first);
            assert_memory_equal(fake_buffer(process, BUFFER_READ_WRITE, 0), expected, first);
            // Another program's key is in the engine meanwhile.
            if (first % 3 == 1) {
                fake_expect_success(ask(other, AES_COMMAND_SET_UP));
                run();
                expect(other, ERROR_NONE, BLOCK);
            }
            data_allow(process, pattern + first, LENGTH - first);
            fake_expect_success(ask(process, AES_COMMAND_GO_ON));
            run();
            expect(process, ERROR_NONE, (uint32_t)(LENGTH - first));
            assert_memory_equal(fake_buffer(process, BUFFER_READ_WRITE, 0), expected + first,
                                LENGTH - first);
        }
    }
    fake_expect_no_upcall();
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_expect_success(fake_command(DRIVER, process, COMMAND_EXISTS, 0, 0));
    fake_expect_failure(ask(process, AES_COMMAND_SET_UP), ERROR_INVALID);
    fake_expect_failure(ask(process, AES_COMMAND_GO_ON), ERROR_OFF);
    fake_expect_failure(ask(process, AES_COMMAND_FINISH), ERROR_OFF);
    for (uint32_t number = 3; number < 6; number++) {
        fake_expect_failure(fake_command(DRIVER, process, AES_COMMAND_ALGORITHM, number, 1),
                            ERROR_NO_SUPPORT);
    }
    for (uint32_t number = 5; number < 10; number++) {
        fake_expect_failure(fake_command(DRIVER, process, number, 0, 0), ERROR_NO_SUPPORT);
    }
    choose(process, AES_CBC, true);
    fake_expect_failure(ask(process, AES_COMMAND_SET_UP), ERROR_RESERVE);
    for (size_t length = 1; length < 2 * BLOCK; length++) {
        data_allow(process, pattern, length);
        const enum error error = length == BLOCK ? ERROR_RESERVE : ERROR_INVALID;
        fake_expect_failure(ask(process, AES_COMMAND_SET_UP), error);
    }
    data_allow(process, pattern, 2 * BLOCK);
    fake_allow(process, BUFFER_READ_WRITE, AES_ALLOW_DESTINATION, pattern, 2 * BLOCK - 1);
    fake_expect_failure(ask(process, AES_COMMAND_SET_UP), ERROR_SIZE);
    data_allow(process, pattern, 2 * BLOCK);
    fake_allow(process, BUFFER_READ_ONLY, AES_ALLOW_KEY, key_of[0], BLOCK - 1);
    fake_expect_failure(ask(process, AES_COMMAND_SET_UP), ERROR_INVALID);
    fake_allow(process, BUFFER_READ_ONLY, AES_ALLOW_KEY, key_of[0], BLOCK);
    fake_expect_failure(ask(process, AES_COMMAND_SET_UP), ERROR_RESERVE);
    fake_allow(process, BUFFER_READ_ONLY, AES_ALLOW_VECTOR, vector, BLOCK - 1);
    fake_expect_failure(ask(process, AES_COMMAND_SET_UP), ERROR_INVALID);
    fake_expect_failure(ask(process, AES_COMMAND_GO_ON), ERROR_OFF);
    choose(process, AES_ECB, true);
    fake_expect_success(ask(process, AES_COMMAND_SET_UP));
    fake_expect_failure(ask(process, AES_COMMAND_SET_UP), ERROR_NO_MEMORY);
    fake_expect_failure(ask(process, AES_COMMAND_GO_ON), ERROR_NO_MEMORY);
    fake_expect_failure(ask(process, AES_COMMAND_FINISH), ERROR_BUSY);
    run();
    expect(process, ERROR_NONE, 2 * BLOCK);
    engine.is_absent = true;
    fake_expect_failure(fake_command(DRIVER, process, COMMAND_EXISTS, 0, 0), ERROR_NO_DEVICE);
    fake_expect_failure(ask(process, AES_COMMAND_SET_UP), ERROR_NO_DEVICE);
    fake_expect_no_upcall();
}

/// A program with a key, whose request has ended.
static struct process_id with_key(const char *name, unsigned key)
{
    const struct process_id process = fake_process_start(name);
    key_allow(process, key);
    data_allow(process, pattern, 256);
    choose(process, AES_CBC, true);
    fake_expect_success(ask(process, AES_COMMAND_SET_UP));
    run();
    expect(process, ERROR_NONE, 256);
    return process;
}

static void key_is_forgotten_when_it_should_be(void **state)
{
    (void)state;
    const struct process_id one = with_key("one", 0);
    assert_true(engine.has_key && fake_grant_has(one, key_of[0], BLOCK));
    fake_expect_success(ask(one, AES_COMMAND_FINISH));
    assert_false(engine.has_key || fake_grant_has(one, key_of[0], BLOCK));
    fake_expect_failure(ask(one, AES_COMMAND_GO_ON), ERROR_OFF);
    // One that is set up again is forgotten at once, also if nothing comes of the next one.
    const struct process_id two = with_key("two", 1);
    fake_allow(two, BUFFER_READ_ONLY, AES_ALLOW_KEY, key_of[0], 3);
    assert_true(engine.has_key);
    fake_expect_failure(ask(two, AES_COMMAND_SET_UP), ERROR_INVALID);
    assert_false(engine.has_key);
    fake_expect_failure(ask(two, AES_COMMAND_GO_ON), ERROR_OFF);
    // That of another program that ends is left alone.
    const struct process_id three = with_key("three", 0);
    fake_process_end(one);
    fake_process_end(two);
    assert_true(engine.has_key);
    fake_process_end(three);
    assert_false(engine.has_key);
    expect_clear();
}

static void key_is_given_without_a_copy_that_stays(void **state)
{
    (void)state;
    (void)with_key("one", 0);
    // In the state of the capsule, since nobody clears what was on its stack.
    const uint8_t *const given = (const uint8_t *)engine.given;
    assert_true(given >= aes_state_start && given + sizeof *engine.given <= aes_state_end);
    for (size_t i = 0; i < AES_KEY_BYTES; i++) {
        assert_int_equal(engine.given->bytes[i], 0);
    }
    engine.key_answer = ERROR_BUSY;
    const struct process_id two = fake_process_start("two");
    key_allow(two, 1);
    data_allow(two, pattern, 256);
    choose(two, AES_CBC, true);
    fake_expect_success(ask(two, AES_COMMAND_SET_UP));
    run();
    expect(two, ERROR_FAILED, 0);
    for (size_t i = 0; i < AES_KEY_BYTES; i++) {
        assert_int_equal(engine.given->bytes[i], 0);
    }
}

static void key_is_forgotten_without_an_engine(void **state)
{
    (void)state;
    const struct process_id one = with_key("one", 0);
    engine.is_absent = true;
    fake_expect_failure(ask(one, AES_COMMAND_GO_ON), ERROR_NO_DEVICE);
    assert_true(fake_grant_has(one, key_of[0], BLOCK));
    fake_expect_failure(ask(one, AES_COMMAND_FINISH), ERROR_NO_DEVICE);
    assert_false(fake_grant_has(one, key_of[0], BLOCK));
    fake_expect_no_upcall();
}

static void program_may_end_at_any_time(void **state)
{
    (void)state;
    hashing_pattern(pattern, sizeof pattern);
    // Before its turn, while its key is set, between, while a piece is under way.
    for (unsigned steps = 0; steps < 10; steps++) {
        (void)setup(NULL);
        const struct process_id one = fake_process_start("one");
        const struct process_id two = fake_process_start("two");
        for (unsigned k = 0; k < 2; k++) {
            const struct process_id process = k == 0 ? one : two;
            key_allow(process, k);
            data_allow(process, pattern, 256);
            choose(process, AES_CTR, true);
            fake_expect_success(ask(process, AES_COMMAND_SET_UP));
        }
        for (unsigned i = 0; i < steps; i++) {
            // Each second step leaves what is due to be done for later.
            if (i % 2 == 0) {
                fake_run();
            } else {
                (void)engine_step();
            }
        }
        fake_process_end(one);
        run();
        struct fake_upcall upcall;
        uint64_t last = 0;
        while (fake_upcall_take(&upcall)) {
            assert_int_equal(upcall.argument[0], ERROR_NONE);
            last = upcall.process;
        }
        assert_true(last == two.number);
        assert_true(engine.has_key && memcmp(engine.key.bytes, key_of[1], BLOCK) == 0);
        expect_clear();
        fake_process_end(two);
        assert_false(engine.has_key);
    }
}

static void buffers_may_go_at_any_time(void **state)
{
    (void)state;
    for (unsigned way = 0; way < 8; way++) {
        (void)setup(NULL);
        const struct process_id process = fake_process_start("one");
        key_allow(process, 0);
        data_allow(process, pattern, 256);
        choose(process, AES_CBC, false);
        fake_expect_success(ask(process, AES_COMMAND_SET_UP));
        for (unsigned i = 0; i < way / 2; i++) {
            fake_run();
            (void)engine_step();
        }
        if (way % 2 == 0) {
            fake_allow(process, BUFFER_READ_ONLY, AES_ALLOW_SOURCE, pattern, 256);
        } else {
            fake_allow(process, BUFFER_READ_WRITE, AES_ALLOW_DESTINATION, pattern, 256);
        }
        run();
        // All of the source may have been read by then.
        const bool is_late = way == 6;
        expect(process, is_late ? ERROR_NONE : ERROR_FAILED, is_late ? 256 : 0);
        if (!is_late) {
            assert_false(engine.has_key);
            fake_expect_failure(ask(process, AES_COMMAND_GO_ON), ERROR_OFF);
        }
        expect_clear();
    }
}

static void engine_that_fails_ends_the_request(void **state)
{
    (void)state;
    for (unsigned way = 0; way < 6; way++) {
        (void)setup(NULL);
        const struct process_id process = with_key("one", 0);
        key_allow(process, 1);
        choose(process, way % 2 == 0 ? AES_CBC : AES_ECB, true);
        engine.key_status = way / 2 == 0 ? ERROR_FAILED : ERROR_NONE;
        engine.piece_status = way / 2 == 1 ? ERROR_FAILED : ERROR_NONE;
        engine.crypt_answer = way / 2 == 2 ? ERROR_STALE : ERROR_NONE;
        fake_expect_success(ask(process, AES_COMMAND_SET_UP));
        run();
        expect(process, ERROR_FAILED, 0);
        assert_false(engine.has_key);
        fake_expect_failure(ask(process, AES_COMMAND_GO_ON), ERROR_OFF);
        expect_clear();
        // It may do better the next time.
        engine.key_status = ERROR_NONE;
        engine.piece_status = ERROR_NONE;
        engine.crypt_answer = ERROR_NONE;
        data_allow(process, pattern, 256);
        fake_expect_success(ask(process, AES_COMMAND_SET_UP));
        run();
        expect(process, ERROR_NONE, 256);
    }
    const struct process_id process = with_key("one", 0);
    engine.key_answer = ERROR_BUSY;
    fake_expect_success(ask(process, AES_COMMAND_SET_UP));
    run();
    expect(process, ERROR_FAILED, 0);
    engine.key_answer = ERROR_NONE;
    fake_expect_success(ask(process, AES_COMMAND_SET_UP));
    engine.is_absent = true;
    run();
    expect(process, ERROR_NO_DEVICE, 0);
}

/// A key for CBC that the device will not have says nothing of ECB.
static void engine_that_refuses_a_key_still_has_both_modes(void **state)
{
    (void)state;
    const struct process_id process = with_key("one", 0);
    engine.key_status = ERROR_FAILED;
    fake_expect_success(ask(process, AES_COMMAND_SET_UP));
    run();
    expect(process, ERROR_FAILED, 0);
    engine.key_status = ERROR_NONE;
    choose(process, AES_ECB, true);
    engine.pieces = 0;
    fake_expect_success(ask(process, AES_COMMAND_SET_UP));
    run();
    expect(process, ERROR_NONE, 256);
    assert_int_equal(engine.pieces, 256 / AES_PART_BYTES);
}

static void engine_that_does_not_answer_is_not_waited_for(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    const struct process_id other = fake_process_start("other");
    for (unsigned steps = 0; steps < 3; steps++) {
        key_allow(process, 0);
        key_allow(other, 1);
        data_allow(process, pattern, 256);
        data_allow(other, pattern, BLOCK);
        choose(process, AES_CTR, true);
        choose(other, AES_CBC, true);
        fake_expect_success(ask(process, AES_COMMAND_SET_UP));
        fake_run();
        fake_expect_success(ask(other, AES_COMMAND_SET_UP));
        for (unsigned i = 0; i < steps; i++) {
            assert_true(engine_step());
            fake_run();
        }
        const unsigned cancels = engine.cancels;
        advance(900);
        assert_int_equal(engine.cancels, cancels);
        advance(200);
        assert_true(engine.cancels > cancels);
        // The driver of the engine gives a piece back.
        run();
        expect(process, ERROR_FAILED, 0);
        expect(other, ERROR_NONE, BLOCK);
        expect_clear();
        advance(5000);
        fake_expect_no_upcall();
    }
}

static void ends_of_nothing_are_nobodys(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        tell_ready(ERROR_NONE);
        tell_ready(ERROR_FAILED);
        tell_done(ERROR_NONE);
        tell_done(ERROR_CANCEL);
        fake_run();
        fake_expect_no_upcall();
        const struct process_id process = with_key("one", 0);
        // Twice, and of the other kind while one is awaited.
        tell_done(ERROR_NONE);
        tell_ready(ERROR_NONE);
        data_allow(process, pattern, 256);
        fake_expect_success(ask(process, AES_COMMAND_SET_UP));
        fake_run();
        tell_done(ERROR_NONE);
        fake_run();
        assert_true(engine_step());
        tell_ready(ERROR_NONE);
        fake_run();
        tell_ready(ERROR_FAILED);
        run();
        expect(process, ERROR_NONE, 256);
        fake_expect_no_upcall();
        fake_process_end(process);
    }
}

static void restart_ends_requests_and_forgets_keys(void **state)
{
    (void)state;
    for (unsigned steps = 0; steps < 4; steps++) {
        (void)setup(NULL);
        const struct process_id idle = with_key("idle", 1);
        const struct process_id one = fake_process_start("one");
        key_allow(one, 0);
        data_allow(one, pattern, 256);
        choose(one, AES_CTR, true);
        fake_expect_success(ask(one, AES_COMMAND_SET_UP));
        for (unsigned i = 0; i < steps; i++) {
            fake_run();
            (void)engine_step();
        }
        bench_capsule_fail(AES);
        // The kernel asks for a buffer that is not back, and waits for it.
        if (engine.has_piece) {
            (void)aes_device.cancel();
            (void)engine_step();
        }
        const struct process_id processes[] = {idle, one};
        bench_capsule_restart(AES, processes, 2);
        assert_false(engine.has_key || engine.has_piece || engine.is_setting);
        run();
        expect(one, ERROR_RESERVE, 0);
        fake_expect_no_upcall();
        fake_expect_failure(ask(one, AES_COMMAND_GO_ON), ERROR_OFF);
        data_allow(one, pattern, 256);
        fake_expect_failure(ask(one, AES_COMMAND_SET_UP), ERROR_INVALID);
        choose(one, AES_CTR, true);
        fake_expect_success(ask(one, AES_COMMAND_SET_UP));
        run();
        expect(one, ERROR_NONE, 256);
    }
}

static void engine_that_keeps_the_buffer_ends_all(void **state)
{
    (void)state;
    const struct process_id process = with_key("one", 0);
    fake_expect_success(ask(process, AES_COMMAND_SET_UP));
    fake_run();
    assert_true(engine_step());
    fake_run();
    engine.keeps_buffer = true;
    engine.piece_status = ERROR_FAILED;
    run();
    expect(process, ERROR_FAILED, 0);
    fake_expect_success(ask(process, AES_COMMAND_SET_UP));
    run();
    expect(process, ERROR_FAILED, 0);
    fake_expect_no_upcall();
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, setup)
    const struct CMUnitTest tests[] = {
        TEST(all_come_out_right),
        TEST(bytes_may_come_in_parts),
        TEST(what_cannot_be_is_refused),
        TEST(key_is_forgotten_when_it_should_be),
        TEST(key_is_given_without_a_copy_that_stays),
        TEST(key_is_forgotten_without_an_engine),
        TEST(program_may_end_at_any_time),
        TEST(buffers_may_go_at_any_time),
        TEST(engine_that_fails_ends_the_request),
        TEST(engine_that_refuses_a_key_still_has_both_modes),
        TEST(engine_that_does_not_answer_is_not_waited_for),
        TEST(ends_of_nothing_are_nobodys),
        TEST(restart_ends_requests_and_forgets_keys),
        TEST(engine_that_keeps_the_buffer_ends_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
