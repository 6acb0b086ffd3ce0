// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Leases: what a capsule can do to the buffers that processes allow, and until when.
#include <abi/error.h>
#include <abi/system_call.h>
#include <string.h>

#include "machine.h"
#include "support.h"

static struct process_id lender;
static struct lease lease;
static size_t copy_bytes;
static enum error copy_error;
static uint8_t copied[600];

static void take_read_only(void)
{
    lease_take(lender, BUFFER_READ_ONLY, 0, (uint32_t)copy_bytes, &lease);
}

static void take_read_write(void)
{
    lease_take(lender, BUFFER_READ_WRITE, 0, (uint32_t)copy_bytes, &lease);
}

static void read_now(void)
{
    memset(copied, 0xEE, sizeof copied);
    copy_error = lease_copy_(&lease, copied, NULL, copy_bytes);
}

static void write_now(void)
{
    copy_error = lease_copy_(&lease, NULL, copied, copy_bytes);
}

static uint32_t allow_both(uint32_t length)
{
    lender = process_running()->id;
    const uint32_t address = (uint32_t)process_running()->memory_start + 100;
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, 0, address, length),
                VARIANT_SUCCESS_U32_U32);
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 0, address, length),
                VARIANT_SUCCESS_U32_U32);
    return address;
}

/// A running program with a buffer of 64 times 0x42, allowed in both ways, and a lease on it.
static uint32_t lease_begin(void (*take)(void))
{
    (void)machine_boot_one();
    program_grow(2048);
    const uint32_t address = allow_both(64);
    memset(host_memory_at(address), 0x42, 64);
    copy_bytes = 64;
    check(in_capsule(CAPSULE_FIRST, take));
    check_equal(lease_left(&lease), 64);
    return address;
}

/// Neither direction moves a byte, and the lease says that nothing is left.
static void lease_has_ended(void)
{
    void (*const uses[])(void) = {read_now, write_now};
    const struct lease before = lease;
    for (unsigned i = 0; i < 2; i++) {
        lease = before;
        copy_bytes = 8;
        host.refuse_at = host.accesses + 1; // Not even an access that is refused.
        check(in_capsule(CAPSULE_FIRST, uses[i]));
        host.refuse_at = 0;
        check_equal(copy_error, ERROR_STALE);
        check_equal(lease_left(&lease), 0);
        check_equal(lease_done(&lease), before.done_bytes_);
        check_equal(copied[0], 0);
        check_equal(copied[7], 0);
    }
}

static void cursor_goes_through_the_buffer_and_no_further(void)
{
    (void)machine_boot_one();
    program_grow(2048);
    const uint32_t address = allow_both(600);
    for (uint32_t i = 0; i < 600; i++) {
        *host_memory_at(address + i) = (uint8_t)(i * 7 + i / 256);
    }
    static const struct {
        size_t limit;
        size_t wanted[6]; ///< of one copy after the other
        size_t moved[6];
    } cases[] = {
        {UINT32_MAX, {256, 256, 256, 1, 0, 5}, {256, 256, 88, 0, 0, 0}},
        {UINT32_MAX, {0, 1, 255, 256, 89, 1}, {0, 1, 255, 256, 88, 0}},
        {UINT32_MAX, {256, 256, 87, 2, 1, 0}, {256, 256, 87, 1, 0, 0}},
        {600, {255, 255, 89, 2, 1, 1}, {255, 255, 89, 1, 0, 0}},
        {599, {256, 256, 256, 256, 1, 1}, {256, 256, 87, 0, 0, 0}},
        {1, {256, 256, 1, 1, 1, 1}, {1, 0, 0, 0, 0, 0}},
        {0, {256, 1, 1, 1, 1, 0}, {0, 0, 0, 0, 0, 0}},
    };
    for (unsigned i = 0; i < 2 * sizeof cases / sizeof cases[0]; i++) {
        const bool writes = i % 2 != 0;
        const size_t limit = cases[i / 2].limit < 600 ? cases[i / 2].limit : 600;
        copy_bytes = cases[i / 2].limit;
        check(in_capsule(CAPSULE_FIRST, take_read_write));
        size_t done = 0;
        for (unsigned j = 0; j < 6; j++) {
            check_context("case %u, copy %u", i, j);
            check_equal(lease_done(&lease), done);
            check_equal(lease_left(&lease), limit - done);
            copy_bytes = cases[i / 2].wanted[j];
            const size_t moved = cases[i / 2].moved[j];
            for (size_t k = 0; k < sizeof copied; k++) {
                copied[k] = *host_memory_at(address + (uint32_t)((done + k) % 600));
            }
            check(in_capsule(CAPSULE_FIRST, writes ? write_now : read_now));
            check_equal(copy_error, ERROR_NONE);
            for (size_t k = 0; k < copy_bytes && !writes; k++) {
                const size_t at = done + k;
                check_equal(copied[k], k < moved ? (uint8_t)(at * 7 + at / 256) : 0xEE);
            }
            done += moved;
        }
        check_equal(lease_done(&lease), done);
    }
    for (uint32_t i = 0; i < 600; i++) {
        check_equal(*host_memory_at(address + i), (uint8_t)(i * 7 + i / 256));
    }
    machine_check();
}

static void copies_from_a_process_that_does_not_run_use_its_rights(void)
{
    machine_boot_two();
    program_grow(2048);
    const uint32_t address = allow_both(64);
    memset(host_memory_at(address), 0x42, 64);
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check(process_running() == process_in(1));
    copy_bytes = 64;
    check(in_capsule(CAPSULE_FIRST, take_read_only));
    check(in_capsule(CAPSULE_FIRST, read_now));
    check_equal(copy_error, ERROR_NONE);
    check_equal(copied[63], 0x42);
    // The one that runs has its own rights again, and only those.
    machine_check();
}

static enum buffer_kind take_kind;
static uint32_t take_number;

static void take_any(void)
{
    lease_take(lender, take_kind, take_number, UINT32_MAX, &lease);
}

static void lease_on_nothing_is_none(void)
{
    (void)machine_boot_one();
    program_grow(2048);
    static const struct {
        bool is_allowed;
        uint32_t number;
        uint64_t process;
    } cases[] = {
        {false, 0, 0},   {true, 2, 0}, {true, UINT32_MAX, 0},
        {true, 0x80, 0}, {true, 0, 1}, {true, 0, UINT64_MAX},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_context("case %u", i);
        if (cases[i].is_allowed) {
            (void)allow_both(64);
        }
        struct process_id id = {process_in(0)->id.number ^ cases[i].process};
        for (int kind = BUFFER_READ_ONLY; kind <= BUFFER_READ_WRITE; kind++) {
            lender = id;
            take_kind = (enum buffer_kind)kind;
            take_number = cases[i].number;
            check(in_capsule(CAPSULE_FIRST, take_any));
            check_equal(lease.number_.place, 0);
            check_equal(lease_left(&lease), 0);
            lease_has_ended();
        }
    }
}

static void lease_that_was_never_taken_has_ended(void)
{
    (void)machine_boot_one();
    program_grow(2048);
    (void)allow_both(64);
    lease = (struct lease){.left_bytes_ = 8};
    lease_has_ended();
}

/// The program allows `length_bytes` at `address` in the place of the leased buffer.
static void swap_in_the_middle(uint32_t call_class, uint32_t offset, uint32_t length_bytes)
{
    const uint32_t address =
        lease_begin(call_class == SYSTEM_CALL_ALLOW_READ_ONLY ? take_read_only : take_read_write);
    copy_bytes = 10;
    check(in_capsule(CAPSULE_FIRST, read_now));
    check_equal(copy_error, ERROR_NONE);
    check_equal(program_call(call_class, DRIVER_FIRST, 0, length_bytes == 0 ? 0 : address + offset,
                             length_bytes),
                VARIANT_SUCCESS_U32_U32);
    check_equal(host.thread.r[1], address);
    check_equal(host.thread.r[2], 64);
    lease_has_ended();
    check_equal(lease_done(&lease), 10);
    // What ended the lease was the call: the next one is on the new buffer.
    copy_bytes = 64;
    check(in_capsule(CAPSULE_FIRST,
                     call_class == SYSTEM_CALL_ALLOW_READ_ONLY ? take_read_only : take_read_write));
    check_equal(lease_left(&lease), length_bytes);
    check(in_capsule(CAPSULE_FIRST, read_now));
    check_equal(copy_error, ERROR_NONE);
}

static void swap_case(unsigned index)
{
    static const struct {
        uint32_t offset, length;
    } cases[] = {
        {128, 64}, {0, 0}, {0, 64}, {0, 32}, {5, 64}, {128, 8},
    };
    swap_in_the_middle(index % 2 == 0 ? SYSTEM_CALL_ALLOW_READ_ONLY : SYSTEM_CALL_ALLOW_READ_WRITE,
                       cases[index / 2].offset, cases[index / 2].length);
}

static void swap_ends_a_lease_also_for_the_same_range(void)
{
    check_each(12, swap_case);
}

static void swap_that_fails_or_is_of_another_buffer_ends_no_lease(void)
{
    const uint32_t address = lease_begin(take_read_write);
    const struct {
        uint32_t call_class, driver, number, address, length;
    } calls[] = {
        {SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 0, 0, 1},
        {SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 2, address, 8},
        {SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_ABSENT, 0, address, 8},
        {SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 1, address, 8},
        {SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, 0, address, 8},
        {SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_SECOND, 0, address, 8},
        {SYSTEM_CALL_ALLOW_USER_READABLE, DRIVER_FIRST, 0, address, 8},
    };
    for (unsigned i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        check_context("call %u", i);
        (void)program_call(calls[i].call_class, calls[i].driver, calls[i].number, calls[i].address,
                           calls[i].length);
        copy_bytes = 1;
        check(in_capsule(CAPSULE_FIRST, write_now));
        check_equal(copy_error, ERROR_NONE);
        check_equal(lease_done(&lease), i + 1);
    }
}

static void second_lease_on_a_buffer_ends_the_first(void)
{
    (void)lease_begin(take_read_write);
    const struct lease first = lease;
    check(in_capsule(CAPSULE_FIRST, take_read_write));
    check(lease.number_.count != first.number_.count);
    copy_bytes = 64;
    check(in_capsule(CAPSULE_FIRST, write_now));
    check_equal(copy_error, ERROR_NONE);
    lease = first;
    lease_has_ended();
}

static void lease_is_worth_nothing_to_another_capsule(void)
{
    const uint32_t address = lease_begin(take_read_write);
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_SECOND, 0, address, 64),
                VARIANT_SUCCESS_U32_U32);
    copy_bytes = 8;
    check(in_capsule(CAPSULE_SECOND, read_now));
    check_equal(copy_error, ERROR_STALE);
}

/// Numbers as a capsule could make them up, beside the one that is good.
static void made_up_numbers_are_no_leases(void)
{
    (void)lease_begin(take_read_write);
    const struct lease good = lease;
    for (unsigned bit = 0; bit < 64; bit++) {
        check_context("bit %u", bit);
        lease = good;
        *(bit < 32 ? &lease.number_.count : &lease.number_.place) ^= 1u << bit % 32;
        lease_has_ended();
    }
    const struct lease_number numbers[] = {
        {0, 0}, {UINT32_MAX, UINT32_MAX}, {0, 0x10000}, {0, 0xFFFF0000}, {good.number_.count, 0},
    };
    for (unsigned i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        check_context("number %u", i);
        lease = good;
        lease.number_ = numbers[i];
        lease_has_ended();
    }
    lease = good;
    copy_bytes = 64;
    check(in_capsule(CAPSULE_FIRST, read_now));
    check_equal(copy_error, ERROR_NONE);
}

/// Ends the life of the leaseholder's process in one of the ways there are.
static void life_ends(unsigned way)
{
    const uint32_t address = lease_begin(take_read_write);
    const struct process_id id = process_in(0)->id;
    static const enum process_action actions[] = {PROCESS_FAULT, PROCESS_TERMINATE};
    if (way < 2) {
        check_equal(process_controlled(id, actions[way]), ERROR_NONE);
    } else {
        program_leave(SYSTEM_CALL_EXIT, way == 2 ? EXIT_TERMINATE : EXIT_RESTART, 0, 0, 0);
    }
    lease_has_ended();
    (void)host_run();
    lease_has_ended();
    // A new life in the same block allows the same range.
    (void)process_controlled(id, PROCESS_BOOT); // If it does not begin by itself.
    host_time_advance(20000 * TICKS_PER_MILLISECOND);
    (void)host_run();
    check(process_running() == process_in(0));
    lease_has_ended();
    program_grow(2048);
    check_equal(allow_both(64), address);
    lease_has_ended();
}

static void lease_ends_with_the_life(void)
{
    check_each(4, life_ends);
}

static void process_that_is_stopped_keeps_its_buffers(void)
{
    (void)lease_begin(take_read_write);
    check_equal(process_controlled(process_in(0)->id, PROCESS_STOP), ERROR_NONE);
    copy_bytes = 8;
    check(in_capsule(CAPSULE_FIRST, write_now));
    check_equal(copy_error, ERROR_NONE);
}

/// A copy of 50 bytes from the buffer's start on, behind the 7 of another, is refused at one byte.
static void copy_refused_at(unsigned index)
{
    enum { FIRST_BYTES = 7, BYTES = 50 };
    const bool writes = index >= BYTES;
    const unsigned arrive = index % BYTES;
    check_context("%s, %u bytes arrive", writes ? "write" : "read", arrive);
    const uint32_t address = lease_begin(take_read_write);
    copy_bytes = FIRST_BYTES;
    check(in_capsule(CAPSULE_FIRST, read_now));
    check_equal(copy_error, ERROR_NONE);
    copy_bytes = BYTES;
    memset(copied, 0x24, sizeof copied);
    host.refuse_at = host.accesses + arrive + 1;
    check(in_capsule(CAPSULE_FIRST, writes ? write_now : read_now));
    host.refuse_at = 0;
    check_equal(copy_error, ERROR_FAULT);
    check_equal(lease_done(&lease), FIRST_BYTES + arrive);
    check_equal(lease_left(&lease), 0);
    for (unsigned i = 0; i < BYTES; i++) {
        const uint8_t byte = writes ? *host_memory_at(address + FIRST_BYTES + i) : copied[i];
        const uint8_t refused = writes ? 0x42 : 0;
        check_equal(byte, i >= arrive ? refused : writes ? 0x24 : 0x42);
    }
    check_equal(process_in(0)->state, PROCESS_RUNNING);
    // Nothing more goes through it, nor is counted.
    check(in_capsule(CAPSULE_FIRST, read_now));
    check_equal(copy_error, ERROR_NONE);
    check_equal(lease_done(&lease), FIRST_BYTES + arrive);
}

static void copy_that_is_refused_counts_what_arrived(void)
{
    check_each(2 * 50, copy_refused_at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(cursor_goes_through_the_buffer_and_no_further),
        KERNEL_TEST(copies_from_a_process_that_does_not_run_use_its_rights),
        KERNEL_TEST(lease_on_nothing_is_none),
        KERNEL_TEST(lease_that_was_never_taken_has_ended),
        KERNEL_TEST(swap_ends_a_lease_also_for_the_same_range),
        KERNEL_TEST(swap_that_fails_or_is_of_another_buffer_ends_no_lease),
        KERNEL_TEST(second_lease_on_a_buffer_ends_the_first),
        KERNEL_TEST(lease_is_worth_nothing_to_another_capsule),
        KERNEL_TEST(made_up_numbers_are_no_leases),
        KERNEL_TEST(lease_ends_with_the_life),
        KERNEL_TEST(process_that_is_stopped_keeps_its_buffers),
        KERNEL_TEST(copy_that_is_refused_counts_what_arrived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
