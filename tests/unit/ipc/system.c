// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "system.h"

#include <abi/system_call.h>
#include <kernel/system.h>
#include <string.h>

#include "invariants.h"
#include "scheduler.h"

struct system_table system_table;
const uint8_t *const system_bytes = (const uint8_t *)&system_table;
const size_t system_bytes_max = sizeof system_table;

uint8_t test_regions[REGIONS_BYTES];
uint8_t *const system_regions = test_regions;
const struct range system_regions_range = {REGIONS_START, REGIONS_START + REGIONS_BYTES};
const struct range system_devices[] = {{DEVICE_START, DEVICE_START + DEVICE_BYTES},
                                       {DEVICE_START + 0x10000, DEVICE_START + 0x11000}};
const size_t system_device_count = sizeof system_devices / sizeof system_devices[0];
const uint16_t system_lines[] = {LINE_FIRST, LINE_FIRST + 1, LINE_LAST};
const size_t system_line_count = sizeof system_lines / sizeof system_lines[0];

static bool has_buffers;

#define OFFSET(member) ((uint32_t)offsetof(struct system_table, member))

void system_open(void)
{
    system_table = (struct system_table){
        .header = {.magic = SYSTEM_MAGIC,
                   .version = SYSTEM_VERSION,
                   .total_bytes = sizeof system_table,
                   .processes = {.offset = OFFSET(process)},
                   .capabilities = {.offset = OFFSET(capability)},
                   .maps = {.offset = OFFSET(map)},
                   .services = {.offset = OFFSET(service)},
                   .sought = {.offset = OFFSET(sought)},
                   .regions = {.offset = OFFSET(region)}},
    };
}

unsigned system_process(const char *name, unsigned rank)
{
    const unsigned row = system_table.header.processes.count++;
    struct system_process *process = &system_table.process[row];
    process->name_length_bytes = (uint8_t)strlen(name);
    memcpy(process->name, name, process->name_length_bytes);
    process->rank = (uint8_t)rank;
    process->reply_slots = 1;
    process->parent = SYSTEM_NO_ROW;
    process->slots = FREE_SLOTS;
    process->capabilities.first = (uint16_t)system_table.header.capabilities.count;
    return row;
}

uint32_t system_entry(uint8_t kind, uint8_t rights, uint16_t target, uint64_t badge)
{
    struct system_process *process = &system_table.process[system_table.header.processes.count - 1];
    system_table.capability[system_table.header.capabilities.count++] =
        (struct system_capability){.kind = kind,
                                   .rights = rights,
                                   .target = target,
                                   .badge_low = (uint32_t)badge,
                                   .badge_high = (uint32_t)(badge >> 32)};
    return ++process->capabilities.count;
}

void system_finish(void)
{
    uint32_t sum = 0;
    system_table.header.checksum = 0;
    for (size_t i = 0; i < sizeof system_table / 4; i++) {
        uint32_t word;
        memcpy(&word, system_bytes + 4 * i, sizeof word);
        sum ^= word;
    }
    system_table.header.checksum = sum;
}

/// Where the buffer of a process lies: at the first place in the last KiB of its memory.
static uint32_t buffer_address(unsigned row)
{
    const uintptr_t start = process_in(row)->memory_start + PROGRAM_BYTES - 1024;
    return (uint32_t)((start + IPC_BUFFER_ALIGNMENT - 1) & ~(uintptr_t)(IPC_BUFFER_ALIGNMENT - 1));
}

void system_boot(enum buffers buffers)
{
    system_finish();
    for (unsigned i = 0; i < system_table.header.processes.count; i++) {
        char name[SYSTEM_NAME_BYTES_MAX + 1] = {0};
        memcpy(name, system_table.process[i].name, system_table.process[i].name_length_bytes);
        (void)image_install(name, 8192);
    }
    test_board.slot_count = TEST_SLOTS_MAX;
    machine_boot();
    has_buffers = buffers == WITH_BUFFERS;
    const unsigned count = system_table.header.processes.count;
    for (unsigned i = count; i-- > 0;) {
        // Whatever ranks they have, each has a turn now.
        const uint8_t rank = process_in(i)->rank;
        check(process_in(i)->is_ready);
        scheduler_remove(process_in(i));
        process_in(i)->rank = 0;
        scheduler_add(process_in(i));
        scheduler_put_first(process_in(i));
        (void)host_run();
        check(process_running() == process_in(i));
        program_grow(PROGRAM_BYTES);
        host.thread.sp = (uint32_t)process_in(i)->memory_start + 1024;
        if (has_buffers) {
            ends(IPC_BUFFER_SET, (struct port_message){.word = {buffer_address(i)}}, 0);
            memset(buffer_of(i), 0xEE, sizeof(struct ipc_buffer));
        }
        scheduler_remove(process_in(i));
        process_in(i)->rank = rank;
        scheduler_add(process_in(i));
    }
    (void)host_run();
    ipc_check();
}

void run(unsigned row)
{
    struct process *process = process_in(row);
    if (!process->is_ready) {
        settle();
    }
    check(process->is_ready);
    scheduler_put_first(process);
    (void)host_run();
    check(process_running() == process);
    ipc_check();
}

struct port_message does(uint32_t class, struct port_message operands)
{
    struct arch_context *const caller = host.current;
    check(caller != NULL);
    const struct host_thread before = host.thread;
    (void)host_ipc_call(class, &operands);
    ipc_check();
    check(host.current == caller);
    check_equal(host.thread.sp, before.sp);
    check_equal(host.thread.pc, before.pc + 2);
    check_equal(host.thread.lr, before.lr);
    return host_ipc_results();
}

void waits(uint32_t class, struct port_message operands)
{
    struct process *const caller = process_running();
    check(caller != NULL);
    (void)host_ipc_call(class, &operands);
    ipc_check();
    check(process_running() != caller);
}

struct port_message got(unsigned row)
{
    run(row);
    return host_ipc_results();
}

static void only_status(struct port_message results, uint32_t status)
{
    check_equal(results.capability, status);
    check_equal(results.info, 0);
    for (unsigned i = 0; i < 4; i++) {
        check_equal(results.word[i], 0);
    }
    check_equal(results.window, 0);
    check_equal(results.reply_slot, 0);
}

void ends(uint32_t class, struct port_message operands, uint32_t status)
{
    only_status(does(class, operands), status);
}

void got_status(unsigned row, uint32_t status)
{
    only_status(got(row), status);
}

struct ipc *ipc_of(unsigned row)
{
    struct ipc *ipc = process_in(row)->ipc;
    check(ipc != NULL && row_of(ipc) == row);
    return ipc;
}

unsigned row_of(const struct ipc *ipc)
{
    return (unsigned)(ipc->row - system_table.process);
}

struct ipc_buffer *buffer_of(unsigned row)
{
    return (struct ipc_buffer *)(void *)host_memory_at(buffer_address(row));
}

uint64_t badge_of(struct port_message results)
{
    return (uint64_t)results.reply_slot << 32 | results.window;
}

unsigned warnings_about(unsigned row)
{
    unsigned count = 0;
    settle();
    for (unsigned i = 0; i < test_event_count; i++) {
        const struct kernel_event *event = &test_events[i];
        if (event->kind == EVENT_PROCESS_WARNED && event->slot == row) {
            check(process_id_equal(kernel_event_process(event), process_in(row)->id));
            check(strcmp(event->reason, "IPC message too long or without a buffer: ") == 0);
            count++;
        }
    }
    return count;
}

void terminate(unsigned row)
{
    check_equal(process_controlled(process_in(row)->id, PROCESS_TERMINATE), ERROR_NONE);
}

void settle(void)
{
    // What waited for programs to have a turn need not wait any longer.
    host_time_advance(TICKS_PER_MILLISECOND);
    host_tick(false);
    (void)host_run();
    ipc_check();
}

void ipc_check(void)
{
    machine_check();
    ipc_invariants_check();
}
