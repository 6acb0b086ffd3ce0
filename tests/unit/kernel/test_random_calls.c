// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Programs that make random system calls with nasty arguments, capsules that use their gates,
 * events, ticks, faults and hands of people in between. After each step all invariants are checked.
 */
#include <abi/error.h>
#include <abi/system_call.h>
#include <stdlib.h>

#include "machine.h"
#include "random.h"
#include "support.h"

enum { STEPS = 1500, PROGRAMS = 3 };

static struct random dice;
static uint64_t base_seed;

static uint32_t pick(const uint32_t values[], uint32_t count)
{
    return values[random_below(&dice, count)];
}

/// A number near something that matters to the program that runs.
static uint32_t nasty_address(void)
{
    const struct process *process = process_running();
    const struct process *other = process_in(random_below(&dice, PROGRAMS));
    const uint32_t near[] = {
        0,
        (uint32_t)process->memory_start,
        (uint32_t)process->app_break,
        (uint32_t)process->exposed_end,
        (uint32_t)process->kernel_break,
        (uint32_t)process->memory_end,
        (uint32_t)process->allow_mark,
        process->flash_start,
        process->app_start,
        process->flash_end,
        (uint32_t)other->memory_start,
        (uint32_t)other->memory_end,
        0x20000000,
        0x80000000,
        0xE000ED90,
        (uint32_t)process->memory_start + random_below(&dice, 8192),
        random_next(&dice),
    };
    const uint32_t small = random_below(&dice, 70);
    return pick(near, sizeof near / sizeof near[0]) +
           (random_once_in(&dice, 2) ? small : 0u - small);
}

static uint32_t nasty_number(void)
{
    static const uint32_t numbers[] = {0, 0,    0,     1,       1,          2,
                                       3, 0xFF, 0x100, 0x10000, 0x80000000, UINT32_MAX};
    return pick(numbers, sizeof numbers / sizeof numbers[0]);
}

static uint32_t nasty_length(void)
{
    switch (random_below(&dice, 5)) {
    case 0:
        return 0;
    case 1:
        return random_next(&dice);
    case 2:
        return 0u - random_below(&dice, 70);
    default:
        return random_below(&dice, 600);
    }
}

static uint32_t driver_number(void)
{
    static const uint32_t numbers[] = {DRIVER_FIRST,  DRIVER_FIRST, DRIVER_FIRST,
                                       DRIVER_SECOND, DRIVER_BARE,  DRIVER_GREEDY,
                                       DRIVER_ABSENT, UINT32_MAX,   0x100};
    return pick(numbers, sizeof numbers / sizeof numbers[0]);
}

// ---------------------------------------------------------------------------------------------
// What capsules do

enum { LEASES = 6 };

static enum error gate_error;
static struct lease leases[LEASES]; ///< of whatever process and driver, most of them ended

static void use_gates(unsigned capsule)
{
    const struct process_id id = process_in(random_below(&dice, PROGRAMS))->id;
    uint8_t bytes[256];
    const size_t count = random_below(&dice, 257);
    struct lease *lease = &leases[random_below(&dice, LEASES)];
    switch (random_below(&dice, 8)) {
    case 0:
        (void)!lease_copy_(lease, bytes, NULL, count);
        break;
    case 1:
        if ((uint8_t)(lease->number_.place >> 16) <= test_board.drivers[0].read_only_count) {
            break; // On a read-only buffer: an abort.
        }
        for (size_t i = 0; i < sizeof bytes; i++) {
            bytes[i] = 0x6B;
        }
        (void)!lease_copy_(lease, NULL, bytes, count);
        break;
    case 2:
        WITH_GRANT(uint8_t, state, id, gate_error)
        {
            state[random_below(&dice, 24)]++;
        }
        break;
    case 3:
        timer_set(host.time + random_below(&dice, 3000));
        break;
    case 4:
        deferred_call_request();
        break;
    case 5:
        lease_take(id, (enum buffer_kind)random_below(&dice, 2), random_below(&dice, 3),
                   nasty_number(), lease);
        break;
    default:
        (void)upcall_schedule(id, capsule == CAPSULE_FIRST ? random_below(&dice, 2) : 0,
                              random_next(&dice), 2, 3);
        break;
    }
}

static void work_of(unsigned capsule)
{
    if (capsule == CAPSULE_FIRST || capsule == CAPSULE_SECOND || capsule == CAPSULE_GREEDY) {
        use_gates(capsule);
    }
}

static void serve(unsigned capsule, struct command *command)
{
    work_of(capsule);
    if (!random_once_in(&dice, 10)) {
        command_success_u32(command, command->argument[0]);
    }
}

static void ended(unsigned capsule, struct process_id id)
{
    (void)id;
    work_of(capsule);
}

static void work_of_first(void)
{
    use_gates(CAPSULE_FIRST);
}

static void work_of_greedy(void)
{
    use_gates(CAPSULE_GREEDY);
}

// ---------------------------------------------------------------------------------------------
// What programs do

static void call_at_random(void)
{
    static const uint32_t classes[] = {0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5, 7};
    uint32_t call_class = pick(classes, sizeof classes / sizeof classes[0]);
    uint32_t a0 = driver_number();
    uint32_t a1 = nasty_number();
    uint32_t a2 = nasty_address();
    uint32_t a3 = nasty_length();
    switch (call_class) {
    case SYSTEM_CALL_YIELD:
        a0 = random_once_in(&dice, 60) ? nasty_number() : random_below(&dice, 2);
        a1 = nasty_address();
        if (random_once_in(&dice, 8)) {
            a0 = YIELD_WAIT_FOR;
            a1 = driver_number();
            a2 = nasty_number();
        }
        break;
    case SYSTEM_CALL_MEMOP:
        a0 = random_once_in(&dice, 2) ? random_below(&dice, 2) : random_below(&dice, 13);
        a1 = a0 == MEMOP_BREAK_MOVE ? 0u - 500u + random_below(&dice, 1000) : nasty_address();
        break;
    default:
        break;
    }
    if (random_once_in(&dice, 100)) {
        call_class = SYSTEM_CALL_EXIT;
        a0 = random_below(&dice, 3);
    }
    if (random_once_in(&dice, 300)) {
        call_class = random_next(&dice);
    }
    if (random_once_in(&dice, 150)) {
        host.thread.sp = nasty_address();
    }
    if (random_once_in(&dice, 100)) {
        host.refuse_at = host.accesses + 1 + random_below(&dice, 80);
    }
    (void)host_call(call_class, a0, a1, a2, a3);
}

/// The program uses its memory: what it may write is marked as its own.
static void scribble(void)
{
    const struct process *process = process_running();
    const uintptr_t span = process->exposed_end - process->memory_start;
    for (unsigned i = 0; span > 0 && i < 40; i++) {
        const uintptr_t address = process->memory_start + random_below(&dice, (uint32_t)span);
        check(host_allows(address, HOST_WRITE));
        *host_memory_at(address) = (uint8_t)(0xC0 + process->slot);
    }
}

/// No program has bytes of another one in what it can see; the kernel never moves any there but by
/// order of a capsule, whose bytes are marked 0x6B.
static void secrets_check(void)
{
    const struct process *process = process_running();
    if (process == NULL) {
        return;
    }
    for (uintptr_t address = process->app_break; address < process->exposed_end; address++) {
        const uint8_t byte = *host_memory_at(address);
        for (unsigned other = 0; other < PROGRAMS; other++) {
            check(other == process->slot || byte != 0xC0 + other);
        }
    }
}

static void people_at_random(void)
{
    const struct process_id id = process_in(random_below(&dice, PROGRAMS))->id;
    (void)process_controlled(id, (enum process_action)random_below(&dice, 5));
    (void)host_run();
}

static void step(void)
{
    switch (random_below(&dice, 12)) {
    case 0:
        host_tick(false);
        break;
    case 1:
        host_time_advance(random_below(&dice, 50000));
        break;
    case 2:
        (void)in_capsule(CAPSULE_FIRST, work_of_first);
        break;
    case 3:
        (void)in_capsule(CAPSULE_GREEDY, work_of_greedy);
        break;
    case 4:
        if (random_once_in(&dice, 5)) {
            people_at_random();
        }
        break;
    case 5:
        if (process_running() != NULL && random_once_in(&dice, 20)) {
            host_fault(&(struct port_fault){.cause = (uint8_t)random_below(&dice, 17)});
        }
        break;
    default:
        if (process_running() != NULL) {
            scribble();
            call_at_random();
        }
        break;
    }
    if (host.is_work_pending || process_running() == NULL) {
        (void)host_run();
    }
}

static void run(unsigned index)
{
    const uint64_t seed = base_seed + index;
    dice = random_from(seed);
    host.unit = machine_units[index % MACHINE_UNITS];
    if (host.unit == &host_exact_unit) {
        host.granule_bytes = 1u << random_below(&dice, 9);
    }
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    test_board.grant_reserve_bytes = random_below(&dice, 3) * 400;
    (void)image_install("one", 1000 + random_below(&dice, 6000));
    (void)image_install("two", 1000 + random_below(&dice, 6000));
    (void)image_install("three", random_below(&dice, 3000));
    machine_boot();
    hooks.command = serve;
    hooks.timer = work_of;
    hooks.deferred = work_of;
    hooks.process_ended = ended;
    for (unsigned i = 0; i < STEPS; i++) {
        check_context("RANDOM_SEED=%llu, machine %u, step %u", (unsigned long long)base_seed, index,
                      i);
        test_event_count = 0;
        step();
        machine_check();
        secrets_check();
    }
    // Nobody has starved: everything that is not ended for good gets a turn.
    for (unsigned i = 0; i < CAPSULE_COUNT; i++) {
        check(!test_capsule_status[i].is_failed);
    }
}

static void random_calls_never_break_an_invariant(void)
{
    const struct random seeds = random_start(__func__);
    base_seed = seeds.state;
    const char *rounds = getenv("RANDOM_MACHINES");
    check_each(rounds != NULL ? (unsigned)strtoul(rounds, NULL, 0) : 60, run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(random_calls_never_break_an_invariant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
