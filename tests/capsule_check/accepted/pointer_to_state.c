// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct entry {
    struct process_id process;
    uint32_t count;
};

static struct {
    struct entry entries[4];
} example CAPSULE_STATE;

static void entry_reset(struct entry *entry)
{
    entry->count = 0;
    entry->process.number = 0;
}

static uint32_t count_of(const struct entry *entry)
{
    return entry == NULL ? 0 : entry->count;
}

void example_process_ended(struct process_id *process)
{
    struct entry *entry = &AT(example.entries, process->number % 4u);
    if (process_id_equal(entry->process, process_id_at(process)) && count_of(entry) > 0) {
        entry_reset(entry);
    }
    entry_reset(&example.entries[3]);
}
