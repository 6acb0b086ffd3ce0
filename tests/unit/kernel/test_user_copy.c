// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The only way to process memory: the range test, the windows, exact counts, faults at every byte.
#include <abi/error.h>
#include <string.h>

#include "machine.h"
#include "random.h"
#include "support.h"
#include "user_copy.h"

static struct process *process;

static void boot(void)
{
    machine_boot_two();
    program_grow(4000);
    process = process_in(0);
}

static struct user_range range_at(uintptr_t address, size_t bytes)
{
    return user_range_from_words(address, bytes);
}

static void range_check_at_both_sides_of_each_limit(void)
{
    boot();
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

static uint8_t kernel_bytes[USER_COPY_BYTES_MAX + 64];

static void pattern_put(uintptr_t address, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        *host_memory_at(address + i) = (uint8_t)(i * 7 + 3);
    }
}

static void copies_of_all_sizes_and_alignments(void)
{
    boot();
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
    boot();
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
    boot();
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
    boot();
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

static void hardware_is_the_second_lock(void)
{
    boot();
    // The range test says yes, the protection unit says no: as if an encoder had been wrong.
    host.loaded.ram.end = process->memory_start + 10;
    size_t copied;
    pattern_put(process->memory_start, 32);
    check_equal(user_copy_in(process, kernel_bytes, range_at(process->memory_start, 32), &copied),
                ERROR_FAULT);
    check_equal(copied, 10);
    check_equal(user_copy_out(process, range_at(process->memory_start, 32), kernel_bytes, &copied),
                ERROR_FAULT);
    check_equal(copied, 10);
    uint32_t value = 1;
    check_equal(user_load_32(process, user_address_from_word(process->memory_start + 8), &value),
                ERROR_FAULT);
    check_equal(value, 0);
}

static void rights_of_the_named_process_are_loaded_for_each_copy(void)
{
    boot();
    struct process *other = process_in(1);
    size_t copied;
    *host_memory_at(other->memory_start) = 0x5A;
    check_equal(user_copy_in(other, kernel_bytes, range_at(other->memory_start, 1), &copied),
                ERROR_NONE);
    check_equal(kernel_bytes[0], 0x5A);
    check(host_allows(other->memory_start, HOST_READ));
    check(!host_allows(process->memory_start, HOST_READ));
    check_equal(user_copy_in(other, kernel_bytes, range_at(process->memory_start, 1), &copied),
                ERROR_FAULT);
    check_equal(user_copy_in(process, kernel_bytes, range_at(process->memory_start, 1), &copied),
                ERROR_NONE);
    // It is loaded when it changes, and not each time.
    const unsigned loads = host.loads;
    for (unsigned i = 0; i < 10; i++) {
        check_equal(
            user_copy_in(process, kernel_bytes, range_at(process->memory_start, 1), &copied),
            ERROR_NONE);
    }
    check_equal(host.loads, loads);
}

static void loads_and_stores_are_one_aligned_access(void)
{
    boot();
    const uintptr_t start = process->memory_start;
    pattern_put(start, 16);
    uint32_t value = 0xEEEEEEEE;
    unsigned accesses = host.accesses;
    check_equal(user_load_32(process, user_address_from_word(start + 4), &value), ERROR_NONE);
    check_equal(value, 0x342D261F);
    check_equal(host.accesses, accesses + 1);
    accesses = host.accesses;
    for (unsigned i = 1; i < 4; i++) {
        value = 0xEEEEEEEE;
        check_equal(user_load_32(process, user_address_from_word(start + i), &value), ERROR_FAULT);
        check_equal(value, 0);
    }
    value = 0xEEEEEEEE;
    check_equal(user_load_32(process, user_address_from_word(process->app_break), &value),
                ERROR_FAULT);
    check_equal(value, 0);
    check_equal(user_load_32(process, user_address_from_word(UINTPTR_MAX - 3), &value),
                ERROR_FAULT);
    check_equal(host.accesses, accesses);

    check_equal(user_store_8(process, user_address_from_word(start), 0xAB), ERROR_NONE);
    check_equal(*host_memory_at(start), 0xAB);
    check_equal(host.accesses, accesses + 1);
    check_equal(user_store_8(process, user_address_from_word(process->app_break), 1), ERROR_FAULT);
    check_equal(user_store_8(process, user_address_from_word(process->app_start), 1), ERROR_FAULT);
    check_equal(user_store_8(process, user_address_from_word(0), 1), ERROR_FAULT);
    check_equal(host.accesses, accesses + 1);
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
    boot();
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

static void words_of_every_width(void)
{
    boot();
    const uintptr_t start = (process->memory_start + 7) / 8 * 8;
    const struct user_address at = user_address_from_word(start);
    const struct user_address flash = user_address_from_word(process->app_start);
    uint8_t value_8;
    uint16_t value_16;
    uint32_t value_32;
    uint64_t value_64;
    unsigned accesses = host.accesses;
    check_equal(user_store_64(process, at, 0x8877665544332211), ERROR_NONE);
    check_equal(host.accesses, accesses + 2);
    check_equal(user_load_64(process, at, &value_64), ERROR_NONE);
    check_equal(value_64, 0x8877665544332211);
    check_equal(host.accesses, accesses + 4);
    check_equal(user_store_32(process, at, 0xDDCCBBAA), ERROR_NONE);
    check_equal(user_store_16(process, user_address_from_word(start + 6), 0x1234), ERROR_NONE);
    check_equal(user_store_8(process, user_address_from_word(start + 5), 0xEF), ERROR_NONE);
    check_equal(host.accesses, accesses + 7);
    check_equal(user_load_64(process, at, &value_64), ERROR_NONE);
    check_equal(value_64, 0x1234EF55DDCCBBAA);
    accesses = host.accesses;
    check_equal(user_load_32(process, at, &value_32), ERROR_NONE);
    check_equal(user_load_16(process, user_address_from_word(start + 6), &value_16), ERROR_NONE);
    check_equal(user_load_8(process, user_address_from_word(start + 5), &value_8), ERROR_NONE);
    check_equal(host.accesses, accesses + 3);
    check_equal(value_32, 0xDDCCBBAA);
    check_equal(value_16, 0x1234);
    check_equal(value_8, 0xEF);

    accesses = host.accesses;
    for (unsigned i = 1; i < 8; i++) {
        const struct user_address odd = user_address_from_word(start + i);
        value_64 = 1;
        check_equal(user_load_64(process, odd, &value_64), ERROR_FAULT);
        check_equal(value_64, 0);
        check_equal(user_store_64(process, odd, 1), ERROR_FAULT);
        if (i % 4 != 0) {
            check_equal(user_store_32(process, odd, 1), ERROR_FAULT);
            check_equal(user_exchange_32(process, odd, 0, 1, &value_32), ERROR_FAULT);
        }
        if (i % 2 != 0) {
            check_equal(user_load_16(process, odd, &value_16), ERROR_FAULT);
            check_equal(value_16, 0);
            check_equal(user_store_16(process, odd, 1), ERROR_FAULT);
        }
    }
    check_equal(user_store_16(process, flash, 1), ERROR_FAULT);
    check_equal(user_store_32(process, flash, 1), ERROR_FAULT);
    check_equal(user_store_64(process, flash, 1), ERROR_FAULT);
    check_equal(user_exchange_32(process, flash, 0, 1, &value_32), ERROR_FAULT);
    check_equal(host.accesses, accesses);

    // The last word whose first half alone is below the break.
    process->app_break = start + 12;
    check_equal(user_load_64(process, user_address_from_word(start + 8), &value_64), ERROR_FAULT);
    check_equal(user_load_8(process, user_address_from_word(start + 11), &value_8), ERROR_NONE);
    check_equal(user_load_8(process, user_address_from_word(start + 12), &value_8), ERROR_FAULT);
    check_equal(value_8, 0);
}

static void words_refused_by_the_hardware_are_zero_or_unchanged(void)
{
    boot();
    const uintptr_t start = (process->memory_start + 7) / 8 * 8;
    const struct user_address at = user_address_from_word(start);
    uint8_t value_8 = 1;
    uint16_t value_16 = 1;
    uint64_t value_64 = 1;
    uint32_t seen = 1;
    check_equal(user_store_64(process, at, 0x8877665544332211), ERROR_NONE);
    host.refuse_at = host.accesses + 1;
    check_equal(user_load_8(process, at, &value_8), ERROR_FAULT);
    host.refuse_at = host.accesses + 1;
    check_equal(user_load_16(process, at, &value_16), ERROR_FAULT);
    host.refuse_at = host.accesses + 2;
    check_equal(user_load_64(process, at, &value_64), ERROR_FAULT);
    check_equal(value_8 + value_16 + value_64, 0);
    for (unsigned n = 1; n <= 2; n++) {
        host.refuse_at = host.accesses + n;
        check_equal(user_exchange_32(process, at, 0x44332211, 5, &seen), ERROR_FAULT);
        check_equal(seen, 0);
    }
    host.refuse_at = host.accesses + 1;
    check_equal(user_store_8(process, at, 0), ERROR_FAULT);
    host.refuse_at = host.accesses + 1;
    check_equal(user_store_16(process, at, 0), ERROR_FAULT);
    host.refuse_at = host.accesses + 1;
    check_equal(user_store_32(process, at, 0), ERROR_FAULT);
    host.refuse_at = host.accesses + 1;
    check_equal(user_store_64(process, at, 0), ERROR_FAULT);
    check_equal(user_load_64(process, at, &value_64), ERROR_NONE);
    check_equal(value_64, 0x8877665544332211);
    check_equal(user_exchange_32(process, at, 5, 6, &seen), ERROR_NONE);
    check_equal(seen, 0x44332211);
    check_equal(user_exchange_32(process, at, 0x44332211, 6, &seen), ERROR_NONE);
    check_equal(seen, 0x44332211);
    check_equal(user_load_64(process, at, &value_64), ERROR_NONE);
    check_equal(value_64, 0x8877665500000006);
}

static void clearing_is_bounded_and_exact(void)
{
    boot();
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
    boot();
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
    boot();
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
    boot();
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

/// What the fault handler would take for one of the other window, if it went by a flag.
static void access_behind_the_read(uintptr_t address, uint8_t *byte)
{
    (void)byte;
    host.after_read = NULL;
    uint32_t value;
    host.refuse_at = host.accesses + 1;
    (void)!user_window_load_32(address, &value);
}

static void refusal_in_a_window_inside_another_is_a_mistake(void)
{
    boot();
    host.after_read = access_behind_the_read;
    size_t copied;
    (void)!user_copy_in(process, kernel_bytes, range_at(process->memory_start, 8), &copied);
}

static void leave_behind_the_read(uintptr_t address, uint8_t *byte)
{
    (void)address;
    (void)byte;
    (void)host_run();
}

static void kernel_that_leaves_inside_a_window_is_a_mistake(void)
{
    boot();
    host.after_read = leave_behind_the_read;
    size_t copied;
    (void)!user_copy_in(process, kernel_bytes, range_at(process->memory_start, 8), &copied);
}

static void no_window_is_open_behind_an_access(void)
{
    boot();
    const uintptr_t address = process->memory_start;
    size_t count;
    uint32_t word;
    enum user_side side;
    for (unsigned refused = 0; refused < 2; refused++) {
        for (unsigned function = 0; function < 6; function++) {
            check_context("function %u, refused %u", function, refused);
            host.refuse_at = host.accesses + refused;
            switch (function) {
            case 0:
                (void)!user_copy_in(process, kernel_bytes, range_at(address, 8), &count);
                break;
            case 1:
                (void)!user_copy_out(process, range_at(address, 8), kernel_bytes, &count);
                break;
            case 2:
                (void)!user_load_32(process, user_address_from_word(address), &word);
                break;
            case 3:
                (void)!user_store_16(process, user_address_from_word(address), 7);
                break;
            case 4:
                (void)!user_exchange_32(process, user_address_from_word(address), 0, 0, &word);
                break;
            default:
                (void)!user_copy_across(process, range_at(address, 8), process_in(1),
                                        range_at(process_in(1)->memory_start, 8), &count, &side);
                break;
            }
            check_equal(host.access_depth, 0);
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
        KERNEL_TEST(hardware_is_the_second_lock),
        KERNEL_TEST(rights_of_the_named_process_are_loaded_for_each_copy),
        KERNEL_TEST(loads_and_stores_are_one_aligned_access),
        KERNEL_TEST(range_over_two_regions_that_adjoin_is_read_and_not_written),
        KERNEL_TEST(words_of_every_width),
        KERNEL_TEST(words_refused_by_the_hardware_are_zero_or_unchanged),
        KERNEL_TEST(clearing_is_bounded_and_exact),
        KERNEL_TEST(copies_between_processes_say_whose_side_failed),
        KERNEL_TEST(copies_between_processes_are_exact_wherever_they_end),
        KERNEL_TEST(memory_that_changes_between_reads_is_copied_as_it_was_read),
        KERNEL_TEST(no_window_is_open_behind_an_access),
        KERNEL_TEST_PANICS(refusal_in_a_window_inside_another_is_a_mistake,
                           "not inside exactly one window"),
        KERNEL_TEST_PANICS(kernel_that_leaves_inside_a_window_is_a_mistake, "is left open"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
