// SPDX-License-Identifier: Apache-2.0 OR MIT
// The partner of ipc_buffer_client: answers calls, notes what is sent one way (tests/ipc_buffer).
#include <client.h>
#include <ipc.h>

static IPC_BUFFER_MEMORY(memory);
static uintptr_t notes[PARTNER_NOTES_MAX];
static unsigned note_count;

static uintptr_t answer(uintptr_t info)
{
    uintptr_t length = ipc_info_length(info);
    if (ipc_info_label(info) == PARTNER_NOTES) {
        for (unsigned i = 0; i < PARTNER_NOTES_MAX; i++) {
            ipc_word_set(i, notes[i]);
        }
        note_count = 0;
        return ipc_info(PARTNER_LABEL, PARTNER_NOTES_MAX);
    }
    WITH_IPC_WRITE(message)
    {
        for (uintptr_t i = 0; i < length; i++) {
            message->word[i] = (message->word[i] ^ PARTNER_KEY) + i;
        }
    }
    return ipc_info(PARTNER_LABEL, length);
}

int main(void)
{
    (void)ipc_buffer_set(&memory);
    struct ipc_result received = ipc_receive();
    while (received.status == ERROR_NONE) {
        if ((received.badge & 1) != 0) { // calls come with this bit, other messages without
            received = ipc_reply_receive(answer(received.info));
        } else {
            notes[note_count % PARTNER_NOTES_MAX] = ipc_word_get(4);
            note_count += 1;
            received = ipc_receive();
        }
    }
    return (int)received.status;
}
