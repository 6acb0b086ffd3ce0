// SPDX-License-Identifier: Apache-2.0 OR MIT
// System descriptions as inputs want them, sound or not.
#include <abi/ipc.h>
#include <abi/system.h>
#include <kernel/system.h>
#include <string.h>

#include "ipc_target.h"

enum {
    PROGRAMS = 3,
    ENTRIES_MAX = 12, ///< of each
    REGIONS_START = 0x30000000,
    REGIONS_BYTES = 256,
    BUDGET_STEP_MICROSECONDS = 50,
    LINE_FIRST = 64,
    ROW_NONE = 4, ///< of the values of a parent, those from it on
};

static struct {
    struct system_header header;
    struct system_process process[PROGRAMS];
    struct system_capability capability[PROGRAMS * ENTRIES_MAX];
    struct system_service service[PROGRAMS];
    struct system_sought sought[PROGRAMS];
} table;

const uint8_t *const system_bytes = (const uint8_t *)&table;
const size_t system_bytes_max = sizeof table;
static uint8_t regions[REGIONS_BYTES];
uint8_t *const system_regions = regions;
const struct range system_regions_range = {REGIONS_START, REGIONS_START + REGIONS_BYTES};
const struct range system_devices[] = {{0x40005000, 0x40006000}};
const size_t system_device_count = 1;
const uint16_t system_lines[] = {LINE_FIRST, LINE_FIRST + 1, LINE_FIRST + 2, LINE_FIRST + 3};
const size_t system_line_count = sizeof system_lines / sizeof system_lines[0];

#define OFFSET(member) ((uint32_t)__builtin_offsetof(__typeof__(table), member))

/// Rows that name each other in a way that works; records make them better or worse.
static void table_open(void)
{
    static const char *const names[PROGRAMS] = {"one", "two", "three"};
    memset(&table, 0, sizeof table);
    table.header = (struct system_header){
        .magic = SYSTEM_MAGIC,
        .version = SYSTEM_VERSION,
        .total_bytes = sizeof table,
        .processes = {OFFSET(process), PROGRAMS},
        .capabilities = {OFFSET(capability), PROGRAMS * ENTRIES_MAX},
        .maps = {OFFSET(sought), 0},
        .services = {OFFSET(service), PROGRAMS},
        .sought = {OFFSET(sought), PROGRAMS},
        .regions = {OFFSET(sought), 0},
    };
    for (uint32_t i = 0; i < PROGRAMS; i++) {
        struct system_process *row = &table.process[i];
        row->name_length_bytes = (uint8_t)strlen(names[i]);
        memcpy(row->name, names[i], row->name_length_bytes);
        row->rank = 16;
        row->reply_slots = 1;
        row->slots = 4;
        row->parent = SYSTEM_NO_ROW;
        row->capabilities.first = (uint16_t)(i * ENTRIES_MAX);
        row->sought = (struct system_range){(uint16_t)i, 1};
        table.service[i].process = (uint16_t)i;
        table.service[i].name_length_bytes = sizeof FUZZ_SERVICE - 1;
        memcpy(table.service[i].name, FUZZ_SERVICE, sizeof FUZZ_SERVICE - 1);
        table.sought[i].service = (uint16_t)((i + 1) % PROGRAMS);
        table.sought[i].rights = IPC_RIGHTS_COPIED;
    }
    for (uint32_t i = 0; i < PROGRAMS * ENTRIES_MAX; i++) {
        table.capability[i].kind = IPC_KIND_CALL;
    }
}

static void row_set(const struct record *record)
{
    struct system_process *row = &table.process[record->choice % PROGRAMS];
    row->rank = record->number % 32;
    row->flags = record->number / 32 % 4;
    row->reply_slots = (uint8_t)(1 + record->first_base % SYSTEM_REPLY_SLOTS_MAX);
    row->slots = (uint8_t)record->first_offset % 8;
    const uint32_t step = record->second_base;
    row->budget_microseconds =
        step == 0 ? 0 : SYSTEM_BUDGET_MICROSECONDS_MIN + step * BUDGET_STEP_MICROSECONDS;
    row->period_microseconds = row->budget_microseconds * (1 + (uint8_t)record->second_offset % 8);
    const uint32_t parent = record->more % 8;
    row->parent = parent >= ROW_NONE ? SYSTEM_NO_ROW : (uint16_t)(parent % PROGRAMS);
    row->child_id = record->more / 8;
}

static void entry_add(const struct record *record)
{
    const uint32_t program = record->choice % PROGRAMS;
    struct system_process *row = &table.process[program];
    if (row->capabilities.count == ENTRIES_MAX) {
        return;
    }
    struct system_capability *entry =
        &table.capability[row->capabilities.first + row->capabilities.count++];
    entry->kind = (uint8_t)(IPC_KIND_CALL + record->number % IPC_KIND_CHILD);
    entry->target = record->first_base % PROGRAMS;
    if (entry->kind == IPC_KIND_IRQ) {
        entry->target = LINE_FIRST + record->first_base % 4;
    }
    entry->rights = (uint8_t)record->first_offset % 64;
    entry->channel = record->second_base % (IPC_CHANNEL_MAX + 1);
    entry->watch = record->more % (IPC_CHANNEL_MAX + 1);
    entry->badge_low = (uint8_t)record->second_offset;
}

static void sought_set(const struct record *record)
{
    struct system_sought *sought = &table.sought[record->choice % PROGRAMS];
    sought->service = record->number % PROGRAMS;
    sought->rights = (uint8_t)record->first_offset;
    sought->badge_low = (uint8_t)record->second_offset;
}

/// Any byte but those without which there is no table.
static void byte_patch(const struct record *record)
{
    const uint32_t place = (uint32_t)record->second_base << 8 | (uint8_t)record->second_offset;
    const uint32_t first = OFFSET(header.total_bytes);
    ((uint8_t *)&table)[first + place % (sizeof table - first)] = record->more;
}

static void checksum_set(void)
{
    table.header.checksum = 0;
    uint32_t sum = 0;
    for (size_t i = 0; i < sizeof table / sizeof sum; i++) {
        uint32_t word;
        memcpy(&word, (const uint8_t *)&table + i * sizeof word, sizeof word);
        sum ^= word;
    }
    table.header.checksum = sum;
}

void ipc_description_make(const struct record records[], size_t count)
{
    table_open();
    for (size_t i = 0; i < count; i++) {
        switch ((enum ipc_operation)(records[i].operation % OPERATION_COUNT)) {
        case OPERATION_ROW:
            row_set(&records[i]);
            break;
        case OPERATION_ENTRY:
            entry_add(&records[i]);
            break;
        case OPERATION_SOUGHT:
            sought_set(&records[i]);
            break;
        default:
            break;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (records[i].operation % OPERATION_COUNT == OPERATION_PATCH) {
            byte_patch(&records[i]);
        }
    }
    checksum_set();
}
