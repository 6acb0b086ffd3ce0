// SPDX-License-Identifier: Apache-2.0 OR MIT
// Answers ipc_client and ipc_hostile: see ipc_talk.h.
#include "ipc_talk.h"

static uint32_t deaths;
static uint32_t dead_channel;

/// Makes the reply to a message in place.
static void answer(struct bulkhead_ipc_registers *message)
{
    const uint32_t info = message->info;
    const uint32_t length = info & LENGTH_MASK;
    message->info = IPC_INFO(message->window, 0, length);
    switch (info >> IPC_LABEL_SHIFT) {
    case TALK_SESSION: {
        const struct bulkhead_ipc_registers made =
            TALK(IPC_CAPABILITY, .info = IPC_INFO(IPC_CAPABILITY_COPY, 0, 4),
                 .word = {SERVER_SLOT, IPC_RIGHTS_COPIED, message->word[0]});
        buffer.capability[0] = IPC_OFFER(SERVER_SLOT, IPC_RIGHTS_COPIED);
        message->info = IPC_INFO(made.capability, 1, 0);
        break;
    }
    case TALK_REVOKE: {
        const struct bulkhead_ipc_registers revoked =
            TALK(IPC_CAPABILITY, .info = IPC_INFO(IPC_CAPABILITY_REVOKE, 0, 4));
        (void)TALK(IPC_CAPABILITY, .capability = SERVER_SLOT,
                   .info = IPC_INFO(IPC_CAPABILITY_DROP, 0, 0));
        message->info = IPC_INFO(revoked.capability, 0, 0);
        break;
    }
    case TALK_SIGNAL:
        (void)TALK(IPC_SIGNAL, .capability = SERVER_TO_CLIENT);
        break;
    case TALK_FAULT:
        __builtin_trap();
    case TALK_DEATHS:
        message->word[0] = deaths;
        message->word[1] = dead_channel;
        message->info = IPC_INFO(0, 0, 2);
        break;
    case TALK_SHOW:
        message->word[0] = buffer.capability[0];
        message->info = IPC_INFO(info >> IPC_EXTRA_CAPS_SHIFT & CAPABILITY_BITS, 0, 1);
        break;
    default:
        for (uint32_t i = IPC_REGISTER_WORDS; i < length; i++) {
            buffer.word[i] = ~buffer.word[i];
        }
        break;
    }
}

int main(void)
{
    struct bulkhead_ipc_registers message =
        TALK(IPC_BUFFER_SET, .word = {(uint32_t)(uintptr_t)&buffer});
    message = TALK(IPC_RECEIVE, .info = 0);
    for (;;) {
        if (message.info == IPC_INFO(IPC_LABEL_PEER_DIED, 0, 0)) {
            deaths++;
            dead_channel = message.window;
            message = TALK(IPC_RECEIVE, .info = 0);
        } else {
            answer(&message);
            // The slot that a session is made in is free for the next when the copy is away.
            const uint32_t capabilities = message.info >> IPC_EXTRA_CAPS_SHIFT & 3;
            if (capabilities != 0) {
                (void)TALK(IPC_REPLY, .info = message.info);
                (void)TALK(IPC_CAPABILITY, .capability = SERVER_SLOT,
                           .info = IPC_INFO(IPC_CAPABILITY_DROP, 0, 0));
                message = TALK(IPC_RECEIVE, .info = 0);
            } else {
                message.window = 0;
                message.reply_slot = 0;
                BULKHEAD_IPC_TRAP(IPC_REPLY_RECEIVE, message, &buffer);
            }
        }
    }
}
