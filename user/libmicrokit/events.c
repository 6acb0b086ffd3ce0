// SPDX-License-Identifier: Apache-2.0 OR MIT
// A protection domain: its start, and the events that it answers.
#include <bulkhead/console.h>
#include <ipc.h>
#include <microkit.h>

#include "deferred.h"
#include "indices.h"
#include "run.h"

static _Noreturn void events_answer(void);
static bool message_answer(struct ipc_result received, microkit_msginfo *reply);
static void signals_answer(uint64_t channels);

static IPC_BUFFER_MEMORY(memory);

void microkit_run(void)
{
    (void)ipc_buffer_set(&memory);
    microkit_indices_find();
    init();

    // Whatever came before is over: from now on each line waits for its acknowledgement.
    for (microkit_channel ch = 0; ch < MICROKIT_MAX_CHANNELS; ch++) {
        if (microkit_indices.irq[ch] != 0) {
            microkit_irq_ack(ch);
        }
    }
    events_answer();
}

const char *ipc_program_name(void)
{
    return microkit_name;
}

static void events_answer(void)
{
    bool has_reply = false;
    microkit_msginfo reply = microkit_msginfo_new(0, 0);

    struct ipc_result received;
    for (;;) {
        bulkhead_console_flush();
        if (has_reply) {
            deferred_do();
            received = ipc_reply_receive(reply.words[0]);
        } else {
            uintptr_t index = deferred_take();
            received = index == 0 ? ipc_receive() : ipc_send_receive(index, 0);
        }

        has_reply = false;
        if (received.status == ERROR_NONE || received.status == ERROR_TRUNCATED) {
            has_reply = message_answer(received, &reply);
            continue;
        }
        switch (received.status) {
        case IPC_STATUS_SIGNAL:
            signals_answer(received.badge);
            break;
        case ERROR_UPCALL:
            microkit_upcalls_run();
            break;
        default:
            microkit_dbg_puts(microkit_name);
            microkit_dbg_puts(" cannot receive: error ");
            microkit_dbg_put32((seL4_Uint32)received.status);
            microkit_dbg_puts("\n");
            microkit_internal_crash(seL4_IllegalOperation);
        }
    }
}

/// True if there is a reply to be given.
static bool message_answer(struct ipc_result received, microkit_msginfo *reply)
{
    microkit_msginfo info = {{received.info}};
    unsigned identifier = (unsigned)(received.badge & 0x3F);

    if ((received.badge & IPC_BADGE_CALL) != 0) {
        *reply = protected(identifier, info);
        return true;
    }
    if ((received.badge & IPC_BADGE_FAULT) != 0) {
        if (ipc_info_label(received.info) == IPC_LABEL_PEER_DIED) {
            peer_died(identifier);
            return false;
        }
        microkit_msginfo answer = microkit_msginfo_new(0, 0);
        bool has_reply = fault(identifier, info, &answer) != seL4_False;
        *reply = answer;
        return has_reply;
    }
    // A one-way message, which no channel of a system description brings: nobody waits.
    return false;
}

static void signals_answer(uint64_t channels)
{
    for (microkit_channel ch = 0; channels != 0; ch++) {
        if ((channels & 1) != 0) {
            notified(ch);
        }
        channels >>= 1;
    }
}
