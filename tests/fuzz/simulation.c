// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "simulation.h"

#include <abi/system_call.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"

enum { GROW_BYTES = 1024, CALL_BYTES = 2, SETTLE_STEPS = 20, LIVES_MAX = BOARD_PROCESSES_MAX };

/// Where the linker put what the machine remembers: all variables of lib/, kernel/, arch/ but the
/// simulated memory, the capsules, the board and its devices.
extern uint8_t machine_state_start[];
extern uint8_t machine_state_end[];

static uint8_t *state_at_power_on;
static jmp_buf machine_end;
static bool is_running;
static uint64_t life_known[LIVES_MAX];
static uint32_t boot_slot; ///< of the program that was begun anew last
static uint64_t calls;
static uint64_t machines;

static void report_print(void)
{
    fprintf(stderr, "fuzz: %llu machines, %llu system calls\n", (unsigned long long)machines,
            (unsigned long long)calls);
}

uint8_t input_byte(struct input *input)
{
    if (input->left == 0) {
        return 0;
    }
    input->left--;
    return *input->bytes++;
}

/// In a loop of its own, since the variables have guards between them, which memcpy() minds.
__attribute__((no_builtin("memcpy", "memmove"))) static void
bytes_move(uint8_t *to, const uint8_t *from, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        to[i] = from[i];
    }
}

static void state_restore(void)
{
    const size_t bytes = (size_t)(machine_state_end - machine_state_start);
    if (state_at_power_on == NULL) {
        state_at_power_on = malloc(bytes);
        bytes_move(state_at_power_on, machine_state_start, bytes);
        atexit(report_print);
    }
    bytes_move(machine_state_start, state_at_power_on, bytes);
    memset(life_known, 0, sizeof life_known);
    boot_slot = 0;
}

void simulation_run(void (*body)(struct input *input), const uint8_t *bytes, size_t count)
{
    state_restore();
    host_open();
    output_open();
    simulation_interrupt_at(0);
    simulated_initialise();
    struct input input = {.bytes = bytes, .left = count};
    machines++;
    is_running = true;
    if (setjmp(machine_end) == 0) {
        body(&input);
    }
    is_running = false;
}

/// The console's commands `reset` and `panic` end a machine as they should.
static _Noreturn void machine_leave(void)
{
    require(is_running);
    longjmp(machine_end, 1);
}

_Noreturn void __wrap_port_reset(void);
_Noreturn void __wrap_port_reset(void)
{
    machine_leave();
}

_Noreturn void __wrap_machine_panic(void);
_Noreturn void __wrap_machine_panic(void)
{
    machine_leave();
}

void simulation_unit_choose(uint8_t choice)
{
    host.unit = machine_units[choice % MACHINE_UNITS];
    if (host.unit == &host_exact_unit) {
        host.granule_bytes = 1u << (choice / MACHINE_UNITS % 9);
    }
}

void simulation_boot(void)
{
    kernel_init();
    (void)host_run();
    // Deferred calls are held back until programs had their first tick.
    host_tick(false);
    invariants_open();
    simulation_work();
}

struct process *simulation_running(void)
{
    if (host.current == NULL) {
        return NULL;
    }
    for (uint32_t i = 0; i < board.slot_count; i++) {
        struct process *process = board.slots[i].process;
        if (process != NULL && &process->context == host.current) {
            return process;
        }
    }
    const bool is_a_process = false;
    require(is_a_process);
    return NULL;
}

void simulation_work(void)
{
    if (host.is_work_pending || simulation_running() == NULL) {
        (void)host_run();
    }
    invariants_check();
}

void simulation_settle(void)
{
    for (unsigned i = 0; i < SETTLE_STEPS; i++) {
        host_tick(false);
        host_time_advance(BOARD_TIME_HZ / 100);
        simulated_uart_sent(64);
        simulated_entropy_fill(64);
        simulation_work();
    }
}

static void call(uint32_t call_class, const uint32_t r[4])
{
    (void)host_call(call_class, r[0], r[1], r[2], r[3]);
    invariants_check();
}

/// What a person can do at the process console: the program in the next slot begins anew.
static void program_boot(void *argument)
{
    (void)argument;
    boot_slot = (boot_slot + 1) % board.slot_count;
    struct process_information information;
    if (process_describe(boot_slot, &information) == ERROR_NONE) {
        (void)!process_control(information.id, PROCESS_TERMINATE);
        (void)!process_control(information.id, PROCESS_BOOT);
    }
}

bool simulation_wake(void)
{
    for (uint32_t i = 0; i < board.slot_count && simulation_running() == NULL; i++) {
        (void)capsule_call(CAPSULE_PROCESS_CONSOLE, program_boot, NULL);
        simulation_work();
    }
    return simulation_running() != NULL;
}

bool simulation_prepare(void)
{
    struct process *process = simulation_running();
    if (process == NULL) {
        return false;
    }
    if (host.thread.pc + CALL_BYTES > process->flash_end || host.thread.pc < process->app_start) {
        host.thread.pc = process->app_start;
    }
    if (life_known[process->slot] != process->id.number) {
        life_known[process->slot] = process->id.number;
        const uint32_t end = (uint32_t)process->memory_start + GROW_BYTES;
        call(SYSTEM_CALL_MEMOP, (uint32_t[]){MEMOP_BREAK_SET, end, 0, 0});
        if (simulation_running() != process) {
            return false;
        }
        if (host.thread.r[0] == VARIANT_SUCCESS) {
            host.thread.sp = end & ~7u;
        }
    }
    calls++;
    return true;
}

void simulation_call(uint32_t call_class, uint32_t r0, uint32_t r1, uint32_t r2, uint32_t r3)
{
    if (simulation_prepare()) {
        call(call_class, (uint32_t[]){r0, r1, r2, r3});
    }
}

static void capsule_trap(void *argument)
{
    (void)argument;
    host_capsule_trap();
}

void simulation_capsule_fail(uint32_t capsule)
{
    const uint32_t number = capsule % BOARD_CAPSULE_COUNT;
    if (number == CAPSULE_TERMINAL) {
        output_cut();
    }
    const enum error error = capsule_call(number, capsule_trap, NULL);
    require(error == ERROR_FAILED);
}

void require_fact(bool fact, const char *text, const char *file, int line)
{
    if (!fact) {
        fprintf(stderr, "%s:%d: not true: %s\n", file, line, text);
        abort();
    }
}

// What the sources shared with the unit tests say it with.
void check_fact(bool fact, const char *text, const char *file, int line);
void check_fact(bool fact, const char *text, const char *file, int line)
{
    require_fact(fact, text, file, line);
}

void check_number(uint64_t is, uint64_t should, const char *text, const char *file, int line);
void check_number(uint64_t is, uint64_t should, const char *text, const char *file, int line)
{
    require_fact(is == should, text, file, line);
}
