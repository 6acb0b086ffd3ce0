// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Copies of any length under a lease, on gates that know how much one call may move.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <support/lease_copy.h>

enum { BYTES = 1000, NEVER = 99 };

static struct {
    uint8_t process[BYTES]; ///< memory of a process
    uint8_t buffer[BYTES];  ///< of a device
    unsigned lease_calls;
    unsigned buffer_calls;
    unsigned failing_call; ///< of both kinds, counted from 0
} machine;

static const size_t lengths[] = {0, 1, 255, 256, 257, 512, 513, BYTES};
enum { LENGTH_COUNT = sizeof lengths / sizeof lengths[0] };

static uint8_t part[LEASE_COPY_BYTES_MAX];

static bool call_fails(unsigned *calls)
{
    *calls += 1;
    return machine.lease_calls + machine.buffer_calls - 1 == machine.failing_call;
}

enum error lease_copy_(struct lease *lease, void *to, const void *from, size_t bytes)
{
    assert_true((to == NULL) != (from == NULL));
    assert_in_range(bytes, 1, LEASE_COPY_BYTES_MAX);
    assert_in_range(lease->done_bytes_ + bytes, 1, BYTES);
    if (call_fails(&machine.lease_calls)) {
        return ERROR_STALE;
    }
    if (to != NULL) {
        memcpy(to, machine.process + lease->done_bytes_, bytes);
    } else {
        memcpy(machine.process + lease->done_bytes_, from, bytes);
    }
    lease->done_bytes_ += (uint32_t)bytes;
    lease->left_bytes_ -= (uint32_t)bytes;
    return ERROR_NONE;
}

enum error transfer_buffer_read_(struct transfer_buffer buffer, size_t offset, void *to,
                                 size_t bytes)
{
    assert_int_equal(buffer.generation, 7);
    assert_in_range(offset + bytes, 1, BYTES);
    if (call_fails(&machine.buffer_calls)) {
        return ERROR_SIZE;
    }
    memcpy(to, machine.buffer + offset, bytes);
    return ERROR_NONE;
}

enum error transfer_buffer_write_(struct transfer_buffer buffer, size_t offset, const void *from,
                                  size_t bytes)
{
    assert_int_equal(buffer.generation, 7);
    assert_in_range(offset + bytes, 1, BYTES);
    if (call_fails(&machine.buffer_calls)) {
        return ERROR_SIZE;
    }
    memcpy(machine.buffer + offset, from, bytes);
    return ERROR_NONE;
}

static struct lease lease_begin(void)
{
    memset(&machine, 0, sizeof machine);
    machine.failing_call = NEVER;
    return (struct lease){.left_bytes_ = BYTES};
}

static void fill(uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bytes[i] = (uint8_t)(1 + i * 7 + i / 256);
    }
}

/// The first `length` bytes are those of `from`, and no byte behind them was touched.
static void check_copied(const uint8_t *to, const uint8_t *from, size_t length)
{
    static const uint8_t none[BYTES];
    assert_memory_equal(to, from, length);
    assert_memory_equal(to + length, none, BYTES - length);
}

static size_t parts_of(size_t length)
{
    return (length + LEASE_COPY_BYTES_MAX - 1) / LEASE_COPY_BYTES_MAX;
}

static void reads_all_of_a_span(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH_COUNT; i++) {
        uint8_t bytes[BYTES] = {0};
        struct lease lease = lease_begin();
        fill(machine.process, BYTES);
        assert_int_equal(lease_read_all(&lease, SPAN_PART(bytes, 0, lengths[i])), ERROR_NONE);
        check_copied(bytes, machine.process, lengths[i]);
        assert_int_equal(lease_done(&lease), lengths[i]);
        assert_int_equal(machine.lease_calls, parts_of(lengths[i]));
    }
}

static void writes_all_of_a_span(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH_COUNT; i++) {
        uint8_t bytes[BYTES];
        struct lease lease = lease_begin();
        fill(bytes, BYTES);
        assert_int_equal(lease_write_all(&lease, CONST_SPAN_PART(bytes, 0, lengths[i])),
                         ERROR_NONE);
        check_copied(machine.process, bytes, lengths[i]);
        assert_int_equal(machine.lease_calls, parts_of(lengths[i]));
    }
}

static void reads_to_a_part_of_a_buffer(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH_COUNT; i++) {
        const size_t first = BYTES - lengths[i];
        struct lease lease = lease_begin();
        fill(machine.process, BYTES);
        const struct buffer_part to = {
            .buffer = {.generation = 7}, .first = first, .length_bytes = lengths[i]};
        assert_int_equal(lease_read_to_buffer(&lease, &to, SPAN_IN(part)), ERROR_NONE);
        assert_memory_equal(machine.buffer + first, machine.process, lengths[i]);
        assert_int_equal(machine.buffer_calls, parts_of(lengths[i]));
    }
}

static void writes_from_a_part_of_a_buffer(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH_COUNT; i++) {
        const size_t first = BYTES - lengths[i];
        struct lease lease = lease_begin();
        fill(machine.buffer, BYTES);
        const struct buffer_part from = {
            .buffer = {.generation = 7}, .first = first, .length_bytes = lengths[i]};
        assert_int_equal(lease_write_from_buffer(&lease, &from, SPAN_IN(part)), ERROR_NONE);
        check_copied(machine.process, machine.buffer + first, lengths[i]);
        assert_int_equal(machine.buffer_calls, parts_of(lengths[i]));
    }
}

/// Each call of a gate in turn fails: nothing is called behind it, and its error is the answer.
static void stops_at_the_first_error(void **state)
{
    (void)state;
    const struct buffer_part all = {.buffer = {.generation = 7}, .length_bytes = BYTES};
    uint8_t bytes[BYTES] = {0};
    for (unsigned failing = 0; failing < 8; failing++) {
        struct lease lease = lease_begin();
        machine.failing_call = failing;
        assert_int_equal(lease_read_to_buffer(&lease, &all, SPAN_IN(part)),
                         failing % 2 == 0 ? ERROR_STALE : ERROR_SIZE);
        assert_int_equal(machine.lease_calls + machine.buffer_calls, failing + 1);
        lease = lease_begin();
        machine.failing_call = failing;
        assert_int_equal(lease_write_from_buffer(&lease, &all, SPAN_IN(part)),
                         failing % 2 == 0 ? ERROR_SIZE : ERROR_STALE);
        assert_int_equal(machine.lease_calls + machine.buffer_calls, failing + 1);
    }
    for (unsigned failing = 0; failing < 4; failing++) {
        struct lease lease = lease_begin();
        machine.failing_call = failing;
        assert_int_equal(lease_read_all(&lease, SPAN_IN(bytes)), ERROR_STALE);
        assert_int_equal(machine.lease_calls, failing + 1);
        lease = lease_begin();
        machine.failing_call = failing;
        assert_int_equal(lease_write_all(&lease, CONST_SPAN_IN(bytes)), ERROR_STALE);
        assert_int_equal(machine.lease_calls, failing + 1);
    }
}

/// What all goes through may be as short as what is copied, and no shorter.
static void traps_where_parts_do_not_fit(void **state)
{
    (void)state;
    const struct buffer_part some = {.buffer = {.generation = 7}, .length_bytes = 100};
    struct lease lease = lease_begin();
    assert_int_equal(lease_read_to_buffer(&lease, &some, SPAN_PART(part, 0, 100)), ERROR_NONE);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGILL, SIG_DFL);
        _exit(lease_read_to_buffer(&lease, &some, SPAN_PART(part, 0, 99)) == ERROR_NONE ? 1 : 2);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_true(WTERMSIG(status) == SIGILL || WTERMSIG(status) == SIGTRAP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_all_of_a_span),
        cmocka_unit_test(writes_all_of_a_span),
        cmocka_unit_test(reads_to_a_part_of_a_buffer),
        cmocka_unit_test(writes_from_a_part_of_a_buffer),
        cmocka_unit_test(stops_at_the_first_error),
        cmocka_unit_test(traps_where_parts_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
