// SPDX-License-Identifier: Apache-2.0 OR MIT
// What must be true of IPC, between two runs of the kernel and around each call: of other programs
// nothing changes but their buffers.
#include <abi/ipc.h>

#include "invariants.h"
#include "ipc_target.h"
#include "simulation.h"
#include "state.h"

void ipc_watch_check(void)
{
    ipc_invariants_check();
}

static uint64_t bytes_digest(uint64_t digest, uintptr_t from, uintptr_t end)
{
    for (uintptr_t at = from; at < end; at++) {
        digest = (digest ^ *host_memory_at(at)) * 0x9E3779B97F4A7C15u;
    }
    return digest;
}

/// A reply to a fault sets registers, which may lie on the stack of who has faulted.
static bool has_registers_set(const struct process *process)
{
    return process->ipc->state == IPC_FAULT_WAITING;
}

/// Memory of a program but for its IPC buffer, and where it ends.
static uint64_t private_digest(const struct process *process)
{
    const uintptr_t buffer = user_address_to_word(process->ipc->buffer);
    uint64_t digest = process->id.number ^ process->app_break << 8 ^ process->exposed_end;
    uintptr_t end = process->exposed_end;
    if (buffer >= process->memory_start && buffer < end) {
        digest = bytes_digest(digest, process->memory_start, buffer);
        return bytes_digest(digest, buffer + IPC_BUFFER_BYTES, end);
    }
    return bytes_digest(digest, process->memory_start, end);
}

static void private_digests(const struct process *caller, uint64_t digests[BOARD_PROCESSES_MAX])
{
    for (uint32_t i = 0; i < BOARD_PROCESSES_MAX; i++) {
        const struct process *process = board.slots[i].process;
        const bool is_other = process != NULL && process != caller && process->ipc != NULL &&
                              !has_registers_set(process);
        digests[i] = is_other ? private_digest(process) : 0;
    }
}

static void others_check(const uint64_t before[BOARD_PROCESSES_MAX], const struct process *caller)
{
    uint64_t after[BOARD_PROCESSES_MAX];
    private_digests(caller, after);
    for (uint32_t i = 0; i < BOARD_PROCESSES_MAX; i++) {
        require(before[i] == 0 || after[i] == 0 || before[i] == after[i]);
    }
}

/// An error comes alone.
static void result_check(const struct port_message *message)
{
    const bool is_message = message->capability == ERROR_NONE ||
                            message->capability == ERROR_TRUNCATED ||
                            message->capability == IPC_STATUS_SIGNAL;
    require(is_message || (message->info | message->word[0] | message->word[1] | message->word[2] |
                           message->word[3] | message->window | message->reply_slot) == 0);
}

int __real_kernel_ipc_call(uint32_t class, struct port_message *message);
int __wrap_kernel_ipc_call(uint32_t class, struct port_message *message);

int __wrap_kernel_ipc_call(uint32_t class, struct port_message *message)
{
    const struct process *caller = process_current;
    uint64_t before[BOARD_PROCESSES_MAX];
    private_digests(caller, before);
    const int result = __real_kernel_ipc_call(class, message);
    others_check(before, caller);
    require(result == KERNEL_CALL_MESSAGE || result == KERNEL_CALL_GONE ||
            result == KERNEL_CALL_AGAIN);
    if (result == KERNEL_CALL_MESSAGE) {
        result_check(message);
    }
    return result;
}

struct arch_context *__real_kernel_ipc_switch(uint32_t class, struct port_message *message);
struct arch_context *__wrap_kernel_ipc_switch(uint32_t class, struct port_message *message);

struct arch_context *__wrap_kernel_ipc_switch(uint32_t class, struct port_message *message)
{
    const struct process *caller = process_current;
    const struct port_message sent = *message;
    uint64_t before[BOARD_PROCESSES_MAX];
    private_digests(caller, before);
    struct arch_context *next = __real_kernel_ipc_switch(class, message);
    others_check(before, caller);
    // Nothing is done, or all.
    require((next == NULL || class == IPC_SIGNAL) == (process_current == caller));
    require(next != NULL || __builtin_memcmp(&sent, message, sizeof sent) == 0);
    return next;
}
