// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A port whose answers about layouts are wrong in every way: each ends in a refused load or a
/// refused break, and no byte is exposed that an honest port would not have exposed.
#include <abi/error.h>
#include <abi/system_call.h>
#include <string.h>

#include "machine.h"
#include "pool.h"
#include "process_memory.h"
#include "random.h"
#include "support.h"

/// The honest unit, with functions replaced. The machine's unit in these tests.
static struct host_protection_unit hostile;

static void hostile_open(const struct host_protection_unit *honest)
{
    hostile = *honest;
    host.unit = &hostile;
}

static unsigned process_count(void)
{
    unsigned count = 0;
    for (unsigned i = 0; i < test_board.slot_count; i++) {
        count += test_slots[i].process != NULL;
    }
    return count;
}

/// The load was refused with a line for people, and not one byte of the pool was written.
static void refused_check(void)
{
    check_equal(process_count(), 0);
    check(event_find(EVENT_IMAGE_REFUSED) != NULL);
    check(event_find(EVENT_IMAGE_REFUSED)->reason != NULL);
    check_equal(pool_used_bytes(), 0);
    for (unsigned i = 0; i < HOST_POOL_BYTES; i++) {
        check_equal(*host_memory_at(HOST_POOL_START + i), 0xA5);
    }
}

// ---------------------------------------------------------------------------------------------
// Blocks

static const struct {
    const char *what;
    intptr_t start, kernel_start, end; ///< added to the honest answer
} lies[] = {
    {"below the pool", -64, -64, -64},
    {"starts below the pool", -32, 0, 0},
    {"starts one granule below the pool", -8, 0, 0},
    {"ends behind the pool", 0, 0, HOST_POOL_BYTES},
    {"all behind the pool", HOST_POOL_BYTES, HOST_POOL_BYTES, HOST_POOL_BYTES},
    {"start shifted, too small for the program", 32, 0, 0},
    {"too small for the program", 0, -64, -64},
    {"too small for the kernel", 0, 0, -64},
    {"kernel's part moved up into its own room", 0, 64, 0},
    {"kernel part at the end", 0, 0x1000, 0x1000 - 64},
    {"upside down", 0x1000, 0, 0},
    {"kernel part before the start", 0, -0x10000, 0},
    {"of no bytes", 0, -0x10000000, -0x10000000},
    {"end before the kernel's part", 0, 0, -0x8000},
    {"end wraps", 0, 0, -(intptr_t)0x30000000},
    {"kernel's part wraps", 0, -(intptr_t)0x30000000, 0},
    {"start wraps", -(intptr_t)0x30000000, 0, 0},
    {"start misaligned by 1", 1, 32, 32},
    {"start misaligned by 4", 4, 32, 32},
    {"kernel's part misaligned by 1", 0, 1, 8},
    {"kernel's part misaligned by 2", 0, 2, 8},
    {"kernel's part misaligned by 4", 0, 4, 8},
    {"end misaligned by 1", 0, 0, 1},
    {"end misaligned by 4", 0, 0, 4},
    {"everything misaligned", 4, 4, 4},
};
enum { LIES = sizeof lies / sizeof lies[0] };

static const struct host_protection_unit *honest_unit;
static unsigned lie;

static enum error lying_place(struct range free, const struct port_block_request *request,
                              struct port_block *placed)
{
    const enum error error = honest_unit->place(free, request, placed);
    placed->block.start += (uintptr_t)lies[lie].start;
    placed->kernel_start += (uintptr_t)lies[lie].kernel_start;
    placed->block.end += (uintptr_t)lies[lie].end;
    return error;
}

static void boot_with_lie(unsigned index)
{
    honest_unit = machine_units[index / LIES];
    lie = index % LIES;
    check_context("unit %u: %s", index / LIES, lies[lie].what);
    hostile_open(honest_unit);
    hostile.place = lying_place;
    (void)image_install("one", 4096);
    machine_boot();
    refused_check();
}

static void blocks_that_were_not_asked_for_are_refused(void)
{
    check_each(LIES * MACHINE_UNITS, boot_with_lie);
}

static enum error silent_place(struct range free, const struct port_block_request *request,
                               struct port_block *placed)
{
    (void)free;
    (void)request;
    (void)placed;
    return ERROR_NONE;
}

static void answer_that_was_never_written_is_refused(void)
{
    hostile_open(&host_exact_unit);
    hostile.place = silent_place;
    (void)image_install("one", 4096);
    machine_boot();
    refused_check();
}

static enum error strange_error;

static enum error strange_place(struct range free, const struct port_block_request *request,
                                struct port_block *placed)
{
    (void)host_exact_unit.place(free, request, placed);
    return strange_error;
}

static void boot_with_strange_error(unsigned index)
{
    static const uint32_t errors[] = {ERROR_FAILED, ERROR_BUSY, ERROR_NO_BUDGET, 1000, UINT32_MAX};
    strange_error = (enum error)errors[index];
    hostile_open(&host_exact_unit);
    hostile.place = strange_place;
    (void)image_install("one", 4096);
    machine_boot();
    refused_check();
}

static void errors_that_are_not_in_the_contract_are_refusals(void)
{
    check_each(5, boot_with_strange_error);
}

static intptr_t stolen_offset;
static uintptr_t stolen_start;

static enum error thieving_place(struct range free, const struct port_block_request *request,
                                 struct port_block *placed)
{
    const enum error error = host_exact_unit.place(free, request, placed);
    if (error == ERROR_NONE && stolen_start != 0) {
        const uintptr_t delta = placed->block.start - stolen_start - (uintptr_t)stolen_offset;
        placed->block.start -= delta;
        placed->kernel_start -= delta;
        placed->block.end -= delta;
    }
    return error;
}

/// The next block is to overlap that of a loaded program by more or less.
static void ask_for_overlap(unsigned index)
{
    const struct process *loaded = machine_boot_one();
    const struct port_block_request request = {.app_bytes = 2048, .kernel_bytes = 512};
    const intptr_t loaded_bytes = (intptr_t)(loaded->memory_end - loaded->memory_start);
    const intptr_t offsets[] = {-2048, -8, 0, 8, loaded_bytes - 512, loaded_bytes - 8};
    hostile_open(&host_exact_unit);
    hostile.place = thieving_place;
    stolen_start = loaded->memory_start;
    stolen_offset = offsets[index];
    struct port_block placed = {.kernel_start = 0};
    check_equal(pool_take(), ERROR_NONE);
    check_equal(pool_place(&request, &placed), ERROR_UNREPRESENTABLE);
    // And directly behind it there is nothing wrong.
    stolen_offset = loaded_bytes;
    check_equal(pool_place(&request, &placed), ERROR_NONE);
    check_equal(placed.block.start, loaded->memory_end);
    pool_give();
}

static void block_of_a_loaded_program_is_never_given_out_again(void)
{
    check_each(6, ask_for_overlap);
}

static enum error wrong_start_place(struct range free, const struct port_block_request *request,
                                    struct port_block *placed)
{
    struct port_block_request other = *request;
    other.is_fixed = false;
    return host_exact_unit.place(free, &other, placed);
}

static void fixed_program_is_never_put_elsewhere(void)
{
    hostile_open(&host_exact_unit);
    hostile.place = wrong_start_place;
    struct tbf tbf = tbf_new(1024);
    tbf_program(&tbf, 0x51, 0, 4096, 1024);
    tbf_kernel_version(&tbf, 2, 3);
    tbf_fixed(&tbf, HOST_POOL_START + 0x4000, UINT32_MAX);
    tbf_finish(&tbf);
    (void)tbf_install(&tbf, HOST_IMAGES_START);
    machine_boot();
    refused_check();
}

// ---------------------------------------------------------------------------------------------
// Exposed ends

/// How an exposed end is wrong: relative to one of the process's bounds, or absolute.
enum exposed_base { FROM_BREAK, FROM_LIMIT, FROM_NOTHING };

static const struct {
    const char *what;
    enum exposed_base base;
    intptr_t offset;
} exposures[] = {
    {"below the break", FROM_BREAK, -1},
    {"a granule below the break", FROM_BREAK, -32},
    {"far below the break", FROM_BREAK, -0x10000},
    {"above the limit", FROM_LIMIT, 1},
    {"a granule above the limit", FROM_LIMIT, 32},
    {"into the grants", FROM_LIMIT, TEST_RESERVE_BYTES + 8},
    {"to the end of the block", FROM_LIMIT, 0x1000},
    {"into the neighbour", FROM_LIMIT, 0x8000},
    {"nowhere", FROM_NOTHING, 0},
    {"to the end of the addresses", FROM_NOTHING, -1},
    {"to the middle of the addresses", FROM_NOTHING, INTPTR_MAX},
};
enum { EXPOSURES = sizeof exposures / sizeof exposures[0] };

static unsigned exposure;
static bool is_registers_spoiled; ///< the port also opens everything in its own words

static enum error lying_expose(struct arch_protection *protection, uintptr_t app_break,
                               uintptr_t limit, uintptr_t *exposed_end)
{
    const uintptr_t bases[] = {[FROM_BREAK] = app_break, [FROM_LIMIT] = limit, [FROM_NOTHING] = 0};
    *exposed_end = bases[exposures[exposure].base] + (uintptr_t)exposures[exposure].offset;
    if (is_registers_spoiled) {
        protection->ram = (struct range){HOST_POOL_START, HOST_POOL_START + HOST_POOL_BYTES};
    }
    return ERROR_NONE;
}

static void boot_exposed_wrongly(unsigned index)
{
    exposure = index;
    check_context("%s", exposures[index].what);
    hostile_open(&host_exact_unit);
    hostile.expose = lying_expose;
    (void)image_install("one", 4096);
    machine_boot();
    check_equal(process_count(), 0);
    check_equal(pool_used_bytes(), 0);
    check(event_find(EVENT_IMAGE_REFUSED) != NULL);
}

static void program_whose_first_break_is_exposed_wrongly_is_not_loaded(void)
{
    check_each(EXPOSURES, boot_exposed_wrongly);
}

static void break_expect(uint32_t new_break, uint32_t variant)
{
    check_equal(program_call(SYSTEM_CALL_MEMOP, MEMOP_BREAK_SET, new_break, 0, 0), variant);
    if (variant == VARIANT_FAILURE) {
        check_equal(host.thread.r[1], ERROR_NO_MEMORY);
    }
}

static void break_exposed_wrongly(unsigned index)
{
    exposure = index % EXPOSURES;
    is_registers_spoiled = index >= EXPOSURES;
    check_context("%s", exposures[exposure].what);
    hostile_open(&host_exact_unit);
    machine_boot_two();
    struct process *process = process_running();
    const uint32_t start = (uint32_t)process->memory_start;
    host.thread.sp = start + 64;
    break_expect(start + 1000, VARIANT_SUCCESS);

    const struct process before = *process;
    hostile.expose = lying_expose;
    static const uint32_t breaks[] = {64, 999, 1000, 1001, 1024, 1025, 4000, 4096};
    for (unsigned i = 0; i < sizeof breaks / sizeof breaks[0]; i++) {
        break_expect(start + breaks[i], VARIANT_FAILURE);
        check_equal(process->app_break, before.app_break);
        check_equal(process->exposed_end, before.exposed_end);
        check(memcmp(&process->protection, &before.protection, sizeof before.protection) == 0);
    }
    // And nothing else is loaded when the program gets its next turn.
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check(process_running() == process_in(1));
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check_equal(process_controlled(process->id, PROCESS_STOP), ERROR_NONE);
    check(memcmp(&process->protection, &before.protection, sizeof before.protection) == 0);
}

static void break_that_is_exposed_wrongly_is_refused_and_changes_nothing(void)
{
    check_each(2 * EXPOSURES, break_exposed_wrongly);
}

static enum error spoiling_expose(struct arch_protection *protection, uintptr_t app_break,
                                  uintptr_t limit, uintptr_t *exposed_end)
{
    (void)app_break;
    protection->ram = (struct range){HOST_POOL_START, HOST_POOL_START + HOST_POOL_BYTES};
    *exposed_end = limit;
    return ERROR_UNREPRESENTABLE;
}

static void refusal_that_spoils_the_words_changes_nothing(void)
{
    hostile_open(&host_exact_unit);
    struct process *process = machine_boot_one();
    const struct process before = *process;
    host.thread.sp = (uint32_t)process->memory_start + 64;
    hostile.expose = spoiling_expose;
    break_expect((uint32_t)process->memory_start + 2000, VARIANT_FAILURE);
    check_equal(process->exposed_end, before.exposed_end);
    check(memcmp(&process->protection, &before.protection, sizeof before.protection) == 0);
    check(!host_allows(process->kernel_break, HOST_READ));
}

static void restart_that_is_exposed_wrongly_stops_the_machine(void)
{
    hostile_open(&host_exact_unit);
    (void)machine_boot_one();
    hostile.expose = lying_expose;
    exposure = 3;
    program_leave(SYSTEM_CALL_EXIT, EXIT_RESTART, 0, 0, 0);
}

// ---------------------------------------------------------------------------------------------
// Images and blocks

static void images_in_the_pool_stop_the_machine(void)
{
    // A board that is wired so is our mistake: an encoder never sees an image inside a block.
    test_board.image_memory = (struct range){HOST_POOL_START - 0x1000, HOST_POOL_START + 1};
    machine_boot();
}

// ---------------------------------------------------------------------------------------------
// Anything at all

static struct random dice;

/// One of the values that are likely to be taken for another.
static uintptr_t random_address(uintptr_t honest, struct range free)
{
    const uintptr_t others[] = {
        free.start,  free.end, HOST_POOL_START, 0,
        UINTPTR_MAX, honest,   honest,          HOST_POOL_START + HOST_POOL_BYTES,
        UINT32_MAX};
    static const intptr_t offsets[] = {0, 0, 0, 8, -8, 4, -4, 1, -1, 32, -32, 512, -512};
    return others[random_below(&dice, sizeof others / sizeof others[0])] +
           (uintptr_t)offsets[random_below(&dice, sizeof offsets / sizeof offsets[0])];
}

static enum error random_place(struct range free, const struct port_block_request *request,
                               struct port_block *placed)
{
    const enum error error = honest_unit->place(free, request, placed);
    if (random_once_in(&dice, 2)) {
        return error;
    }
    placed->block.start = random_address(placed->block.start, free);
    placed->kernel_start = random_address(placed->kernel_start, free);
    placed->block.end = random_address(placed->block.end, free);
    return random_once_in(&dice, 8) ? error : ERROR_NONE;
}

static enum error random_expose(struct arch_protection *protection, uintptr_t app_break,
                                uintptr_t limit, uintptr_t *exposed_end)
{
    const struct arch_protection before = *protection;
    const enum error error = honest_unit->expose(protection, app_break, limit, exposed_end);
    if (random_once_in(&dice, 2)) {
        return error;
    }
    // A lie that the kernel can find out; one that fits says what it has done to its words.
    const uintptr_t lied = random_address(app_break, (struct range){app_break, limit});
    if (lied >= app_break && lied <= limit) {
        return error;
    }
    if (random_once_in(&dice, 2)) {
        *protection = before;
    }
    *exposed_end = lied;
    return ERROR_NONE;
}

static void run_with_random_lies(unsigned seed)
{
    dice = random_from(seed);
    check_context("seed %u", seed);
    honest_unit = machine_units[seed % MACHINE_UNITS];
    hostile_open(honest_unit);
    hostile.place = random_place;
    (void)image_install("one", random_below(&dice, 6000));
    (void)image_install("two", random_below(&dice, 6000));
    (void)image_install("three", random_below(&dice, 6000));
    machine_boot(); // which checks all blocks
    hostile.place = honest_unit->place;
    hostile.expose = random_expose;
    for (unsigned i = 0; i < 60 && process_running() != NULL; i++) {
        const struct process *process = process_running();
        host.thread.sp = (uint32_t)process->memory_start + 64;
        const uint32_t bytes = 64 + random_below(&dice, 6500);
        (void)program_call(SYSTEM_CALL_MEMOP, MEMOP_BREAK_SET,
                           (uint32_t)process->memory_start + bytes, 0, 0);
    }
}

static void random_lies_expose_nothing(void)
{
    check_each(300, run_with_random_lies);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(blocks_that_were_not_asked_for_are_refused),
        KERNEL_TEST(answer_that_was_never_written_is_refused),
        KERNEL_TEST(errors_that_are_not_in_the_contract_are_refusals),
        KERNEL_TEST(block_of_a_loaded_program_is_never_given_out_again),
        KERNEL_TEST(fixed_program_is_never_put_elsewhere),
        KERNEL_TEST(program_whose_first_break_is_exposed_wrongly_is_not_loaded),
        KERNEL_TEST(break_that_is_exposed_wrongly_is_refused_and_changes_nothing),
        KERNEL_TEST(refusal_that_spoils_the_words_changes_nothing),
        KERNEL_TEST_PANICS(restart_that_is_exposed_wrongly_stops_the_machine, "invariant"),
        KERNEL_TEST_PANICS(images_in_the_pool_stop_the_machine, "invariant"),
        KERNEL_TEST(random_lies_expose_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
