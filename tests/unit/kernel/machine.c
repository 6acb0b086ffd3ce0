// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "machine.h"

#include "ipc.h"
#include "ready_list.h"
#include "scheduler.h"
#include "support.h"

struct capsule_hooks hooks;
struct kernel_event test_events[TEST_EVENTS_MAX];
unsigned test_event_count;
uint32_t test_events_lost;

struct process_slot test_slots[TEST_SLOTS_MAX];
struct capsule_status test_capsule_status[CAPSULE_COUNT];
struct ledger_state test_buffer_states[TEST_BUFFERS];
uint8_t test_buffer_bytes[TEST_BUFFERS][TEST_BUFFER_BYTES];
uint8_t test_capsule_state[CAPSULE_COUNT - 1];

// ---------------------------------------------------------------------------------------------
// Entry points of the capsules

static void on_command(unsigned capsule, struct command *command)
{
    if (hooks.command != NULL) {
        hooks.command(capsule, command);
    } else {
        command_result(command, command->number == 0 ? ERROR_NONE : ERROR_NO_SUPPORT);
    }
}

static void on_init(unsigned capsule)
{
    hooks.inits[capsule]++;
    if (hooks.init != NULL) {
        hooks.init(capsule);
    }
}

static void on_deferred(unsigned capsule)
{
    hooks.deferreds[capsule]++;
    if (hooks.deferred != NULL) {
        hooks.deferred(capsule);
    }
}

static void on_timer(unsigned capsule)
{
    hooks.timers[capsule]++;
    if (hooks.timer != NULL) {
        hooks.timer(capsule);
    }
}

static void on_process_ended(unsigned capsule, struct process_id *id)
{
    hooks.ends[capsule]++;
    if (hooks.process_ended != NULL) {
        hooks.process_ended(capsule, *id);
    }
}

static void on_restart(unsigned capsule, struct process_id *id)
{
    hooks.restarts[capsule]++;
    if (hooks.on_restart != NULL) {
        hooks.on_restart(capsule, *id);
    }
}

#define ENTRY_POINTS(name, number)                          \
    static void name##_command(struct command *command)     \
    {                                                       \
        on_command(number, command);                        \
    }                                                       \
    static void name##_init(void)                           \
    {                                                       \
        on_init(number);                                    \
    }                                                       \
    static void name##_deferred(void)                       \
    {                                                       \
        on_deferred(number);                                \
    }                                                       \
    static void name##_timer(void)                          \
    {                                                       \
        on_timer(number);                                   \
    }                                                       \
    static void name##_process_ended(struct process_id *id) \
    {                                                       \
        on_process_ended(number, id);                       \
    }                                                       \
    static void name##_on_restart(struct process_id *id)    \
    {                                                       \
        on_restart(number, id);                             \
    }

ENTRY_POINTS(first, CAPSULE_FIRST)
ENTRY_POINTS(second, CAPSULE_SECOND)
ENTRY_POINTS(bare, CAPSULE_BARE)
ENTRY_POINTS(greedy, CAPSULE_GREEDY)

static void watcher_init(void)
{
    on_init(CAPSULE_WATCHER);
}

static void watcher_timer(void)
{
    on_timer(CAPSULE_WATCHER);
}

static void watcher_deferred(void)
{
    uint32_t lost;
    while (!hooks.watcher_is_deaf && test_event_count < TEST_EVENTS_MAX &&
           kernel_event_take(&test_events[test_event_count], &lost)) {
        const struct kernel_event *event = &test_events[test_event_count++];
        test_events_lost += lost;
        if (event->kind == EVENT_PROCESS_FAULTED && !hooks.watcher_is_slow) {
            process_fault_reported(kernel_event_process(event));
        }
    }
    on_deferred(CAPSULE_WATCHER);
}

static void device_serve(void)
{
    hooks.bottom_halves++;
    if (hooks.bottom_half != NULL) {
        hooks.bottom_half();
    }
}

#define ENTRIES(name)                                                        \
    .init = name##_init, .deferred = name##_deferred, .timer = name##_timer, \
    .process_ended = name##_process_ended, .on_restart = name##_on_restart

static const struct capsule_description capsules[CAPSULE_COUNT] = {
    [CAPSULE_FIRST] = {.name = "first", ENTRIES(first)},
    [CAPSULE_SECOND] = {.name = "second", ENTRIES(second)},
    [CAPSULE_BARE] = {.name = "bare", ENTRIES(bare)},
    [CAPSULE_GREEDY] = {.name = "greedy", ENTRIES(greedy)},
    [CAPSULE_WATCHER] = {.name = "watcher",
                         .rights = CAPSULE_RIGHT_PROCESSES | CAPSULE_RIGHT_MACHINE,
                         .init = watcher_init,
                         .deferred = watcher_deferred,
                         .timer = watcher_timer},
};

static const struct driver drivers[] = {
    {.number = DRIVER_FIRST,
     .capsule = CAPSULE_FIRST,
     .upcall_count = 2,
     .read_only_count = 2,
     .read_write_count = 2,
     .grant_bytes = 24,
     .has_grant = true,
     .command = first_command},
    {.number = DRIVER_SECOND,
     .capsule = CAPSULE_SECOND,
     .upcall_count = 1,
     .read_only_count = 1,
     .read_write_count = 1,
     .grant_bytes = TEST_SECOND_GRANT_BYTES,
     .has_grant = true,
     .kept_bytes = TEST_SECOND_KEPT_BYTES,
     .command = second_command},
    {.number = DRIVER_BARE, .capsule = CAPSULE_BARE, .command = bare_command},
    {.number = DRIVER_GREEDY,
     .capsule = CAPSULE_GREEDY,
     .upcall_count = 1,
     .grant_bytes = 2000,
     .has_grant = true,
     .command = greedy_command},
};

static const struct ledger_buffer buffers[TEST_BUFFERS] = {
    {test_buffer_bytes[0], TEST_BUFFER_BYTES, CAPSULE_FIRST},
    {test_buffer_bytes[1], TEST_BUFFER_BYTES, CAPSULE_SECOND},
};

static const struct bottom_half bottom_halves[] = {{TEST_DEVICE_LINE, device_serve}};

struct policy test_policy = {
    .text = "tests may do anything", .opens_every_driver = true, .fault_policy = FAULT_POLICY_STOP};

static const struct range ranges[BOARD_RANGE_COUNT] = {
    [KERNEL_TEXT] = {0x1000, 0x8000},
    [KERNEL_MEMORY] = {0x20000000, 0x20002000},
    [KERNEL_STACK] = {0x20000000, 0x20000800},
    [KERNEL_POOL] = {HOST_POOL_START, HOST_POOL_START + HOST_POOL_BYTES},
    [BOARD_RANGE_IMAGES] = {HOST_IMAGES_START, HOST_IMAGES_START + HOST_IMAGES_BYTES},
};

/// What the capsules would keep in their state: a byte for each, but for the last one.
static uint8_t *const capsule_states[CAPSULE_COUNT + 1] = {
    &test_capsule_state[0], &test_capsule_state[1], &test_capsule_state[2],
    &test_capsule_state[3], &test_capsule_state[4], &test_capsule_state[4],
};
static const uint8_t capsule_drivers[CAPSULE_COUNT] = {
    [CAPSULE_FIRST] = 0,
    [CAPSULE_SECOND] = 1,
    [CAPSULE_BARE] = 2,
    [CAPSULE_GREEDY] = 3,
    [CAPSULE_WATCHER] = DRIVER_NONE,
};

static void buffer_abort(uint32_t index)
{
    hooks.aborts[index]++;
    if (hooks.buffer_abort != NULL) {
        hooks.buffer_abort(index);
    }
}

struct board test_board = {
    .name = "test",
    .time_hz = TEST_TIME_HZ,
    .image_memory = {HOST_IMAGES_START, HOST_IMAGES_START + HOST_IMAGES_BYTES},
    .pool = (uint8_t *)HOST_POOL_START,
    .pool_bytes = HOST_POOL_BYTES,
    .slots = test_slots,
    .slot_count = TEST_SLOTS,
    .grant_reserve_bytes = TEST_RESERVE_BYTES,
    .capsules = capsules,
    .capsule_status = test_capsule_status,
    .capsule_count = CAPSULE_COUNT,
    .capsule_states = capsule_states,
    .capsule_restart_ticks = 0,
    .capsule_drivers = capsule_drivers,
    .drivers = drivers,
    .driver_count = sizeof drivers / sizeof drivers[0],
    .buffers = buffers,
    .buffer_states = test_buffer_states,
    .buffer_count = TEST_BUFFERS,
    .buffer_abort = buffer_abort,
    .bottom_halves = bottom_halves,
    .bottom_half_count = 1,
    .event_capsule = CAPSULE_WATCHER,
    .policy = &test_policy,
    .ranges = ranges,
    .panic_write = test_panic_write,
    .panic_end = test_panic_end,
};

// ---------------------------------------------------------------------------------------------

const struct kernel_event *event_find(enum kernel_event_kind kind)
{
    for (unsigned i = 0; i < test_event_count; i++) {
        if (test_events[i].kind == (uint8_t)kind) {
            return &test_events[i];
        }
    }
    return NULL;
}

void machine_open(void)
{
    host_open();
}

void machine_boot(void)
{
    kernel_init();
    (void)host_run();
    // Deferred calls are held back until programs had their first tick.
    host_tick(false);
    if (host.is_work_pending) {
        (void)host_run();
    }
    machine_check();
}

struct process *machine_boot_one(void)
{
    (void)image_install("one", 4096);
    machine_boot();
    check(process_running() != NULL);
    return process_running();
}

void machine_boot_two(void)
{
    (void)image_install("one", 4096);
    (void)image_install("two", 4096);
    machine_boot();
    check(process_running() == process_in(0));
    check(test_slots[1].process != NULL);
}

struct process *process_in(unsigned slot)
{
    check(test_slots[slot].process != NULL);
    return test_slots[slot].process;
}

struct process *process_running(void)
{
    for (unsigned i = 0; i < test_board.slot_count; i++) {
        struct process *process = test_slots[i].process;
        if (process != NULL && &process->context == host.current) {
            return process;
        }
    }
    check(host.current == NULL);
    return NULL;
}

/// Calls without an argument go through the entry point's one pointer.
static void function_run(void *argument)
{
    (*(void (**)(void))argument)();
}

bool in_capsule(unsigned capsule, void (*function)(void))
{
    return capsule_call(capsule, function_run, &function) == ERROR_NONE;
}

static void hardware_check_at(const struct process *process, uintptr_t address)
{
    const bool is_ram = process->memory_start <= address && address < process->exposed_end;
    const bool is_image = process->flash_start <= address && address < process->flash_end;
    check_equal(host_allows(address, HOST_READ), is_ram || is_image);
    check_equal(host_allows(address, HOST_WRITE), is_ram);
    check_equal(host_allows(address, HOST_EXECUTE), is_image);
}

static void hardware_check(const struct process *process)
{
    const uintptr_t edges[] = {
        process->memory_start, process->app_break,   process->exposed_end, process->kernel_break,
        process->memory_end,   process->flash_start, process->flash_end,   HOST_POOL_START,
        HOST_IMAGES_START,     0x20000000,           (uintptr_t)1 << 31,   0xE000E000};
    for (unsigned i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        for (uintptr_t address = edges[i] - 2; address < edges[i] + 2; address++) {
            hardware_check_at(process, address);
        }
    }
}

static void process_check(const struct process *process)
{
    const struct process_slot *slot = &test_slots[process->slot];
    check(slot->process == process);
    check(process->memory_start <= process->allow_mark);
    check(process->allow_mark <= process->app_break);
    check(process->app_break <= process->exposed_end);
    check(process->exposed_end <= process->kernel_break);
    check(process->kernel_break <= process->memory_end);
    check((uintptr_t)process >= process->kernel_break);
    check((uintptr_t)(process + 1) <= process->memory_end);
    check(process->queue_count <= UPCALL_QUEUE_CAPACITY);
    for (unsigned i = 0; i < test_board.driver_count; i++) {
        const uintptr_t memory = (uintptr_t)process->grants[i].memory;
        check(memory == 0 || (memory >= process->kernel_break && memory < process->memory_end));
        check(memory == 0 || process_is_alive(process) || process->is_end_pending);
    }
    if (process->state == PROCESS_RUNNING) {
        check_equal(process->is_ready, !process->is_stopped && !ipc_is_out_of_budget(process));
    }
    if (!process_is_alive(process) || process->is_stopped) {
        check(!process->is_ready);
    }
    // In the ready list exactly while it is ready; else its own neighbour, if it ever was.
    check_equal(ready_list_has(process), process->is_ready);
    check(process->is_ready || process->next == process || process->next == NULL);
    check(process->next == NULL ||
          (process->next->previous == process && process->previous->next == process));
}

void machine_check(void)
{
    const uintptr_t pool_end = HOST_POOL_START + test_board.pool_bytes;
    for (unsigned i = 0; i < test_board.slot_count; i++) {
        const struct process_slot *slot = &test_slots[i];
        if (slot->process == NULL) {
            continue;
        }
        check(slot->process->memory_start >= HOST_POOL_START &&
              slot->process->memory_end <= pool_end);
        check(slot->process->memory_start < slot->process->memory_end);
        for (unsigned j = 0; j < i; j++) {
            const struct process_slot *other = &test_slots[j];
            check(other->process == NULL ||
                  other->process->memory_end <= slot->process->memory_start ||
                  slot->process->memory_end <= other->process->memory_start);
        }
        process_check(slot->process);
    }
    if (process_running() != NULL) {
        check(process_current == process_running());
        check(process_running()->state == PROCESS_RUNNING);
        hardware_check(process_running());
    }
}
