// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The windows on process memory: whose rights hold in them, and that they close.
#include "user_memory.h"

static void hardware_is_the_second_lock(void)
{
    user_memory_boot();
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
    user_memory_boot();
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
    user_memory_boot();
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
    user_memory_boot();
    host.after_read = leave_behind_the_read;
    size_t copied;
    (void)!user_copy_in(process, kernel_bytes, range_at(process->memory_start, 8), &copied);
}

static void no_window_is_open_behind_an_access(void)
{
    user_memory_boot();
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
        KERNEL_TEST(hardware_is_the_second_lock),
        KERNEL_TEST(rights_of_the_named_process_are_loaded_for_each_copy),
        KERNEL_TEST(no_window_is_open_behind_an_access),
        KERNEL_TEST_PANICS(refusal_in_a_window_inside_another_is_a_mistake,
                           "not inside exactly one window"),
        KERNEL_TEST_PANICS(kernel_that_leaves_inside_a_window_is_a_mistake, "is left open"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
