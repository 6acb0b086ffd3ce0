// SPDX-License-Identifier: Apache-2.0 OR MIT
// What must be true of the machine between two runs of the kernel, and around each system call.
#include <abi/error.h>
#include <abi/system_call.h>
#include <string.h>

#include "grant.h"
#include "ipc.h"
#include "ready_list.h"
#include "scheduler.h"
#include "simulation.h"
#include "variant_words.h"

enum { ABI_ERRORS_MAX = 13, ARGUMENTS = 4, EDGE_BYTES = 1 };

/// Bounds of a block, which never change while the machine is on. Compared byte by byte, so there
/// is no padding.
struct block {
    const struct process *process;
    uintptr_t memory_start;
    uintptr_t memory_end;
    uintptr_t flash_start;
    uintptr_t app_start;
    uintptr_t flash_end;
};

static struct block blocks[BOARD_PROCESSES_MAX];

static struct block block_of(uint32_t slot)
{
    const struct process *process = board.slots[slot].process;
    if (process == NULL) {
        return (struct block){.process = NULL};
    }
    return (struct block){process,
                          process->memory_start,
                          process->memory_end,
                          process->flash_start,
                          process->app_start,
                          process->flash_end};
}

/// Blocks are in the pool and images in the image memory, each apart from all others.
static void blocks_check(void)
{
    const struct range pool = {BOARD_POOL_BASE, BOARD_POOL_BASE + BOARD_POOL_BYTES};
    const struct range images = {BOARD_APPS_BASE, BOARD_APPS_BASE + BOARD_APPS_BYTES};
    for (uint32_t i = 0; i < board.slot_count; i++) {
        const struct block block = block_of(i);
        if (blocks[i].process == NULL) {
            blocks[i] = block; // Loaded since the last time.
        }
        require(memcmp(&blocks[i], &block, sizeof block) == 0);
        if (block.process == NULL) {
            continue;
        }
        require(pool.start <= block.memory_start && block.memory_start < block.memory_end &&
                block.memory_end <= pool.end);
        require(images.start <= block.flash_start && block.flash_start < block.app_start &&
                block.app_start <= block.flash_end && block.flash_end <= images.end);
        for (uint32_t j = 0; j < i; j++) {
            require(blocks[j].process == NULL || blocks[j].memory_end <= block.memory_start ||
                    block.memory_end <= blocks[j].memory_start);
            require(blocks[j].process == NULL || blocks[j].flash_end <= block.flash_start ||
                    block.flash_end <= blocks[j].flash_start);
        }
    }
}

void invariants_open(void)
{
    memset(blocks, 0, sizeof blocks);
    blocks_check();
}

// ---------------------------------------------------------------------------------------------
// One process

static bool is_in(uintptr_t start, uintptr_t bytes, uintptr_t from, uintptr_t end)
{
    return from <= start && start <= end && bytes <= end - start;
}

/// A buffer is memory or, if it is only read, image of its process.
static void allow_check(const struct process *process, unsigned driver, enum buffer_kind kind,
                        uint32_t number)
{
    const struct allow_slot *slot = grant_allow_slot(process, driver, kind, number);
    if (slot == NULL || slot->range.bytes == 0) {
        return;
    }
    const uintptr_t start = user_address_to_word(slot->range.address);
    const bool is_memory =
        is_in(start, slot->range.bytes, process->memory_start, process->allow_mark);
    const bool is_image = is_in(start, slot->range.bytes, process->app_start, process->flash_end);
    require(is_memory || (is_image && kind == BUFFER_READ_ONLY));
}

static size_t grant_bytes(unsigned driver)
{
    const struct driver *description = &board.drivers[driver];
    return description->upcall_count * sizeof(struct upcall_slot) +
           (size_t)(description->read_only_count + description->read_write_count) *
               sizeof(struct allow_slot) +
           description->grant_bytes;
}

/// Where a grant begins: its upcall slots lie below what the record points to. 0: there is none.
static uintptr_t grant_start(const struct process *process, unsigned driver)
{
    const uintptr_t memory = (uintptr_t)process->grants[driver].memory;
    return memory == 0 ? 0
                       : memory - board.drivers[driver].upcall_count * sizeof(struct upcall_slot);
}

static void grant_check(const struct process *process, unsigned driver)
{
    const uintptr_t memory = grant_start(process, driver);
    // Between two runs of the kernel no capsule is in a grant, but one that has just trapped.
    require(!process->grants[driver].is_entered ||
            board.capsule_status[board.drivers[driver].capsule].is_failed);
    if (memory == 0) {
        return;
    }
    require(process_is_alive(process) || process->is_end_pending);
    require(memory % 8 == 0);
    require(is_in(memory, grant_bytes(driver), process->kernel_break, (uintptr_t)process->grants));
    for (unsigned other = 0; other < driver; other++) {
        const uintptr_t beside = grant_start(process, other);
        require(beside == 0 || memory + grant_bytes(driver) <= beside ||
                beside + grant_bytes(other) <= memory);
    }
    for (uint32_t i = 0; i < board.drivers[driver].read_only_count; i++) {
        allow_check(process, driver, BUFFER_READ_ONLY, i);
    }
    for (uint32_t i = 0; i < board.drivers[driver].read_write_count; i++) {
        allow_check(process, driver, BUFFER_READ_WRITE, i);
    }
}

/// Each event that waits is of an upcall that there is.
static void queue_check(const struct process *process)
{
    require(process->queue_count <= UPCALL_QUEUE_CAPACITY);
    require(process->queue_head < UPCALL_QUEUE_CAPACITY);
    require(process_is_alive(process) || process->queue_count == 0);
    for (unsigned i = 0; i < process->queue_count; i++) {
        const struct upcall *upcall =
            &process->queue[(process->queue_head + i) % UPCALL_QUEUE_CAPACITY];
        require(upcall->driver < board.driver_count);
        require(upcall->number < board.drivers[upcall->driver].upcall_count);
        require(process->grants[upcall->driver].memory != NULL);
    }
}

static void process_check(const struct process *process)
{
    require(process->memory_start <= process->allow_mark);
    require(process->allow_mark <= process->app_break);
    require(process->app_break <= process->exposed_end);
    require(process->exposed_end <= process->kernel_break);
    require((uintptr_t)process >= process->kernel_break);
    require((uintptr_t)(process + 1) <= process->memory_end);
    if (process->state == PROCESS_RUNNING) {
        require(process->is_ready == (!process->is_stopped && !ipc_is_out_of_budget(process)));
    }
    require(!process->is_ready || (process_is_alive(process) && !process->is_stopped));
    // In the ready list exactly while it is ready; else its own neighbour, if it ever was.
    require(ready_list_has(process) == process->is_ready);
    require(process->is_ready || process->next == process || process->next == NULL);
    require(process->next == NULL ||
            (process->next->previous == process && process->previous->next == process));
    queue_check(process);
    for (unsigned driver = 0; driver < board.driver_count; driver++) {
        grant_check(process, driver);
    }
}

// ---------------------------------------------------------------------------------------------
// The machine

static void hardware_check_at(const struct process *process, uintptr_t address)
{
    const bool is_memory = process->memory_start <= address && address < process->exposed_end;
    const bool is_image = process->flash_start <= address && address < process->flash_end;
    require(host_allows(address, HOST_READ) == (is_memory || is_image));
    require(host_allows(address, HOST_WRITE) == is_memory);
    require(host_allows(address, HOST_EXECUTE) == is_image);
}

/// What is loaded allows the program that runs exactly what is its own.
static void hardware_check(const struct process *process)
{
    const uintptr_t edges[] = {
        process->memory_start, process->exposed_end, process->kernel_break, process->memory_end,
        process->flash_start,  process->flash_end,   BOARD_POOL_BASE,       0xE000E000};
    for (unsigned i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        hardware_check_at(process, edges[i] - EDGE_BYTES);
        hardware_check_at(process, edges[i]);
    }
}

/// Each buffer has one owner: the device that knows that it has it, or its home.
static void ledger_check(void)
{
    unsigned at_device = 0;
    for (uint32_t i = 0; i < board.buffer_count; i++) {
        at_device += board.buffer_states[i].is_at_device;
        require(!board.buffer_states[i].is_at_device ||
                board.buffer_states[i].device == SIMULATED_ENTROPY_DEVICE);
    }
    require(at_device == (simulated_entropy_has_buffer() ? 1 : 0));
}

void invariants_check(void)
{
    blocks_check();
    for (uint32_t i = 0; i < board.slot_count; i++) {
        if (board.slots[i].process != NULL) {
            process_check(board.slots[i].process);
        }
    }
    ledger_check();
    const struct process *running = simulation_running();
    if (running != NULL) {
        require(process_current == running);
        require(running->state == PROCESS_RUNNING);
        hardware_check(running);
    }
}

// ---------------------------------------------------------------------------------------------
// Around a system call: what belongs to others stays as it is.

/// Sums bytes and their places.
static uint64_t digest_add(uint64_t digest, const void *start, size_t bytes)
{
    const uint8_t *byte = start;
    for (; bytes >= sizeof(uint64_t); bytes -= sizeof(uint64_t), byte += sizeof(uint64_t)) {
        uint64_t word;
        __builtin_memcpy(&word, byte, sizeof word);
        digest = (digest ^ word) * 0x9E3779B97F4A7C15u;
        digest ^= digest >> 29;
    }
    for (; bytes > 0; bytes--) {
        digest = (digest ^ *byte++) * 0x9E3779B97F4A7C15u;
    }
    return digest;
}

#define DIGEST_ADD(digest, variable) \
    ((digest) = digest_add((digest), &(variable), sizeof(variable)))

/// Functions and buffers. Leases on the buffers are the driver's.
static uint64_t slots_digest(uint64_t digest, const struct process *process, unsigned driver)
{
    const struct upcall_slot *upcall;
    for (uint32_t i = 0; (upcall = grant_upcall_slot(process, driver, i)) != NULL; i++) {
        DIGEST_ADD(digest, *upcall);
    }
    for (unsigned kind = BUFFER_READ_ONLY; kind <= BUFFER_READ_WRITE; kind++) {
        const struct allow_slot *allow;
        for (uint32_t i = 0;
             (allow = grant_allow_slot(process, driver, (enum buffer_kind)kind, i)) != NULL; i++) {
            DIGEST_ADD(digest, allow->range);
        }
    }
    return digest;
}

/// What no other process's call may change: memory, buffers and functions that it has named, where
/// it stands, and what it may use. Not part of it: events that come, and its drivers' own notes.
static uint64_t private_digest(const struct process *process)
{
    uint64_t digest = 1;
    DIGEST_ADD(digest, process->id);
    DIGEST_ADD(digest, process->state);
    DIGEST_ADD(digest, process->is_stopped);
    DIGEST_ADD(digest, process->app_break);
    DIGEST_ADD(digest, process->exposed_end);
    DIGEST_ADD(digest, process->kernel_break);
    DIGEST_ADD(digest, process->allow_mark);
    DIGEST_ADD(digest, process->driver_mask);
    DIGEST_ADD(digest, process->context);
    DIGEST_ADD(digest, process->protection);
    for (unsigned driver = 0; driver < board.driver_count; driver++) {
        digest = slots_digest(digest, process, driver);
    }
    return digest_add(digest, host_memory_at(process->memory_start),
                      process->exposed_end - process->memory_start);
}

static void private_digests(const struct process *caller, uint64_t digests[BOARD_PROCESSES_MAX])
{
    for (uint32_t i = 0; i < BOARD_PROCESSES_MAX; i++) {
        const struct process *process = board.slots[i].process;
        digests[i] = process == NULL || process == caller ? 0 : private_digest(process);
    }
}

static void result_check(uint32_t call_class, const uint32_t word[ARGUMENTS], int count)
{
    require(count >= KERNEL_CALL_AGAIN && count <= ARGUMENTS);
    if (count <= 0 || call_class == SYSTEM_CALL_YIELD) {
        return;
    }
    require((int)variant_words(word[0]) == count);
    require(word[0] >= VARIANT_SUCCESS || (word[1] >= 1 && word[1] <= ABI_ERRORS_MAX));
}

/// Memory that a program gains has no trace of what was there. Where the hardware has refused to
/// clear what was exposed before, it may have what the program itself put there.
static void gain_check(const struct process *process, uintptr_t from)
{
    for (uintptr_t address = from; address < process->app_break; address++) {
        require(*host_memory_at(address) == 0);
    }
}

int __real_kernel_system_call(uint32_t class, uint32_t argument[ARGUMENTS]);
int __wrap_kernel_system_call(uint32_t class, uint32_t argument[ARGUMENTS]);

int __wrap_kernel_system_call(uint32_t class, uint32_t argument[ARGUMENTS])
{
    const struct process *caller = process_current;
    const uintptr_t old_break = caller->app_break;
    const uintptr_t old_exposed_end = caller->exposed_end;
    const bool may_be_refused = host.accesses < host.refuse_at;
    uint64_t before[BOARD_PROCESSES_MAX];
    uint64_t after[BOARD_PROCESSES_MAX];
    private_digests(caller, before);
    const int count = __real_kernel_system_call(class, argument);
    private_digests(caller, after);
    require(memcmp(before, after, sizeof before) == 0);
    require(process_current == caller || !process_is_alive(caller));
    result_check(class, argument, count);
    const bool is_refused = may_be_refused && host.accesses >= host.refuse_at;
    gain_check(caller, is_refused ? old_exposed_end : old_break);
    return count;
}

// ---------------------------------------------------------------------------------------------
// Around an access to memory of a process: capsules reach buffers only, and interrupts come.

static unsigned accesses_until_interrupt;

void simulation_interrupt_at(unsigned accesses)
{
    accesses_until_interrupt = accesses;
}

static void interrupt_maybe(void)
{
    if (accesses_until_interrupt > 0 && --accesses_until_interrupt == 0) {
        host_line_raise(SIMULATED_LINE_UART);
        host_line_raise(SIMULATED_LINE_BUTTONS);
        host_line_raise(SIMULATED_LINE_ENTROPY);
        host_tick(false);
    }
}

/// What a capsule has copied lies in a buffer that the process has given to the capsule's driver.
/// The process console, which has none, sees registers on the stacks of processes that are no more.
static void buffer_check(uintptr_t start, size_t bytes, bool is_written)
{
    const struct capsule_record *record = capsule_record_current;
    if (record == NULL || bytes == 0) {
        return;
    }
    const unsigned driver = board.capsule_drivers[record->capsule];
    if (driver == DRIVER_NONE) {
        require((board.capsules[record->capsule].rights & CAPSULE_RIGHT_PROCESSES) != 0);
        require(!is_written && !process_is_alive(process_protected));
        return;
    }
    bool is_found = false;
    for (unsigned kind = is_written ? BUFFER_READ_WRITE : BUFFER_READ_ONLY;
         kind <= BUFFER_READ_WRITE; kind++) {
        const struct allow_slot *slot;
        for (uint32_t i = 0; (slot = grant_allow_slot(process_protected, driver,
                                                      (enum buffer_kind)kind, i)) != NULL;
             i++) {
            const uintptr_t from = user_address_to_word(slot->range.address);
            is_found = is_found || is_in(start, bytes, from, from + slot->range.bytes);
        }
    }
    require(is_found);
}

size_t __real_user_window_copy_in(void *to, uintptr_t from, size_t bytes);
size_t __wrap_user_window_copy_in(void *to, uintptr_t from, size_t bytes);

size_t __wrap_user_window_copy_in(void *to, uintptr_t from, size_t bytes)
{
    interrupt_maybe();
    buffer_check(from, bytes, false);
    return __real_user_window_copy_in(to, from, bytes);
}

size_t __real_user_window_copy_out(uintptr_t to, const void *from, size_t bytes);
size_t __wrap_user_window_copy_out(uintptr_t to, const void *from, size_t bytes);

size_t __wrap_user_window_copy_out(uintptr_t to, const void *from, size_t bytes)
{
    interrupt_maybe();
    buffer_check(to, bytes, true);
    return __real_user_window_copy_out(to, from, bytes);
}
