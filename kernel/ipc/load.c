// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the system description says of a process becomes its part in IPC, when it is loaded.

#include "description.h"
#include "event.h"
#include "image.h"
#include "ipc.h"
#include "state.h"
#include "turn.h"

enum { EXTRA_ALIGNMENT = 8 };

static uint64_t last_generation; ///< 2^64 of them cannot be used up

uint64_t ipc_generation_next(void)
{
    return ++last_generation;
}

void ipc_start(void)
{
    const char *reason = description_open();
    if (reason != NULL) {
        event_add(EVENT_IMAGE_REFUSED, 0, reason, 0);
    }
}

static const struct system_process *row_of(const struct image *image)
{
    return description_row(image->name, image->name_length_bytes);
}

static uint32_t entry_count(const struct system_process *row)
{
    return 1u + row->capabilities.count + row->slots;
}

static size_t row_bytes(const struct system_process *row)
{
    const size_t bytes = sizeof(struct ipc) + entry_count(row) * sizeof(struct capability) +
                         row->reply_slots * sizeof(struct ipc *);
    return (bytes + EXTRA_ALIGNMENT - 1) & ~(size_t)(EXTRA_ALIGNMENT - 1);
}

size_t ipc_bytes(const struct image *image)
{
    const struct system_process *row = row_of(image);
    // What lies above need not end at a multiple of the alignment.
    return row == NULL ? 0 : row_bytes(row) + EXTRA_ALIGNMENT - 1;
}

void *ipc_extras_start(const struct process *process)
{
    return process->ipc != NULL ? (void *)process->ipc : process_writeable_regions(process);
}

/// Entries of the description stand behind the own one, in their order.
static void table_build(struct ipc *ipc, const struct system_process *row)
{
    // Slot and generation of the own entry are looked up like those of others.
    ipc->table[0] = (struct capability){.target = description_row_number(row),
                                        .kind = IPC_KIND_CALL,
                                        .rights = IPC_RIGHT_MINT | IPC_RIGHT_STATIC,
                                        .is_row = true};
    const struct system_capability *source = description.capabilities + row->capabilities.first;
    for (uint32_t i = 0; i < row->capabilities.count; i++) {
        const uint32_t index = i + 1;
        struct capability *entry = &ipc->table[index];
        entry->target = source[i].target;
        entry->kind = source[i].kind;
        entry->rights = source[i].rights | IPC_RIGHT_STATIC;
        entry->channel = source[i].channel;
        entry->watch = source[i].watch;
        entry->badge = (uint64_t)source[i].badge_high << 32 | source[i].badge_low;
        entry->is_row = true;
        if (entry->kind == IPC_KIND_IRQ) {
            entry->next = ipc->irq_first;
            ipc->irq_first = (uint8_t)index;
        }
    }
}

void ipc_attach(struct process *process, const struct image *image)
{
    const struct system_process *row = row_of(image);
    if (row == NULL) {
        return;
    }
    uint8_t *end = (uint8_t *)process_writeable_regions(process);
    end -= (uintptr_t)end % EXTRA_ALIGNMENT;
    struct ipc *ipc = (struct ipc *)(void *)(end - row_bytes(row));
    ipc->process = process;
    ipc->row = row;
    ipc->reply_slot_count = row->reply_slots;
    ipc->capability_count = (uint8_t)entry_count(row);
    ipc->static_count = (uint8_t)(1u + row->capabilities.count);
    ipc->callers = (struct ipc **)(void *)&ipc->table[ipc->capability_count];
    ipc->image_generation = ipc_generation_next();
    ipc->epoch = ipc_generation_next();
    ipc->loaded_entry = process->entry;
    table_build(ipc, row);
    turn_attach(ipc);
    process->ipc = ipc;
    process->rank = row->rank;
}

struct ipc *ipc_of_row(uint32_t row)
{
    for (uint32_t i = 0; i < board.slot_count; i++) {
        struct ipc *ipc = ipc_of_slot(i);
        if (ipc != NULL && description_row_number(ipc->row) == row) {
            return ipc;
        }
    }
    return NULL;
}
