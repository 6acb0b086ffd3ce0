// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Typed pointers into process memory: what they check before an access, and in which order.
#include <abi/error.h>
#include <string.h>

#include "machine.h"
#include "support.h"
#include "user_pointer.h"

struct pair {
    uint32_t first;
    uint16_t second;
    uint16_t third;
};

static struct process *process;

static void boot(void)
{
    machine_boot_two();
    program_grow(4000);
    process = process_in(0);
}

static void elements_are_copied_both_ways(void)
{
    boot();
    static const struct pair pairs[3] = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
    struct pair found[3] = {{0, 0, 0}};
    const struct user_address address = user_address_from_word(process->memory_start);
    const USER_POINTER(struct pair) to = {.address = address};
    const USER_POINTER(const struct pair) from = {.address = address};
    check(!user_pointer_is_null(to));
    check_equal(user_put_array(process, to, pairs, 3), ERROR_NONE);
    check_equal(user_get_array(process, found, from, 3), ERROR_NONE);
    check_equal(memcmp(found, pairs, sizeof pairs), 0);
    const struct pair other = {10, 11, 12};
    check_equal(user_put(process, to, &other), ERROR_NONE);
    check_equal(user_get(process, &found[0], to), ERROR_NONE);
    check_equal(found[0].first, 10);
    check_equal(sizeof to, sizeof(uintptr_t));
}

static void null_and_misaligned_are_refused_without_an_access(void)
{
    boot();
    const unsigned accesses = host.accesses;
    struct pair pair;
    uint8_t byte = 1;
    for (uintptr_t i = 0; i < 4; i++) {
        const uintptr_t word = i == 0 ? 0 : process->memory_start + i;
        const USER_POINTER(struct pair) pointer = {.address = user_address_from_word(word)};
        memset(&pair, 0xEE, sizeof pair);
        check_equal(user_get(process, &pair, pointer), ERROR_FAULT);
        check_equal(pair.first, 0);
        check_equal(pair.third, 0);
        check_equal(user_put(process, pointer, &pair), ERROR_FAULT);
        check_equal(user_get_array(process, &pair, pointer, 0), ERROR_NONE);
    }
    check_equal(host.accesses, accesses);
    const USER_POINTER(uint8_t)
        odd = {.address = user_address_from_word(process->memory_start + 1)};
    check_equal(user_put(process, odd, &byte), ERROR_NONE);
}

static void counts_that_do_not_fit_touch_nothing(void)
{
    boot();
    static const size_t counts[] = {USER_COPY_BYTES_MAX / sizeof(struct pair) + 1, SIZE_MAX,
                                    SIZE_MAX / sizeof(struct pair) + 1,
                                    SIZE_MAX / sizeof(struct pair) + 2};
    const USER_POINTER(struct pair)
        pointer = {.address = user_address_from_word(process->memory_start)};
    const unsigned accesses = host.accesses;
    for (unsigned i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct pair pair = {7, 7, 7};
        check_equal(user_get_array(process, &pair, pointer, counts[i]), ERROR_SIZE);
        check_equal(user_put_array(process, pointer, &pair, counts[i]), ERROR_SIZE);
        check_equal(pair.first, 7);
    }
    check_equal(host.accesses, accesses);
    struct pair pair;
    const USER_POINTER(const struct pair)
        image = {.address = user_address_from_word(process->app_start)};
    check_equal(user_get(process, &pair, image), ERROR_NONE);
    const USER_POINTER(struct pair) written = {.address = image.address};
    check_equal(user_put(process, written, &pair), ERROR_FAULT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(elements_are_copied_both_ways),
        KERNEL_TEST(null_and_misaligned_are_refused_without_an_access),
        KERNEL_TEST(counts_that_do_not_fit_touch_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
