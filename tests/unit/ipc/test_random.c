// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Programs that make random IPC calls with nasty operands, and people, capsules, lines, faults and
 * upcalls in between. After each step all invariants are checked; at the end nobody hangs.
 */
#include <abi/system_call.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "random.h"
#include "scheduler.h"
#include "system.h"

enum { STEPS = 1500, PROGRAMS = 5, LINE = 9, MACHINES = 40 };

static struct random dice;
static uint64_t base_seed;

static uint32_t below(uint32_t count)
{
    return random_below(&dice, count);
}

static bool once_in(uint32_t count)
{
    return random_once_in(&dice, count) != 0;
}

static bool has_budgets; ///< half of them

/// Everybody has every kind of entry to everybody, with random rights.
static void system_make(void)
{
    static const char *const names[PROGRAMS] = {"one", "two", "three", "four", "five"};
    system_open();
    for (unsigned i = 0; i < PROGRAMS; i++) {
        (void)system_process(names[i], 14 + below(4));
        struct system_process *row = &system_table.process[i];
        row->reply_slots = (uint8_t)(1 + below(3));
        row->slots = (uint8_t)below(6);
        row->child_id = (uint8_t)below(62);
        row->flags = (uint8_t)below(4);
        if (has_budgets && once_in(2)) {
            row->budget_microseconds = SYSTEM_BUDGET_MICROSECONDS_MIN + below(2000);
            row->period_microseconds = row->budget_microseconds * (1 + below(4));
        }
        if (i != 0 && once_in(2)) {
            row->parent = 0;
        }
        for (unsigned j = 0; j < PROGRAMS; j++) {
            const uint32_t rights = once_in(2) ? CALL_RIGHTS : 0;
            (void)system_entry(IPC_KIND_CALL, (uint8_t)(rights | below(64)), (uint16_t)j, below(3));
            (void)system_entry(IPC_KIND_NOTIFY, (uint8_t)below(64), (uint16_t)j, 1u << below(8));
        }
        system_table.capability[system_table.header.capabilities.count - 1].watch =
            (uint8_t)below(62);
        (void)system_entry(IPC_KIND_DEBUG, 0, 0, 0);
        if (i == 0) {
            (void)system_entry(IPC_KIND_IRQ, 0, LINE, 4);
            for (unsigned j = 1; j < PROGRAMS; j++) {
                (void)system_entry(IPC_KIND_CHILD, 0, (uint16_t)j, 0);
            }
        }
    }
}

/// One of the most urgent that are ready.
static struct process *ready_pick(void)
{
    struct process *ready[PROGRAMS];
    unsigned count = 0;
    for (unsigned i = 0; i < PROGRAMS; i++) {
        if (process_in(i)->is_ready && process_in(i)->rank == scheduler_pick()->rank) {
            ready[count++] = process_in(i);
        }
    }
    return count == 0 ? NULL : ready[below(count)];
}

static uint32_t index_pick(void)
{
    return once_in(10) ? random_next(&dice) : below(24);
}

static struct port_message operands_pick(void)
{
    struct port_message operands = {
        .capability = index_pick(),
        .info = once_in(4) ? random_next(&dice) : INFO(below(5), below(3), below(9)),
        .window = once_in(4) ? random_next(&dice) : IPC_WINDOW(12 + below(12), below(4)),
        .reply_slot = once_in(8) ? random_next(&dice) : below(3),
    };
    for (unsigned i = 0; i < 4; i++) {
        operands.word[i] = once_in(2) ? below(24) : random_next(&dice);
    }
    return operands;
}

/// Lives begin without one.
static bool buffer_is_there(const struct process *process)
{
    return (uintptr_t)(buffer_of(process->slot) + 1) <= process->app_break;
}

/// A call to somebody, the answer to one, a signal: what direct switches are made of.
static void program_talks(void)
{
    const struct ipc *self = process_running()->ipc;
    struct port_message operands = operands_pick();
    operands.capability = 1 + 2 * below(PROGRAMS);
    const uint32_t length = once_in(8) ? below(124) : below(14);
    operands.info = INFO(below(5), once_in(8), length);
    operands.reply_slot = below(self->reply_slot_count);
    for (uint32_t i = IPC_REGISTER_WORDS; buffer_is_there(process_running()) && i < length; i++) {
        buffer_of(process_running()->slot)->word[i % IPC_WORDS_MAX] = below(1000);
    }
    uint32_t class = once_in(2) ? IPC_CALL : IPC_RECEIVE;
    if (once_in(4)) {
        class = IPC_SIGNAL;
        operands.capability++;
    } else if (self->callers[operands.reply_slot] != NULL) {
        class = IPC_REPLY_RECEIVE;
    }
    (void)host_ipc_call(class, &operands);
}

static void program_acts(void)
{
    if (once_in(2)) {
        program_talks();
        return;
    }
    const struct process *process = process_running();
    struct ipc_buffer *buffer = buffer_of(process->slot);
    if (host_memory_at((uintptr_t)buffer) != NULL) {
        for (unsigned i = 0; i < 3; i++) {
            buffer->capability[i] = IPC_OFFER(index_pick(), random_next(&dice));
        }
    }
    static const struct port_fault fault = {.cause = FAULT_DATA_ACCESS, .has_address = true};
    switch (below(24)) {
    case 0:
        host_time_advance(once_in(2) ? below(1500) : 0); // With the end of a budget, too.
        host_fault(&fault);
        break;
    case 1:
        program_leave(SYSTEM_CALL_YIELD, YIELD_NO_WAIT, 0, 0, 0);
        break;
    case 2:
        program_leave(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, process->app_start | 1u, 7);
        break;
    case 3:
        if (once_in(4)) {
            program_leave(SYSTEM_CALL_EXIT, EXIT_RESTART, 0, 0, 0);
        }
        break;
    default: {
        static const uint32_t classes[] = {
            IPC_CALL,   IPC_REPLY_RECEIVE, IPC_RECEIVE, IPC_RECEIVE_POLL, IPC_SEND,
            IPC_CALL,   IPC_REPLY_RECEIVE, IPC_RECEIVE, IPC_SEND_POLL,    IPC_REPLY,
            IPC_SIGNAL, IPC_SEND_RECEIVE,  IPC_WAIT,    IPC_POLL,         IPC_YIELD,
            IPC_OBJECT, IPC_CAPABILITY,    IPC_CALL,    IPC_CAPABILITY,
        };
        struct port_message operands = operands_pick();
        (void)host_ipc_call(classes[below(sizeof classes / sizeof classes[0])], &operands);
        break;
    }
    }
}

/// Work that takes a while, for somebody or nobody.
static void bottom_half_do(void)
{
    host_time_advance(below(800));
    if (!once_in(4)) {
        const struct process *process = process_in(below(PROGRAMS));
        (void)schedule_upcall(CAPSULE_FIRST, process->id, below(2), 1, 2, 3);
    }
}

static void world_acts(void)
{
    struct process *process = process_in(below(PROGRAMS));
    switch (below(10)) {
    case 0:
        (void)schedule_upcall(CAPSULE_FIRST, process->id, below(2), 1, 2, 3);
        break;
    case 1:
        host_line_raise(LINE);
        break;
    case 2:
        (void)process_controlled(process->id, (enum process_action)below(5));
        break;
    case 3:
        (void)process_controlled(process->id, PROCESS_BOOT);
        break;
    case 4:
    case 5:
        host_line_raise(TEST_DEVICE_LINE);
        break;
    default:
        (void)process_controlled(process->id, PROCESS_RESUME);
        host_time_advance(100 * TICKS_PER_MILLISECOND);
        break;
    }
    (void)host_run();
}

/// No other machine does the same. Then time passes in programs, too: a direct switch does not look
/// for the end of a budget, for which an interrupt comes.
static bool is_alone;

static void step(void)
{
    struct process *next = ready_pick();
    if (next == NULL || once_in(8)) {
        world_acts();
    } else {
        scheduler_put_first(next);
        if (host_run() != NULL) { // Another one may run, if this has no time left.
            host_time_advance(is_alone && once_in(3) ? below(1500) : 0);
            program_acts();
        }
    }
    if (once_in(3)) {
        host_time_advance(below(1500));
        (void)host_run();
    }
    ipc_check();
}

/// What anybody can see of the machine, in one number.
static uint64_t seen;

static void seen_add(uint64_t value)
{
    seen = (seen ^ value) * 0x100000001B3;
}

static void machine_see(void)
{
    seen = 0xCBF29CE484222325;
    const struct host_thread *thread = &host.thread;
    if (host.current != NULL) {
        seen_add(process_running()->slot);
        for (unsigned i = 0; i < 8; i++) {
            seen_add(thread->callee_saved[i]);
        }
        for (unsigned i = 0; i < 4; i++) {
            seen_add(thread->r[i]);
        }
        seen_add(thread->sp);
        seen_add(thread->pc);
    }
    for (unsigned i = 0; i < PROGRAMS; i++) {
        const struct process *process = process_in(i);
        const struct ipc *ipc = ipc_of(i);
        seen_add(process->state);
        seen_add(process->is_ready);
        seen_add(process->has_awaited);
        seen_add(process->is_ready ? process->next->slot : 0);
        seen_add(process->is_ready ? process->previous->slot : 0);
        seen_add(process->counters.system_calls);
        seen_add(ipc->state);
        seen_add(ipc->partner == NULL ? 0 : row_of(ipc->partner) + 1u);
        seen_add(ipc->senders == NULL ? 0 : row_of(ipc->senders) + 1u);
        seen_add(ipc->next == NULL ? 0 : row_of(ipc->next) + 1u);
        seen_add(row_of(ipc->payer));
        seen_add(ipc->is_resting);
        seen_add(ipc->is_empty);
        seen_add(ipc->signals);
        seen_add(ipc->peers_died);
        for (unsigned j = 0; buffer_is_there(process) && j < IPC_WORDS_MAX; j++) {
            seen_add(buffer_of(i)->word[j]);
        }
        for (unsigned j = 0; j < ipc->reply_slot_count; j++) {
            seen_add(ipc->callers[j] == NULL ? 0 : row_of(ipc->callers[j]) + 1u);
        }
        for (unsigned j = 0; j < ipc->capability_count; j++) {
            seen_add(ipc->table[j].kind);
            seen_add(ipc->table[j].rights);
            seen_add(ipc->table[j].badge);
        }
    }
    seen_add(scheduler.rank_map);
    seen_add(scheduler.rank_map == 0 ? 0 : scheduler.rank_head[scheduler.rank_first]->slot);
}

static void machine_begin(unsigned index)
{
    dice = random_from(base_seed + index);
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    has_budgets = once_in(2);
    system_make();
    system_boot(WITH_BUFFERS);
    hooks.bottom_half = bottom_half_do;
    port_irq_enable(TEST_DEVICE_LINE);
}

/// What was seen behind each step of the machine before, which is another process; at the end, how
/// many direct switches all machines have made.
static uint64_t *seen_before;

/// Machines of even numbers may switch directly. Those behind them do the same and may not.
static void switches_run(unsigned index)
{
    const bool has_switches = index % 2 == 0;
    machine_begin(index / 2);
    host.has_no_switches = !has_switches;
    // To tell people of a message that was cut is work behind the switch: a budget may end in it.
    for (unsigned i = 0; i < PROGRAMS; i++) {
        ipc_of(i)->is_blamed = has_budgets;
    }
    for (unsigned i = 0; i < STEPS; i++) {
        check_context("RANDOM_SEED=%llu, machine %u, step %u", (unsigned long long)base_seed, index,
                      i);
        test_event_count = 0;
        step();
        machine_see();
        check(has_switches || seen == seen_before[i]);
        seen_before[i] = seen;
    }
    check(has_switches || host.switches == 0);
    seen_before[STEPS] += host.switches;
}

static void direct_switches_change_nothing(void)
{
    const struct random seeds = random_start(__func__);
    base_seed = seeds.state;
    seen_before = mmap(NULL, (STEPS + 1) * sizeof *seen_before, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(seen_before != MAP_FAILED);
    check_each(2 * MACHINES, switches_run);
    printf("%s: %u direct switches\n", __func__, (unsigned)seen_before[STEPS]);
    assert_true(seen_before[STEPS] > MACHINES);
}

static void random_run(unsigned index)
{
    machine_begin(index);
    is_alone = true;
    for (unsigned i = 0; i < STEPS; i++) {
        check_context("RANDOM_SEED=%llu, machine %u, step %u", (unsigned long long)base_seed, index,
                      i);
        test_event_count = 0;
        step();
    }
    // When all but one have died, that one waits for nobody.
    for (unsigned i = 1; i < PROGRAMS; i++) {
        (void)process_controlled(process_in(i)->id, PROCESS_TERMINATE);
    }
    for (unsigned i = 0; i < 100; i++) {
        settle();
    }
    check(ipc_of(0)->senders == NULL);
    check(ipc_of(0)->partner == NULL);
    for (unsigned i = 1; i < PROGRAMS; i++) {
        check(ipc_of(i)->senders == NULL && ipc_of(i)->callers[0] == NULL);
    }
}

static void random_calls_never_break_an_invariant(void)
{
    const struct random seeds = random_start(__func__);
    base_seed = seeds.state;
    const char *machines = getenv("RANDOM_MACHINES");
    check_each(machines != NULL ? (unsigned)strtoul(machines, NULL, 0) : MACHINES, random_run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(random_calls_never_break_an_invariant),
        KERNEL_TEST(direct_switches_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
