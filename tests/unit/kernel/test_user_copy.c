// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Copies from and to process memory: the range test, exact counts, faults at every byte.
#include <abi/error.h>
#include <string.h>

#include "random.h"
#include "user_memory.h"

static void range_check_at_both_sides_of_each_limit(void)
{
    user_memory_boot();
    const uintptr_t start = process->memory_start;
    const uintptr_t end = process->app_break;
    const uintptr_t app = process->app_start;
    const uintptr_t flash_end = process->flash_end;
    const struct {
        uintptr_t address;
        size_t bytes;
        bool may_read, may_write;
    } cases[] = {
        // No bytes: fine anywhere.
        {0, 0, true, true},
        {UINTPTR_MAX, 0, true, true},
        {UINT32_MAX, 0, true, true},
        {start - 1, 0, true, true},
        {start, 1, true, true},
        {start, end - start, true, true},
        {end - 1, 1, true, true},
        {start - 1, 1, false, false},
        {start - 1, 2, false, false},
        {end, 1, false, false},
        {end - 1, 2, false, false},
        {start, end - start + 1, false, false},
        {start - 1, end - start + 2, false, false},
        // Ends that wrap around.
        {start, UINTPTR_MAX, false, false},
        {start, UINTPTR_MAX - start, false, false},
        {start, UINTPTR_MAX - start + 1, false, false},
        {start, UINTPTR_MAX - start + 2, false, false},
        {end - 1, SIZE_MAX, false, false},
        {UINTPTR_MAX, 1, false, false},
        {UINTPTR_MAX, 2, false, false},
        {1, SIZE_MAX, false, false},
        {0, SIZE_MAX, false, false},
        // Exposed by rounding, but not the program's to name.
        {process->exposed_end, 1, false, false},
        {process->kernel_break, 8, false, false},
        {process->memory_end - 8, 8, false, false},
        {process_in(1)->memory_start, 1, false, false},
        {0x20000000, 4, false, false},
        // The image: readable behind its header.
        {app, 1, true, false},
        {app, flash_end - app, true, false},
        {flash_end - 1, 1, true, false},
        {app - 1, 1, false, false},
        {app - 1, 2, false, false},
        {process->flash_start, 16, false, false},
        {flash_end, 1, false, false},
        {flash_end - 1, 2, false, false},
        {app, flash_end - app + 1, false, false},
        {app, start - app + 1, false, false},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_context("case %u", i);
        const unsigned accesses = host.accesses;
        const struct user_range range = range_at(cases[i].address, cases[i].bytes);
        check_equal(user_range_check(process, range, USER_READ),
                    cases[i].may_read ? ERROR_NONE : ERROR_FAULT);
        check_equal(user_range_check(process, range, USER_WRITE),
                    cases[i].may_write ? ERROR_NONE : ERROR_FAULT);
        check_equal(host.accesses, accesses);
    }
}

static void copies_of_all_sizes_and_alignments(void)
{
    user_memory_boot();
    static const size_t sizes[] = {0,  1,  2,   3,   4,   5,   15,  16, 17,
                                   63, 64, 127, 128, 129, 254, 255, 256};
    for (unsigned i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (uintptr_t offset = 0; offset < 5; offset++) {
            const size_t bytes = sizes[i];
            const uintptr_t address = process->memory_start + offset;
            check_context("%zu bytes at +%zu", bytes, (size_t)offset);
            pattern_put(address, bytes);
            memset(kernel_bytes, 0xEE, sizeof kernel_bytes);
            size_t copied = 999;
            check_equal(user_copy_in(process, kernel_bytes, range_at(address, bytes), &copied),
                        ERROR_NONE);
            check_equal(copied, bytes);
            for (size_t j = 0; j < bytes; j++) {
                check_equal(kernel_bytes[j], (uint8_t)(j * 7 + 3));
            }
            check_equal(kernel_bytes[bytes], 0xEE);

            memset(kernel_bytes, 0x3C, bytes);
            *host_memory_at(address + bytes) = 0x11;
            check_equal(user_copy_out(process, range_at(address, bytes), kernel_bytes, &copied),
                        ERROR_NONE);
            check_equal(copied, bytes);
            check(bytes == 0 || *host_memory_at(address + bytes - 1) == 0x3C);
            check_equal(*host_memory_at(address + bytes), 0x11);

            check_equal(user_exposed_clear(process, address, address + bytes), bytes);
            check(bytes == 0 || *host_memory_at(address + bytes - 1) == 0);
            check_equal(*host_memory_at(address + bytes), 0x11);
        }
    }
}

static void more_than_the_limit_is_refused_untouched(void)
{
    user_memory_boot();
    static const size_t sizes[] = {USER_COPY_BYTES_MAX + 1, 2 * USER_COPY_BYTES_MAX, SIZE_MAX};
    for (unsigned i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        memset(kernel_bytes, 0xEE, sizeof kernel_bytes);
        const unsigned accesses = host.accesses;
        size_t copied = 999;
        const struct user_range range = range_at(process->memory_start, sizes[i]);
        check_equal(user_copy_in(process, kernel_bytes, range, &copied), ERROR_SIZE);
        check_equal(copied, 0);
        copied = 999;
        check_equal(user_copy_out(process, range, kernel_bytes, &copied), ERROR_SIZE);
        check_equal(copied, 0);
        check_equal(host.accesses, accesses);
        check_equal(kernel_bytes[0], 0xEE);
    }
}

static void refused_range_is_never_accessed_and_reads_as_zero(void)
{
    user_memory_boot();
    const uintptr_t addresses[] = {0, 0x20000000, process->app_break - 3,
                                   process_in(1)->memory_start, UINTPTR_MAX - 2};
    for (unsigned i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        memset(kernel_bytes, 0xEE, sizeof kernel_bytes);
        const unsigned accesses = host.accesses;
        size_t copied = 999;
        check_equal(user_copy_in(process, kernel_bytes, range_at(addresses[i], 8), &copied),
                    ERROR_FAULT);
        check_equal(copied, 0);
        for (unsigned j = 0; j < 8; j++) {
            check_equal(kernel_bytes[j], 0);
        }
        check_equal(kernel_bytes[8], 0xEE);
        check_equal(user_copy_out(process, range_at(addresses[i], 8), kernel_bytes, &copied),
                    ERROR_FAULT);
        check_equal(copied, 0);
        check_equal(host.accesses, accesses);
    }
}

static void fault_at_every_byte_leaves_an_exact_count_and_zeros(void)
{
    user_memory_boot();
    enum { BYTES = USER_COPY_BYTES_MAX };
    const uintptr_t address = process->memory_start + 1;
    for (size_t n = 0; n < BYTES; n++) {
        check_context("fault at byte %zu", n);
        pattern_put(address, BYTES);
        memset(kernel_bytes, 0xEE, sizeof kernel_bytes);
        size_t copied = 999;
        host.refuse_at = host.accesses + 1 + (unsigned)n;
        check_equal(user_copy_in(process, kernel_bytes, range_at(address, BYTES), &copied),
                    ERROR_FAULT);
        check_equal(copied, n);
        for (size_t i = 0; i < BYTES; i++) {
            check_equal(kernel_bytes[i], i < n ? (uint8_t)(i * 7 + 3) : 0);
        }
        check_equal(kernel_bytes[BYTES], 0xEE);

        memset(kernel_bytes, 0x3C, BYTES);
        host.refuse_at = host.accesses + 1 + (unsigned)n;
        check_equal(user_copy_out(process, range_at(address, BYTES), kernel_bytes, &copied),
                    ERROR_FAULT);
        check_equal(copied, n);
        check_equal(*host_memory_at(address + n), (uint8_t)(n * 7 + 3));

        host.refuse_at = host.accesses + 1 + (unsigned)n;
        check_equal(user_exposed_clear(process, address, address + BYTES), n);
        check_equal(*host_memory_at(address + n), (uint8_t)(n * 7 + 3));
    }
}

/// Image and memory of the second process made to adjoin, for the range test and for the hardware.
static struct process *joined(size_t gap)
{
    struct process *other = process_in(1);
    other->app_start = (uint32_t)other->memory_start - 64;
    other->flash_end = (uint32_t)(other->memory_start - gap);
    other->protection.image = (struct range){other->app_start, other->flash_end};
    process_protection_changed(other);
    pattern_put(other->memory_start - 64, 128);
    return other;
}

static void range_over_two_regions_that_adjoin_is_read_and_not_written(void)
{
    user_memory_boot();
    struct process *other = joined(0);
    const uintptr_t start = other->memory_start - 32;
    size_t copied;
    memset(kernel_bytes, 0xEE, sizeof kernel_bytes);
    check_equal(user_copy_in(other, kernel_bytes, range_at(start, 64), &copied), ERROR_NONE);
    check_equal(copied, 64);
    for (size_t i = 0; i < 64; i++) {
        check_equal(kernel_bytes[i], (uint8_t)((i + 32) * 7 + 3));
    }
    check_equal(user_copy_out(other, range_at(start, 64), kernel_bytes, &copied), ERROR_FAULT);
    check_equal(copied, 0);
    const size_t most = other->app_break - other->app_start;
    check_equal(user_range_check(other, range_at(other->app_start, most), USER_READ), ERROR_NONE);
    check_equal(user_range_check(other, range_at(other->app_start, most + 1), USER_READ),
                ERROR_FAULT);
    check_equal(user_extent(other, user_address_from_word(start), USER_READ), most - 32);
    check_equal(user_extent(other, user_address_from_word(start), USER_WRITE), 0);

    other = joined(1);
    check_equal(user_copy_in(other, kernel_bytes, range_at(start, 64), &copied), ERROR_FAULT);
    check_equal(copied, 0);
    check_equal(kernel_bytes[0], 0);
    check_equal(user_extent(other, user_address_from_word(start), USER_READ), 31);
}

static void clearing_is_bounded_and_exact(void)
{
    user_memory_boot();
    const uintptr_t start = process->memory_start + 1;
    size_t cleared = 9;
    check_equal(user_clear(process, range_at(start, USER_COPY_BYTES_MAX + 1), &cleared),
                ERROR_SIZE);
    check_equal(cleared, 0);
    check_equal(user_clear(process, range_at(0, 0), &cleared), ERROR_NONE);
    check_equal(user_clear(process, range_at(process->app_start, 1), &cleared), ERROR_FAULT);
    for (size_t n = 0; n <= 40; n++) {
        check_context("refused at byte %zu", n);
        pattern_put(start, 41);
        host.refuse_at = host.accesses + 1 + (unsigned)n;
        check_equal(user_clear(process, range_at(start, 40), &cleared),
                    n < 40 ? ERROR_FAULT : ERROR_NONE);
        check_equal(cleared, n);
        for (size_t i = 0; i < 41; i++) {
            check_equal(*host_memory_at(start + i), i < n ? 0 : (uint8_t)(i * 7 + 3));
        }
    }
}

/// A copy of `bytes` bytes from the first process to itself, 2,000 bytes further up.
static enum error across_run(size_t bytes, size_t *copied, enum user_side *side)
{
    const uintptr_t from = process->memory_start + 3;
    pattern_put(from, bytes);
    memset(host_memory_at(from + 2000), 0x11, 1100);
    *copied = 9999;
    return user_copy_across(process, range_at(from + 2000, bytes), process, range_at(from, bytes),
                            copied, side);
}

static void copies_between_processes_say_whose_side_failed(void)
{
    user_memory_boot();
    struct process *other = process_in(1);
    const struct user_range own = range_at(process->memory_start, 32);
    const struct user_range far = range_at(other->memory_start, 24);
    size_t copied;
    enum user_side side;
    pattern_put(process->memory_start, 32);
    *host_memory_at(other->memory_start + 24) = 0x11;
    // As many as the shorter range has, with the rights of each.
    check_equal(user_copy_across(other, far, process, own, &copied, &side), ERROR_NONE);
    check_equal(copied, 24);
    check_equal(side, USER_SIDE_NONE);
    check_equal(*host_memory_at(other->memory_start + 23), (uint8_t)(23 * 7 + 3));
    check_equal(*host_memory_at(other->memory_start + 24), 0x11);
    check_equal(user_copy_across(process, own, other, far, &copied, &side), ERROR_NONE);
    check_equal(copied, 24);

    const unsigned accesses = host.accesses;
    check_equal(user_copy_across(other, own, process, own, &copied, &side), ERROR_FAULT);
    check_equal(side, USER_SIDE_TO);
    check_equal(user_copy_across(other, far, process, far, &copied, &side), ERROR_FAULT);
    check_equal(side, USER_SIDE_FROM);
    check_equal(user_copy_across(other, own, process, far, &copied, &side), ERROR_FAULT);
    check_equal(side, USER_SIDE_FROM);
    check_equal(copied, 0);
    check_equal(
        user_copy_across(other, range_at(0, 0), process, range_at(1, SIZE_MAX), &copied, &side),
        ERROR_NONE);
    check_equal(across_run(USER_COPY_BYTES_MAX + 1, &copied, &side), ERROR_SIZE);
    check_equal(copied, 0);
    check_equal(side, USER_SIDE_NONE);
    check_equal(host.accesses, accesses);
}

static void copies_between_processes_are_exact_wherever_they_end(void)
{
    user_memory_boot();
    enum { BYTES = 300 };
    size_t copied;
    enum user_side side;
    check_equal(across_run(USER_COPY_BYTES_MAX, &copied, &side), ERROR_NONE);
    check_equal(copied, USER_COPY_BYTES_MAX);
    const unsigned before = host.accesses;
    check_equal(across_run(BYTES, &copied, &side), ERROR_NONE);
    const unsigned needed = host.accesses - before;
    check_equal(needed, 2 * BYTES);
    unsigned refusals[3] = {0};
    size_t last = 0;
    for (unsigned n = 1; n <= needed; n++) {
        check_context("access %u", n);
        host.refuse_at = host.accesses + n;
        check_equal(across_run(BYTES, &copied, &side), ERROR_FAULT);
        refusals[side]++;
        check(copied < BYTES);
        const uint8_t *const written = host_memory_at(process->memory_start + 3 + 2000);
        for (size_t i = 0; i < BYTES; i++) {
            check_equal(written[i], i < copied ? (uint8_t)(i * 7 + 3) : 0x11);
        }
        last = copied;
    }
    check_equal(refusals[USER_SIDE_FROM], BYTES);
    check_equal(refusals[USER_SIDE_TO], BYTES);
    check_equal(last, BYTES - 1);
}

static void change_behind_the_read(uintptr_t address, uint8_t *byte)
{
    (void)address;
    *byte = (uint8_t)~*byte;
}

static void memory_that_changes_between_reads_is_copied_as_it_was_read(void)
{
    user_memory_boot();
    host.after_read = change_behind_the_read;
    struct random random = random_start(__func__);
    for (unsigned round = 0; round < 300; round++) {
        const size_t bytes = random_below(&random, USER_COPY_BYTES_MAX + 1);
        const uintptr_t address = process->memory_start + random_below(&random, 1000);
        pattern_put(address, bytes);
        const unsigned accesses = host.accesses;
        size_t copied;
        check_equal(user_copy_in(process, kernel_bytes, range_at(address, bytes), &copied),
                    ERROR_NONE);
        // Each byte is read once: a second look would have found something else.
        check(host.accesses - accesses <= bytes);
        for (size_t i = 0; i < bytes; i++) {
            check_equal(kernel_bytes[i], (uint8_t)(i * 7 + 3));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(range_check_at_both_sides_of_each_limit),
        KERNEL_TEST(copies_of_all_sizes_and_alignments),
        KERNEL_TEST(more_than_the_limit_is_refused_untouched),
        KERNEL_TEST(refused_range_is_never_accessed_and_reads_as_zero),
        KERNEL_TEST(fault_at_every_byte_leaves_an_exact_count_and_zeros),
        KERNEL_TEST(range_over_two_regions_that_adjoin_is_read_and_not_written),
        KERNEL_TEST(clearing_is_bounded_and_exact),
        KERNEL_TEST(copies_between_processes_say_whose_side_failed),
        KERNEL_TEST(copies_between_processes_are_exact_wherever_they_end),
        KERNEL_TEST(memory_that_changes_between_reads_is_copied_as_it_was_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
