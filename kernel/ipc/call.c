// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "call.h"

#include "capability.h"
#include "endpoint.h"
#include "fault.h"
#include "ipc.h"
#include "scheduler.h"
#include "system_call.h"
#include "transfer.h"
#include "turn.h"
#include "upcall.h"
#include "user_copy.h"

enum blocking { BLOCKING, NOT_BLOCKING };

int ipc_status(struct ipc *self, uint32_t status)
{
    self->message = (struct port_message){.capability = status};
    return KERNEL_CALL_MESSAGE;
}

void ipc_complete(struct ipc *ipc)
{
    struct process *process = ipc->process;
    if (ipc->state == IPC_FAULT_WAITING || ipc->state == IPC_FAULT_STOPPED) {
        ipc->state = IPC_IDLE;
        process->state = PROCESS_RUNNING;
    } else {
        ipc->state = IPC_DONE;
        process->has_awaited = true;
    }
    ipc->is_resting = false;
    process_ready_update(process);
}

void ipc_complete_status(struct ipc *ipc, uint32_t status)
{
    (void)ipc_status(ipc, status);
    ipc_complete(ipc);
}

void ipc_block(struct ipc *ipc, enum ipc_state state)
{
    struct process *process = ipc->process;
    ipc->state = (uint8_t)state;
    process->awaited_driver = DRIVER_NONE; // No driver's upcall ends this.
    process->has_awaited = false;
    scheduler_wait(process, PROCESS_YIELDED_FOR);
}

bool ipc_is_waiting(const struct process *process)
{
    return process->ipc != NULL && process->ipc->state != IPC_IDLE;
}

enum error ipc_resume(struct process *process)
{
    process->ipc->state = IPC_IDLE;
    return port_context_message(&process->context, &process->ipc->message);
}

bool ipc_slice_is_shared(const struct process *process)
{
    const struct ipc *ipc = process->ipc;
    bool is_shared = false;
    for (uint32_t i = 0; ipc != NULL && i < ipc->reply_slot_count; i++) {
        is_shared = is_shared || ipc->callers[i] != NULL;
    }
    return is_shared;
}

void ipc_slice_end(struct process *process)
{
    struct ipc *ipc = process->ipc;
    // If it has equals it has been put behind these.
    const bool is_alone = process->is_ready && process->next == process;
    for (uint32_t i = 0; ipc != NULL && is_alone && i < ipc->reply_slot_count; i++) {
        struct ipc *caller = ipc->callers[i];
        if (caller != NULL && caller->state == IPC_REPLY_WAITING) {
            caller->state = IPC_REPLY_LATE;
        }
    }
}

/// A process that has been woken by one that waits now runs before its equals, but only for what is
/// left of the slice: two that wake each other would keep the others out for ever.
static void run_first(struct process *process)
{
    if (process->is_ready) {
        scheduler_put_first(process);
        process_current = process;
    }
}

// ---------------------------------------------------------------------------------------------
// Sending

/// Decides everything about a message of the process that runs, and notes what it goes through.
static enum error send_decide(struct ipc *self, uint32_t right)
{
    struct capability *entry UNINITIALISED;
    struct ipc *to UNINITIALISED;
    enum error error =
        capability_use(self, self->message.capability, IPC_KIND_CALL, right, &entry, &to);
    if (error != ERROR_NONE) {
        return error;
    }
    if (to == self) {
        return ERROR_INVALID;
    }
    error = message_offers_fetch(self);
    if (error != ERROR_NONE) {
        return error;
    }
    self->partner = to;
    self->badge = entry->badge;
    self->rights = entry->rights;
    return ERROR_NONE;
}

/// The message goes nowhere.
static int send_refuse(struct ipc *self, enum error error)
{
    self->state = IPC_IDLE;
    self->partner = NULL;
    return ipc_status(self, error);
}

/// Waits to be received (state CALLING or SENDING), unless that cannot be, as the partner waits for
/// this process.
static int send_wait(struct ipc *self)
{
    if (endpoint_awaits(self->partner, self)) {
        return send_refuse(self, ERROR_INVALID);
    }
    endpoint_enqueue(self);
    ipc_block(self, (enum ipc_state)self->state);
    return KERNEL_CALL_GONE;
}

static int call(struct ipc *self)
{
    const enum error error = send_decide(self, IPC_RIGHT_CALL);
    if (error != ERROR_NONE) {
        return ipc_status(self, error);
    }
    self->state = IPC_CALLING;
    if (!endpoint_offer(self)) {
        return send_wait(self);
    }
    ipc_block(self, IPC_REPLY_WAITING);
    run_first(self->partner->process);
    return KERNEL_CALL_GONE;
}

static int send(struct ipc *self, enum blocking blocking)
{
    const enum error error = send_decide(self, IPC_RIGHT_SEND);
    if (error != ERROR_NONE) {
        return ipc_status(self, error);
    }
    self->state = IPC_SENDING;
    if (endpoint_offer(self)) {
        return KERNEL_CALL_MESSAGE;
    }
    return blocking == BLOCKING ? send_wait(self) : send_refuse(self, ERROR_WOULD_BLOCK);
}

void ipc_signal(struct ipc *target, uint64_t bits)
{
    target->signals |= bits;
    target->is_signalled = true;
    endpoint_serve(target);
}

static enum error signal(struct ipc *self)
{
    struct capability *entry UNINITIALISED;
    struct ipc *to UNINITIALISED;
    const enum error error = capability_use(self, self->message.capability, IPC_KIND_NOTIFY,
                                            IPC_RIGHT_SEND, &entry, &to);
    if (error == ERROR_NONE) {
        ipc_signal(to, entry->badge);
    }
    return error;
}

// ---------------------------------------------------------------------------------------------
// Receiving and replying

/// Receives, or waits for something to receive. `woken` is null or was replied to: it goes on, at
/// once if this process waits.
static int receive(struct ipc *self, enum blocking blocking, bool with_messages, struct ipc *woken)
{
    int result = KERNEL_CALL_MESSAGE;
    if (with_messages && turn_is_donated(self)) {
        turn_rest(self);
    }
    if (upcall_waits(self->process)) {
        (void)ipc_status(self, ERROR_UPCALL);
    } else if (!endpoint_receive(self, with_messages)) {
        if (blocking == BLOCKING) {
            result = KERNEL_CALL_GONE;
            ipc_block(self, with_messages ? IPC_RECEIVING : IPC_WAITING);
            self->is_resting = self->is_passive && with_messages;
        } else {
            (void)ipc_status(self, ERROR_WOULD_BLOCK);
        }
    }
    if (result != KERNEL_CALL_GONE) {
        self->is_resting = false;
    }
    if (woken != NULL) {
        const bool is_late = woken->state == IPC_REPLY_LATE;
        ipc_complete(woken);
        if (result == KERNEL_CALL_GONE && is_late) {
            ipc_slice_end(woken->process); // Its own callers may wait for the same slice.
        } else if (result == KERNEL_CALL_GONE) {
            run_first(woken->process);
        }
    }
    return result;
}

static bool reply_slot_exists(const struct ipc *self)
{
    return self->message.reply_slot < self->reply_slot_count;
}

static int receive_only(struct ipc *self, enum blocking blocking)
{
    if (!reply_slot_exists(self)) {
        return ipc_status(self, ERROR_INVALID);
    }
    // Nobody else waits for the reply to a fault: who receives into its slot has none to give.
    struct ipc *caller = self->callers[self->message.reply_slot];
    if (caller != NULL && caller->state == IPC_FAULT_WAITING) {
        (void)!endpoint_caller_take(self, self->message.reply_slot);
        caller->state = IPC_FAULT_STOPPED;
    }
    return receive(self, blocking, true, NULL);
}

/// Answers the caller in the reply slot. *woken is who is to go on, or null. Errors: nothing done.
static enum error reply(struct ipc *self, struct ipc **woken)
{
    *woken = NULL;
    if (!reply_slot_exists(self)) {
        return ERROR_INVALID;
    }
    const enum error error = message_offers_fetch(self);
    if (error != ERROR_NONE) {
        return error;
    }
    struct ipc *caller = endpoint_caller_take(self, self->message.reply_slot);
    if (caller == NULL) {
        return ERROR_NONE;
    }
    if (caller->state == IPC_FAULT_WAITING) {
        if (!fault_reply(self, caller)) {
            return ERROR_NONE;
        }
    } else {
        (void)message_transfer(self, caller, 0,
                               (caller->rights & (IPC_RIGHT_GRANT | IPC_RIGHT_GRANT_REPLY)) != 0);
    }
    *woken = caller;
    return ERROR_NONE;
}

static int reply_only(struct ipc *self)
{
    struct ipc *woken UNINITIALISED;
    const enum error error = reply(self, &woken);
    if (woken != NULL) {
        ipc_complete(woken);
    }
    return ipc_status(self, error);
}

static int reply_receive(struct ipc *self)
{
    struct ipc *woken UNINITIALISED;
    const bool is_donated = turn_is_donated(self);
    const enum error error = reply(self, &woken);
    if (error == ERROR_NONE && is_donated) {
        turn_rest(self);
    }
    return error == ERROR_NONE ? receive(self, BLOCKING, true, woken) : ipc_status(self, error);
}

/// The half of a fused call that is sent, by the kind of its entry. A partner that does not take it
/// is no error there: the message is dropped.
static enum error send_half(struct ipc *self)
{
    const struct capability *entry = capability_at(self, self->message.capability);
    if (entry == NULL) {
        return ERROR_INVALID;
    }
    enum error error = ERROR_NONE;
    if (entry->kind == IPC_KIND_IRQ) {
        ipc_irq_acknowledge(entry);
    } else if (entry->kind == IPC_KIND_NOTIFY) {
        error = signal(self);
    } else {
        error = send_decide(self, IPC_RIGHT_SEND);
        if (error == ERROR_NONE) {
            const struct port_message operands = self->message;
            self->state = IPC_SENDING;
            (void)!endpoint_offer(self);
            self->message = operands;
            self->state = IPC_IDLE;
            self->partner = NULL;
        }
    }
    return error == ERROR_STALE || error == ERROR_PEER_DIED ? ERROR_NONE : error;
}

static int send_receive(struct ipc *self)
{
    enum error error = reply_slot_exists(self) ? ERROR_NONE : ERROR_INVALID;
    if (error == ERROR_NONE) {
        error = send_half(self);
    }
    return error == ERROR_NONE ? receive_only(self, BLOCKING) : ipc_status(self, error);
}

// ---------------------------------------------------------------------------------------------
// Dispatch

static int serve(struct ipc *self, uint32_t class)
{
    switch (class) {
    case IPC_CALL:
        return call(self);
    case IPC_REPLY_RECEIVE:
        return reply_receive(self);
    case IPC_RECEIVE:
        return receive_only(self, BLOCKING);
    case IPC_RECEIVE_POLL:
        return receive_only(self, NOT_BLOCKING);
    case IPC_SEND:
        return send(self, BLOCKING);
    case IPC_SEND_POLL:
        return send(self, NOT_BLOCKING);
    case IPC_REPLY:
        return reply_only(self);
    case IPC_SIGNAL:
        return ipc_status(self, signal(self));
    case IPC_SEND_RECEIVE:
        return send_receive(self);
    case IPC_WAIT:
        return receive(self, BLOCKING, false, NULL);
    case IPC_POLL:
        return receive(self, NOT_BLOCKING, false, NULL);
    case IPC_YIELD:
        turn_yield(self);
        return ipc_status(self, ERROR_NONE);
    case IPC_CAPABILITY:
        return ipc_call_capability(self);
    case IPC_OBJECT:
        return ipc_call_object(self);
    case IPC_BUFFER_SET:
        return ipc_call_buffer_set(self);
    default:
        return call_unknown();
    }
}

int kernel_ipc_call(uint32_t class, struct port_message *message)
{
    struct process *process = process_current;
    process->counters.system_calls++;
    process->counters.last_call_class = (uint8_t)class;
    process->counters.last_call_argument[0] = message->capability;
    process->counters.last_call_argument[1] = message->info;
    struct ipc *self = process->ipc;
    if (self == NULL) {
        return call_unknown();
    }
    self->message = *message;
    const int result = serve(self, class);
    if (result == KERNEL_CALL_MESSAGE) {
        *message = self->message;
        process_protection_restore();
        process_ready_update(process); // It may go on on another budget, which may be used up.
    }
    return result;
}
