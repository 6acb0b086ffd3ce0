// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "fault.h"

#include <abi/system.h>
#include <lib/memory.h>

#include "endpoint.h"
#include "ipc.h"

enum { REGISTERS_MAX = 40 };

bool ipc_fault_send(struct ipc *ipc, enum ipc_label label, const uint32_t word[IPC_REGISTER_WORDS])
{
    struct ipc *parent = ipc->parent == SYSTEM_NO_ROW ? NULL : ipc_of_row(ipc->parent);
    // A parent that waits for this process could not answer; time that is used up gives none to one
    // that has none.
    if (parent == NULL || !process_is_alive(parent->process) || endpoint_awaits(parent, ipc) ||
        (label == IPC_LABEL_TIMEOUT && parent->is_passive)) {
        return false;
    }
    ipc->message = (struct port_message){
        .info = (uint32_t)label << IPC_LABEL_SHIFT | IPC_REGISTER_WORDS,
        .word = {word[0], word[1], word[2], word[3]},
    };
    ipc->partner = parent;
    ipc->badge = IPC_BADGE_FAULT | ipc->child_id;
    ipc->rights = IPC_RIGHT_STATIC; // Nothing of the parent's endpoint that can be revoked.
    ipc->offer_count = 0;
    ipc->fault_label = (uint8_t)label;
    ipc->state = IPC_FAULTING;

    struct process *process = ipc->process;
    process->state = PROCESS_YIELDED_FOR;
    process->awaited_driver = DRIVER_NONE;
    process->has_awaited = false;
    process_ready_update(process);
    if (endpoint_takes(parent, ipc)) {
        endpoint_deliver(ipc);
        ipc_complete(parent);
    } else {
        endpoint_enqueue(ipc);
    }
    return true;
}

/// A register by the name that the port gives it; 0: it has none of that name, or cannot be read.
static uint32_t register_find(const struct process *process, const char *name)
{
    struct port_register found;
    for (size_t i = 0; i < REGISTERS_MAX && process->fault.has_registers &&
                       port_fault_register(&process->context, i, &found);
         i++) {
        if (memcmp(found.name, name, sizeof "pc") == 0) {
            return (uint32_t)found.value;
        }
    }
    return 0;
}

bool ipc_fault(struct process *process)
{
    if (process->ipc == NULL) {
        return false;
    }
    const struct port_fault *fault = &process->fault;
    const uint32_t pc = register_find(process, "pc");
    switch ((enum port_fault_cause)fault->cause) {
    case FAULT_DATA_ACCESS:
    case FAULT_INSTRUCTION_ACCESS:
    case FAULT_BUS: {
        const bool is_fetch = fault->cause == FAULT_INSTRUCTION_ACCESS;
        const uint32_t address = fault->has_address ? (uint32_t)fault->address : is_fetch ? pc : 0;
        return ipc_fault_send(process->ipc, IPC_LABEL_MEMORY_FAULT,
                              (uint32_t[]){pc, address, is_fetch, fault->status});
    }
    case FAULT_UNKNOWN_CALL: {
        const struct process_counters *counters = &process->counters;
        return ipc_fault_send(process->ipc, IPC_LABEL_UNKNOWN_CALL,
                              (uint32_t[]){pc, counters->last_call_argument[0],
                                           counters->last_call_argument[1],
                                           counters->last_call_class});
    }
    case FAULT_BREAKPOINT:
        return ipc_fault_send(process->ipc, IPC_LABEL_DEBUG,
                              (uint32_t[]){pc, fault->cause, 0, fault->status});
    default:
        return ipc_fault_send(
            process->ipc, IPC_LABEL_EXCEPTION,
            (uint32_t[]){pc, register_find(process, "sp"), fault->cause, fault->status});
    }
}
