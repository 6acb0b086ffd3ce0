// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "fault.h"

#include <abi/system.h>
#include <kernel/port_ipc.h>
#include <lib/memory.h>

#include "endpoint.h"
#include "ipc.h"
#include "transfer.h"

/// The words of a message, by label: registers, and which of them a reply sets.
static const struct {
    uint8_t sent; ///< enum port_fault_words
    uint8_t set;
} labels[] = {
    [IPC_LABEL_UNKNOWN_CALL] = {FAULT_WORDS_CALL, FAULT_WORDS_CALL},
    [IPC_LABEL_EXCEPTION] = {FAULT_WORDS_EXCEPTION, FAULT_WORDS_EXCEPTION},
    [IPC_LABEL_DEBUG] = {FAULT_WORDS_PC, FAULT_WORDS_NONE},
    [IPC_LABEL_TIMEOUT] = {FAULT_WORDS_NONE, FAULT_WORDS_ALL},
    [IPC_LABEL_MEMORY_FAULT] = {FAULT_WORDS_PC, FAULT_WORDS_NONE},
};

bool ipc_fault_send(struct ipc *ipc, enum ipc_label label, const uint32_t word[IPC_REGISTER_WORDS],
                    uint32_t count)
{
    struct ipc *parent = ipc_of_row(ipc->row->parent);
    // A parent that waits for this process could not answer; time that is used up gives none to one
    // that has none.
    if (parent == NULL || !process_is_alive(parent->process) || endpoint_awaits(parent, ipc) ||
        (label == IPC_LABEL_TIMEOUT && parent->is_passive)) {
        return false;
    }
    ipc->message = (struct port_message){.info = count};
    for (uint32_t i = 0; i < IPC_REGISTER_WORDS; i++) {
        ipc->message.word[i] = word[i];
    }
    ipc->partner = parent;
    ipc->badge = IPC_BADGE_FAULT | ipc->row->child_id;
    ipc->rights = IPC_RIGHT_STATIC; // Nothing of the parent's endpoint that can be revoked.
    ipc->fault_label = (uint8_t)label;
    ipc->state = IPC_FAULTING;

    struct process *process = ipc->process;
    process->state = PROCESS_YIELDED_FOR;
    process->awaited_driver = DRIVER_NONE;
    process->has_awaited = false;
    process_ready_update(process);
    if (!endpoint_offer(ipc)) {
        endpoint_enqueue(ipc);
    }
    return true;
}

/// Whether the registers of a process in a fault are known. Between two instructions they are.
static bool has_registers(const struct ipc *ipc)
{
    return ipc->fault_label == IPC_LABEL_TIMEOUT || ipc->process->fault.has_registers;
}

void fault_transfer(struct ipc *from, struct ipc *to)
{
    struct process *process = from->process;
    uint32_t word[PORT_FAULT_WORDS_MAX + IPC_REGISTER_WORDS] UNINITIALISED;
    process_protection_use(process);
    uint32_t length = (uint32_t)port_fault_words_get(
        &process->context, (enum port_fault_words)labels[from->fault_label].sent, word);
    if (!has_registers(from)) {
        memory_clear(word, length * sizeof word[0]);
    }
    for (uint32_t i = 0; i < from->message.info; i++) {
        word[length++] = from->message.word[i];
    }
    message_put(to, from->fault_label, word, length, from->badge);
}

bool fault_reply(struct ipc *parent, struct ipc *child)
{
    struct process *process = child->process;
    uint32_t word[PORT_FAULT_WORDS_MAX] UNINITIALISED;
    const uint32_t count = message_get(parent, word, PORT_FAULT_WORDS_MAX);
    process_protection_use(process);
    // Where there is no place or room for them, it goes on as it is, and will hardly get far.
    if (has_registers(child)) {
        (void)!port_fault_words_set(
            &process->context, (enum port_fault_words)labels[child->fault_label].set, word, count);
    }
    // A memory fault is always tried again, others if the label says so.
    if (parent->message.info >> IPC_LABEL_SHIFT == 0 ||
        child->fault_label == IPC_LABEL_MEMORY_FAULT) {
        return true;
    }
    child->state = IPC_FAULT_STOPPED;
    return false;
}

bool ipc_fault(struct process *process)
{
    const struct port_fault *fault = &process->fault;
    const bool is_fetch = fault->cause == FAULT_INSTRUCTION_ACCESS;
    uint32_t word[IPC_REGISTER_WORDS] = {fault->cause, fault->status};
    uint32_t count = 2;
    enum ipc_label label = IPC_LABEL_EXCEPTION;
    if (process->ipc == NULL) {
        return false;
    }
    switch ((enum port_fault_cause)fault->cause) {
    case FAULT_DATA_ACCESS:
    case FAULT_INSTRUCTION_ACCESS:
    case FAULT_BUS:
        label = IPC_LABEL_MEMORY_FAULT;
        word[0] = 0;
        if (fault->has_address) {
            word[0] = (uint32_t)fault->address;
        } else if (is_fetch) {
            (void)port_fault_words_get(&process->context, FAULT_WORDS_PC, word);
        }
        word[1] = is_fetch;
        word[2] = fault->status;
        count = 3;
        break;
    case FAULT_UNKNOWN_CALL:
        label = IPC_LABEL_UNKNOWN_CALL;
        word[0] = process->counters.last_call_class;
        count = 1;
        break;
    case FAULT_BREAKPOINT:
        label = IPC_LABEL_DEBUG;
        word[1] = 0;
        word[2] = fault->status;
        count = 3;
        break;
    default:
        break;
    }
    return ipc_fault_send(process->ipc, label, word, count);
}
