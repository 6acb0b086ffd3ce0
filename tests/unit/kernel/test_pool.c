// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The pool: placing programs, giving back every byte, and a port that fails.
#include <abi/error.h>
#include <abi/system_call.h>

#include "machine.h"
#include "pool.h"
#include "random.h"
#include "support.h"

/// Images that were refused; each has its line for people.
static unsigned refused_count(void)
{
    unsigned count = 0;
    for (unsigned i = 0; i < test_event_count; i++) {
        if (test_events[i].kind == EVENT_IMAGE_REFUSED) {
            check(test_events[i].reason != NULL);
            count++;
        }
    }
    return count;
}

static unsigned process_count(void)
{
    unsigned count = 0;
    for (unsigned i = 0; i < test_board.slot_count; i++) {
        count += test_slots[i].process != NULL;
    }
    return count;
}

/// Used plus free is the pool: gaps between blocks are counted apart from the kernel's sum.
static void conservation_check(void)
{
    size_t used = 0;
    for (unsigned i = 0; i < test_board.slot_count; i++) {
        if (test_slots[i].process != NULL) {
            used += test_slots[i].process->memory_end - test_slots[i].process->memory_start;
        }
    }
    check_equal(pool_used_bytes(), used);
    check(used <= test_board.pool_bytes);
    check_equal(pool_take(), ERROR_NONE);
    check_equal(pool_take(), ERROR_BUSY);
    pool_give();
}

static void install_fixed(const char *name, uint32_t address, uint32_t ram, uint32_t ram_bytes)
{
    struct tbf tbf = tbf_new(1024);
    tbf_program(&tbf, 0x51, 0, ram_bytes, 1024);
    tbf_name(&tbf, name);
    tbf_kernel_version(&tbf, 2, 3);
    tbf_fixed(&tbf, ram, UINT32_MAX);
    tbf_finish(&tbf);
    (void)tbf_install(&tbf, address);
}

// ---------------------------------------------------------------------------------------------
// Slots

static void boot_with_slots(unsigned slots)
{
    test_board.slot_count = slots;
    for (unsigned i = 0; i < 5; i++) {
        char name[] = "program0";
        name[7] = (char)('0' + i);
        (void)image_install(name, 1000);
    }
    machine_boot();
    const unsigned loaded = slots < 5 ? slots : 5;
    check_equal(process_count(), loaded);
    check_equal(refused_count(), 5 - loaded);
    check(event_find(EVENT_IMAGES_END) != NULL);
    conservation_check();
}

static void walk_ends_with_any_number_of_slots(void)
{
    check_each(TEST_SLOTS_MAX, boot_with_slots);
}

static void name_is_given_once(void)
{
    (void)image_install("same", 1000);
    (void)image_install("same", 1000);
    (void)image_install("", 1000);
    (void)image_install("", 1000);
    machine_boot();
    check_equal(process_count(), 3);
    check_equal(refused_count(), 1);
}

// ---------------------------------------------------------------------------------------------
// Fixed addresses

static const struct {
    const char *what;
    uint32_t ram;
    uint32_t ram_bytes;
    bool is_loaded;
} fixed_cases[] = {
    {"start of the pool", HOST_POOL_START, 4096, true},
    {"below the pool", HOST_POOL_START - 32, 4096, false},
    {"far below", 0x20000000, 4096, false},
    {"address 0", 0, 4096, false},
    {"inside", HOST_POOL_START + 0x4000, 4096, true},
    {"inside, odd", HOST_POOL_START + 0x4001, 4096, false},
    {"inside, misaligned", HOST_POOL_START + 0x4004, 4096, false},
    {"all of the pool and more", HOST_POOL_START, HOST_POOL_BYTES, false},
    {"huge", HOST_POOL_START + 0x4000, UINT32_MAX, false},
    {"huge, wraps to inside", HOST_POOL_START + 0x4000, UINT32_MAX - 0x4000, false},
    {"too close to the end", HOST_POOL_START + HOST_POOL_BYTES - 4096, 4096, false},
    {"last granule", HOST_POOL_START + HOST_POOL_BYTES - 32, 32, false},
    {"the end", HOST_POOL_START + HOST_POOL_BYTES, 32, false},
    {"behind the end", HOST_POOL_START + HOST_POOL_BYTES + 0x1000, 32, false},
    {"the end of the addresses", 0xFFFFFFE0, 32, false},
};

enum { FIXED_CASES = sizeof fixed_cases / sizeof fixed_cases[0] };

static void boot_fixed(unsigned index)
{
    host.unit = machine_units[index / FIXED_CASES];
    index %= FIXED_CASES;
    check_context("%s", fixed_cases[index].what);
    install_fixed("fixed", HOST_IMAGES_START, fixed_cases[index].ram, fixed_cases[index].ram_bytes);
    machine_boot();
    check_equal(process_count(), fixed_cases[index].is_loaded);
    if (fixed_cases[index].is_loaded) {
        check_equal(process_in(0)->memory_start, fixed_cases[index].ram);
    } else {
        check(event_find(EVENT_IMAGE_REFUSED) != NULL);
        check_equal(pool_used_bytes(), 0);
    }
    conservation_check();
}

static void fixed_addresses_at_all_places(void)
{
    check_each(MACHINE_UNITS * FIXED_CASES, boot_fixed);
}

static void fixed_programs_go_first_and_skipped_bytes_stay_in_the_pool(void)
{
    // A program that may lie anywhere comes first in flash and would take the place.
    struct tbf tbf = tbf_new(1024);
    tbf_program(&tbf, 0x51, 0, 12000, 1024);
    tbf_name(&tbf, "anywhere");
    tbf_kernel_version(&tbf, 2, 3);
    tbf_finish(&tbf);
    (void)tbf_install(&tbf, HOST_IMAGES_START);
    install_fixed("second", HOST_IMAGES_START + 1024, HOST_POOL_START + 0x8000, 4000);
    install_fixed("first", HOST_IMAGES_START + 2048, HOST_POOL_START + 0x4000, 4000);
    install_fixed("overlaps", HOST_IMAGES_START + 3072, HOST_POOL_START + 0x4020, 4000);
    machine_boot();
    check_equal(process_count(), 3);
    check_equal(refused_count(), 1);
    check_equal(process_in(0)->memory_start, HOST_POOL_START + 0x8000);
    check_equal(process_in(1)->memory_start, HOST_POOL_START + 0x4000);
    // Before the fixed ones there is room, and it is the smallest gap that fits.
    check_equal(process_in(2)->memory_start, HOST_POOL_START);
    conservation_check();
}

static void pool_full_to_the_last_byte_and_one_more(void)
{
    test_board.slot_count = TEST_SLOTS_MAX;
    for (unsigned i = 0; i < TEST_SLOTS_MAX; i++) {
        char name[] = "program0";
        name[7] = (char)('0' + i);
        (void)image_install(name, 40000);
    }
    machine_boot();
    check_equal(process_count(), HOST_POOL_BYTES / (40000 + 2000));
    check_equal(refused_count(), TEST_SLOTS_MAX - process_count());
    conservation_check();
}

// ---------------------------------------------------------------------------------------------
// A port that fails

static enum error injected_error;
static unsigned calls_until_error;

static bool error_is_due(void)
{
    return calls_until_error != 0 && --calls_until_error == 0;
}

static enum error failing_place(struct range free, const struct port_block_request *request,
                                struct port_block *placed)
{
    return error_is_due() ? injected_error : host_exact_unit.place(free, request, placed);
}

static enum error failing_encode(struct arch_protection *protection, struct range image,
                                 const struct port_block *block, size_t app_bytes)
{
    return error_is_due() ? injected_error
                          : host_exact_unit.encode(protection, image, block, app_bytes);
}

static enum error failing_expose(struct arch_protection *protection, uintptr_t app_break,
                                 uintptr_t limit, uintptr_t *exposed_end)
{
    return error_is_due() ? injected_error
                          : host_exact_unit.expose(protection, app_break, limit, exposed_end);
}

static struct host_protection_unit failing_unit;

static void boot_with_failure(unsigned index)
{
    failing_unit = host_exact_unit;
    failing_unit.place = failing_place;
    failing_unit.encode = failing_encode;
    failing_unit.expose = failing_expose;
    host.unit = &failing_unit;
    calls_until_error = 1 + index / 2;
    injected_error = index % 2 == 0 ? ERROR_NO_MEMORY : ERROR_UNREPRESENTABLE;
    (void)image_install("one", 4000);
    (void)image_install("two", 3000);
    (void)image_install("three", 2000);
    machine_boot();
    conservation_check();
    check(process_count() == 2 || process_count() == 3);
    for (unsigned i = 0; i < test_board.slot_count; i++) {
        check(test_slots[i].process == NULL || test_slots[i].process->is_ready);
    }
    // The place of the one that failed is used by the next one, byte for byte.
    uintptr_t lowest = UINTPTR_MAX;
    for (unsigned i = 0; i < test_board.slot_count; i++) {
        if (test_slots[i].process != NULL && test_slots[i].process->memory_start < lowest) {
            lowest = test_slots[i].process->memory_start;
        }
    }
    check_equal(lowest, HOST_POOL_START);
}

static void load_that_fails_anywhere_gives_back_every_byte(void)
{
    // Enough to reach every call of the port in three loads.
    check_each(2 * 20, boot_with_failure);
}

// ---------------------------------------------------------------------------------------------

static void images_of_random_sizes(unsigned seed)
{
    struct random random = random_from(seed);
    host.unit = machine_units[seed % MACHINE_UNITS];
    test_board.slot_count = 1 + random_below(&random, TEST_SLOTS_MAX);
    const unsigned count = 1 + random_below(&random, 12);
    for (unsigned i = 0; i < count; i++) {
        char name[] = "program0";
        name[7] = (char)('0' + i);
        (void)image_install(name, random_below(&random, 1u << random_below(&random, 17)));
    }
    machine_boot();
    conservation_check();
    for (unsigned i = 0; i < test_board.slot_count; i++) {
        if (process_running() != NULL) {
            program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
        }
    }
}

static void random_programs_are_placed_apart(void)
{
    check_each(80, images_of_random_sizes);
}

static void taking_the_pool_twice_is_refused_not_fatal(void)
{
    check_equal(pool_take(), ERROR_NONE);
    (void)image_install("one", 4000);
    machine_boot();
    check_equal(process_count(), 0);
    check_equal(refused_count(), 1);
    pool_give();
    conservation_check();
}

static void giving_a_pool_that_was_not_taken_stops_the_machine(void)
{
    pool_give();
}

static void pointer_outside_the_pool_stops_the_machine(void)
{
    (void)pool_pointer(HOST_POOL_START + HOST_POOL_BYTES + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(walk_ends_with_any_number_of_slots),
        KERNEL_TEST(name_is_given_once),
        KERNEL_TEST(fixed_addresses_at_all_places),
        KERNEL_TEST(fixed_programs_go_first_and_skipped_bytes_stay_in_the_pool),
        KERNEL_TEST(pool_full_to_the_last_byte_and_one_more),
        KERNEL_TEST(load_that_fails_anywhere_gives_back_every_byte),
        KERNEL_TEST(random_programs_are_placed_apart),
        KERNEL_TEST(taking_the_pool_twice_is_refused_not_fatal),
        KERNEL_TEST_PANICS(giving_a_pool_that_was_not_taken_stops_the_machine, "invariant"),
        KERNEL_TEST_PANICS(pointer_outside_the_pool_stops_the_machine, "invariant"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
