// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Check sums for programs: capsule `crc`.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <capsules/crc/crc.h>
#include <cmocka.h>

#include "bench.h"

enum { CRC };
enum { DRIVER = CRC_DRIVER };

const struct bench_capsule bench_capsules[] = {
    [CRC] = {.deferred = crc_deferred,
             .on_restart = crc_on_restart,
             .driver = CRC_DRIVER,
             .command = crc_command,
             BENCH_STATE(crc)},
};
const size_t bench_capsule_count = 1;

static struct fake_answer ask(struct process_id process, uint32_t algorithm, uint32_t length)
{
    return fake_command(DRIVER, process, CRC_COMMAND_MAKE, algorithm, length);
}

static void allow(struct process_id process, const void *bytes, size_t length)
{
    fake_allow(process, BUFFER_READ_ONLY, CRC_ALLOW_BYTES, bytes, length);
}

static void expect(struct process_id process, enum error status, uint32_t sum, uint32_t algorithm)
{
    fake_expect_upcall(DRIVER, process, CRC_UPCALL_DONE, status, sum, algorithm);
}

/// The remainder of the polynomial division, as it is defined: bit by bit, highest power first.
static uint32_t remainder_of(const uint8_t *bytes, size_t length, uint32_t polynomial,
                             unsigned bits)
{
    uint64_t value = (1ull << bits) - 1;
    for (size_t i = 0; i < length * 8; i++) {
        const uint64_t bit = bytes[i / 8] >> (i % 8) & 1;
        const uint64_t top = value >> (bits - 1) & 1;
        value = (value << 1 & ((1ull << bits) - 1)) ^ ((top ^ bit) != 0 ? polynomial : 0);
    }
    return (uint32_t)value;
}

static uint32_t reversed(uint32_t value)
{
    uint32_t result = 0;
    for (unsigned i = 0; i < 32; i++) {
        result = result << 1 | (value >> i & 1);
    }
    return result;
}

static void sums_are_those_of_the_definition(void **state)
{
    (void)state;
    uint8_t bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(i * i * 7 + i / 3);
    }
    const struct process_id process = fake_process_start("one");
    allow(process, bytes, sizeof bytes);
    for (uint32_t length = 1; length <= sizeof bytes; length++) {
        const uint32_t sums[] = {
            ~reversed(remainder_of(bytes, length, 0x04C11DB7, 32)),
            ~reversed(remainder_of(bytes, length, 0x1EDC6F41, 32)),
            remainder_of(bytes, length, 0x1021, 16),
        };
        for (uint32_t algorithm = 0; algorithm < 3; algorithm++) {
            fake_expect_success(ask(process, algorithm, length));
            fake_run();
            expect(process, ERROR_NONE, sums[algorithm], algorithm);
        }
    }
    allow(process, "123456789", 9);
    static const uint32_t known[] = {0xCBF43926, 0xE3069283, 0x89F6};
    for (uint32_t algorithm = 0; algorithm < 3; algorithm++) {
        fake_expect_success(ask(process, algorithm, 9));
        fake_run();
        expect(process, ERROR_NONE, known[algorithm], algorithm);
    }
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_expect_success(fake_command(DRIVER, process, COMMAND_EXISTS, 0, 0));
    fake_expect_failure(ask(process, 0, 1), ERROR_SIZE);
    allow(process, "12345", 5);
    fake_expect_failure(ask(process, 3, 1), ERROR_INVALID);
    fake_expect_failure(ask(process, UINT32_MAX, 1), ERROR_INVALID);
    fake_expect_failure(ask(process, 0, 6), ERROR_SIZE);
    fake_expect_failure(ask(process, 0, UINT32_MAX), ERROR_SIZE);
    fake_expect_no_upcall();
    fake_expect_failure(ask(process, 2, 0), ERROR_SIZE);
    expect(process, ERROR_SIZE, 0, 2);
    fake_expect_failure(fake_command(DRIVER, process, 2, 0, 0), ERROR_NO_SUPPORT);
    fake_expect_success(ask(process, 0, 5));
    fake_expect_failure(ask(process, 0, 5), ERROR_BUSY);
    fake_expect_failure(ask(process, 0, 0), ERROR_BUSY);
    fake_run();
    expect(process, ERROR_NONE, 0xCBF53A1C, 0);
    fake_expect_no_upcall();
}

static void buffer_and_program_may_go(void **state)
{
    (void)state;
    static const uint8_t bytes[1000];
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    allow(one, bytes, sizeof bytes);
    allow(two, bytes, sizeof bytes);
    fake_expect_success(ask(one, 0, 1000));
    fake_expect_success(ask(two, 0, 4));
    allow(one, bytes, 10);
    fake_run();
    expect(one, ERROR_FAILED, 0, 0);
    expect(two, ERROR_NONE, 0x2144DF1C, 0);
    fake_expect_success(ask(one, 1, 10));
    fake_process_end(one);
    fake_run();
    fake_expect_no_upcall();
}

static void restart_ends_the_sum(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    allow(process, "12345", 5);
    fake_expect_success(ask(process, 1, 5));
    bench_capsule_fail(CRC);
    bench_capsule_restart(CRC, &process, 1);
    fake_run();
    expect(process, ERROR_RESERVE, 0, 1);
    fake_expect_no_upcall();
}

static void end_is_not_lost_by_an_abort(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    allow(process, "123456789", 9);
    fake_expect_success(ask(process, 0, 9));
    fake_run();
    expect(process, ERROR_NONE, 0xCBF43926, 0);
    bench_abort_before_upcall(CRC, process);
    expect(process, ERROR_RESERVE, 0, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, bench_reset)
    const struct CMUnitTest tests[] = {
        TEST(sums_are_those_of_the_definition), TEST(what_cannot_be_is_refused),
        TEST(buffer_and_program_may_go),        TEST(restart_ends_the_sum),
        TEST(end_is_not_lost_by_an_abort),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
