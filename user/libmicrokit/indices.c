// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks the kernel which capability belongs to which channel.
#include "indices.h"

#include <ipc.h>

static void index_note(uintptr_t index, const uintptr_t *word);
static unsigned bit_lowest(uint64_t bits);

struct microkit_indices microkit_indices;

void microkit_indices_find(void)
{
    for (uintptr_t index = 1; index <= UINT8_MAX; index++) {
        struct ipc_words answer = ipc_capability_query(index);
        if (answer.status != ERROR_NONE) {
            return; // the table ends here
        }
        index_note(index, answer.word);
    }
}

static void index_note(uintptr_t index, const uintptr_t *word)
{
    uintptr_t kind = word[0] >> IPC_QUERY_KIND_SHIFT & 0xFF;
    unsigned identifier = word[0] >> IPC_QUERY_CHANNEL_SHIFT & 0xFF;
    uint8_t *indices = NULL;
    switch (kind) {
    case IPC_KIND_NONE:
        if (microkit_indices.slot_count == 0) {
            microkit_indices.slot_first = (uint8_t)index;
        }
        microkit_indices.slot_count += 1;
        return;
    case IPC_KIND_CALL:
        indices = microkit_indices.call;
        break;
    case IPC_KIND_NOTIFY:
        indices = microkit_indices.notify;
        break;
    case IPC_KIND_IRQ:
        // An interrupt has no channel; its bit is the one that it sets.
        indices = microkit_indices.irq;
        identifier = bit_lowest(word[1] | (uint64_t)word[2] << 32);
        break;
    case IPC_KIND_CHILD:
        indices = microkit_indices.child;
        break;
    default:
        return;
    }
    if (identifier < MICROKIT_MAX_CHANNELS) {
        indices[identifier] = (uint8_t)index;
    }
}

static unsigned bit_lowest(uint64_t bits)
{
    unsigned number = 0;
    while (number < 64 && (bits >> number & 1) == 0) {
        number += 1;
    }
    return number;
}
