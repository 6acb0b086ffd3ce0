// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Words of process memory: widths, alignment, and accesses that are one.
#include <string.h>

#include "user_memory.h"

static void loads_and_stores_are_one_aligned_access(void)
{
    user_memory_boot();
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

static void words_of_every_width(void)
{
    user_memory_boot();
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
    user_memory_boot();
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(loads_and_stores_are_one_aligned_access),
        KERNEL_TEST(words_of_every_width),
        KERNEL_TEST(words_refused_by_the_hardware_are_zero_or_unchanged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
