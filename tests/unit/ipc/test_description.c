// SPDX-License-Identifier: Apache-2.0 OR MIT
// Descriptions that are wrong in any way: the kernel refuses them or lives with them.
#include <stdlib.h>
#include <string.h>

#include "description.h"
#include "random.h"
#include "scheduler.h"
#include "system.h"

enum { TABLES = 300, PROGRAMS = 3 };

static struct random dice;
static uint64_t base_seed;

static uint32_t below(uint32_t count)
{
    return random_below(&dice, count);
}

static void good_table_make(void)
{
    static const char *const names[PROGRAMS] = {"one", "two", "three"};
    system_open();
    for (unsigned i = 0; i < PROGRAMS; i++) {
        (void)system_process(names[i], RANK);
        (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS | IPC_RIGHT_WATCH, (uint16_t)below(3), 1);
        (void)system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, (uint16_t)below(3), 2);
        (void)system_entry(IPC_KIND_IRQ, 0, (uint16_t)(8 + i), 4);
        (void)system_entry(IPC_KIND_CHILD, 0, (uint16_t)below(3), 0);
        system_table.process[i].parent = (uint16_t)below(3);
        system_table.process[i].sought.count = 1;
    }
    system_table.header.services.count = 1;
    system_table.service[0] = (struct system_service){.name = {'i', 't'}, .name_length_bytes = 2};
    system_table.header.sought.count = 1;
    system_table.sought[0] = (struct system_sought){.rights = CALL_RIGHTS};
    system_table.header.maps.count = 2;
    system_table.process[0].maps.count = 2;
    system_table.map[0] = (struct system_map){REGIONS_START, 64, SYSTEM_MAP_WRITE};
    system_table.map[1] = (struct system_map){DEVICE_START, 0x1000, SYSTEM_MAP_DEVICE};
    system_table.header.regions.count = 1;
    system_table.region[0] = (struct system_region){.base = REGIONS_START,
                                                    .bytes = 64,
                                                    .content_offset = sizeof system_table - 16,
                                                    .content_bytes = 16};
}

/// A place in a part that is read.
static uint8_t *place_pick(void)
{
    const struct {
        void *start;
        uint32_t bytes;
    } parts[] = {
        {&system_table.header, sizeof system_table.header},
        {system_table.process, PROGRAMS * sizeof system_table.process[0]},
        {system_table.capability, 12 * sizeof system_table.capability[0]},
        {system_table.service, sizeof system_table.service[0]},
        {system_table.sought, sizeof system_table.sought[0]},
        {system_table.region, sizeof system_table.region[0]},
        {system_table.map, 2 * sizeof system_table.map[0]},
    };
    const uint32_t part = below(sizeof parts / sizeof parts[0]);
    return (uint8_t *)parts[part].start + below(parts[part].bytes);
}

static void table_damage(void)
{
    static const uint8_t values[] = {0, 1, 2, 4, 0x3F, 0x40, 0x7F, 0x80, 0xFD, 0xFF};
    for (uint32_t left = 1 + below(3); left > 0; left--) {
        const uint32_t kind = below(3);
        uint8_t *place = place_pick();
        if (kind == 0) {
            *place = (uint8_t)random_next(&dice);
        } else if (kind == 1) {
            *place = values[below(sizeof values)];
        } else {
            *place = (uint8_t)(*place ^ 1u << below(8));
        }
    }
}

/// Each program does something with each of its entries, and dies.
static void programs_use_it(void)
{
    for (unsigned i = 0; i < PROGRAMS; i++) {
        struct process *process = process_in(i);
        for (uint32_t j = 0; j < 8; j++) {
            static const uint32_t classes[] = {IPC_SEND_POLL,    IPC_SIGNAL,     IPC_OBJECT,
                                               IPC_RECEIVE_POLL, IPC_CAPABILITY, IPC_CALL};
            struct port_message operands = {
                .capability = j,
                .info = INFO(below(4), 0, below(9)),
                .word = {(uint32_t)process->memory_start, 2, 7, 0},
            };
            if (!process->is_ready || process->rank != scheduler_pick()->rank) {
                break; // It waits, or the table says that others come first.
            }
            run(i);
            (void)host_ipc_call(classes[below(6)], &operands);
            ipc_check();
        }
    }
    for (unsigned i = 0; i < PROGRAMS; i++) {
        (void)process_controlled(process_in(i)->id, PROCESS_TERMINATE);
        settle();
    }
}

static void damaged_run(unsigned index)
{
    dice = random_from(base_seed + index);
    check_context("RANDOM_SEED=%llu, table %u", (unsigned long long)base_seed, index);
    good_table_make();
    table_damage();
    system_finish();
    for (unsigned i = 0; i < PROGRAMS; i++) {
        static const char *const names[PROGRAMS] = {"one", "two", "three"};
        (void)image_install(names[i], 16384);
    }
    machine_boot();
    if (test_slots[PROGRAMS - 1].process == NULL) {
        return; // The unit cannot cover a map, so that its program is refused.
    }
    programs_use_it();
}

static void a_damaged_table_is_refused_or_lived_with(void)
{
    const struct random seeds = random_start(__func__);
    base_seed = seeds.state;
    const char *tables = getenv("RANDOM_TABLES");
    check_each(tables != NULL ? (unsigned)strtoul(tables, NULL, 0) : TABLES, damaged_run);
}

static void badges_of_the_kernel_are_not_given_away(void)
{
    for (unsigned i = 0; i < 4; i++) {
        const uint32_t badge_high = (uint32_t)((i < 2 ? IPC_BADGE_CALL : IPC_BADGE_FAULT) >> 32);
        good_table_make();
        if (i % 2 == 0) {
            system_table.capability[0].badge_high = badge_high;
        } else {
            system_table.sought[0].badge_high = badge_high;
        }
        system_finish();
        check_equal(description_open() == NULL, i < 2);
    }
}

/// Opens a table in which the first row has these maps.
static const char *reason_for(const struct system_map *maps, uint16_t count)
{
    good_table_make();
    for (uint16_t i = 0; i < count; i++) {
        system_table.map[i] = maps[i];
    }
    system_table.header.maps.count = count;
    system_table.process[0].maps.count = count;
    system_finish();
    return description_open();
}

static void map_check(uint32_t base, uint32_t bytes, uint32_t flags, bool is_sound)
{
    check_context("map of %#x bytes at %#x, flags %u", bytes, base, flags);
    const struct system_map map = {base, bytes, flags};
    const char *reason = reason_for(&map, 1);
    check_equal(reason == NULL, is_sound);
    check(reason == NULL || strcmp(reason, "system table: bad map") == 0);
}

static void maps_lie_in_the_memory_for_regions_or_in_a_device_of_the_list(void)
{
    const uint32_t regions_end = REGIONS_START + REGIONS_BYTES;
    const uint32_t device_end = DEVICE_START + DEVICE_BYTES;
    const struct {
        uint32_t base, bytes, flags;
        bool is_sound;
    } cases[] = {
        {REGIONS_START, REGIONS_BYTES, SYSTEM_MAP_WRITE, true},
        {REGIONS_START, REGIONS_BYTES, SYSTEM_MAP_EXECUTE, true},
        {regions_end - 1, 1, 0, true},
        {REGIONS_START - 1, 2, 0, false},
        {regions_end - 1, 2, 0, false},
        {REGIONS_START, REGIONS_BYTES + 1, 0, false},
        {REGIONS_START, 0, 0, false},
        {regions_end, 0, 0, false},
        {REGIONS_START, 0xFFFFFFFF, 0, false},
        {REGIONS_START, 0u - REGIONS_START, 0, false},
        {REGIONS_START, 16, 8, false},
        {REGIONS_START, 16, SYSTEM_MAP_WRITE | SYSTEM_MAP_EXECUTE, false},
        {DEVICE_START, 16, SYSTEM_MAP_DEVICE | SYSTEM_MAP_WRITE | SYSTEM_MAP_EXECUTE, false},
        {REGIONS_START, 16, 1u << 31, false},
        {REGIONS_START, 16, SYSTEM_MAP_DEVICE, false},
        {DEVICE_START, DEVICE_BYTES, SYSTEM_MAP_DEVICE | SYSTEM_MAP_WRITE, true},
        {device_end - 1, 1, SYSTEM_MAP_DEVICE, true},
        {DEVICE_START + 0x10000, 0x1000, SYSTEM_MAP_DEVICE, true},
        {DEVICE_START, DEVICE_BYTES, 0, false},
        {DEVICE_START - 1, 2, SYSTEM_MAP_DEVICE, false},
        {device_end - 1, 2, SYSTEM_MAP_DEVICE, false},
        {device_end, 1, SYSTEM_MAP_DEVICE, false},
        {DEVICE_START, 0x11000, SYSTEM_MAP_DEVICE, false},
        {0, 0xFFFFFFFF, SYSTEM_MAP_DEVICE, false},
        {0xE000E000, 0x1000, SYSTEM_MAP_DEVICE, false},
        {0xE000ED90, 32, SYSTEM_MAP_DEVICE, false},
        {0x02000000, 0x10000, SYSTEM_MAP_DEVICE, false},
        {0x0C000000, 0x1000, SYSTEM_MAP_DEVICE, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        map_check(cases[i].base, cases[i].bytes, cases[i].flags, cases[i].is_sound);
    }
    // Nothing that the kernel knows, as a device or as memory: neither all of it nor either end.
    for (uint32_t i = 0; i < BOARD_RANGE_COUNT; i++) {
        const uint32_t start = (uint32_t)board.ranges[i].start;
        const uint32_t end = (uint32_t)board.ranges[i].end;
        for (uint32_t flags = 0; flags <= (SYSTEM_MAP_DEVICE | SYSTEM_MAP_WRITE); flags++) {
            map_check(start, end - start, flags, false);
            map_check(start, 4, flags, false);
            map_check(end - 4, 4, flags, false);
            map_check(start - 4, 8, flags, false);
        }
    }
}

static void maps_of_one_program_do_not_overlap(void)
{
    const struct {
        uint32_t base, bytes;
        bool is_sound;
    } seconds[] = {
        {REGIONS_START, 64, true},       {REGIONS_START + 128, 64, true},
        {REGIONS_START + 64, 64, false}, {REGIONS_START + 63, 1, true},
        {REGIONS_START + 63, 2, false},  {REGIONS_START + 127, 1, false},
        {REGIONS_START + 128, 1, true},  {REGIONS_START, REGIONS_BYTES, false},
        {REGIONS_START + 65, 1, false},
    };
    for (size_t i = 0; i < sizeof seconds / sizeof seconds[0]; i++) {
        const struct system_map maps[] = {
            {REGIONS_START + 64, 64, SYSTEM_MAP_WRITE},
            {seconds[i].base, seconds[i].bytes, 0},
        };
        check_context("second map at %#x", seconds[i].base);
        check_equal(reason_for(maps, 2) == NULL, seconds[i].is_sound);
        // Of two programs they may: that is what they are for.
        good_table_make();
        memcpy(system_table.map, maps, sizeof maps);
        system_table.header.maps.count = 2;
        system_table.process[0].maps.count = 1;
        system_table.process[1].maps = (struct system_range){.first = 1, .count = 1};
        system_finish();
        check(description_open() == NULL);
    }
}

static void lines_are_those_of_the_board(void)
{
    for (uint32_t line = 0; line <= UINT16_MAX; line += line < 300 ? 1 : 199) {
        good_table_make();
        system_table.capability[6].kind = IPC_KIND_DEBUG;
        system_table.capability[10].kind = IPC_KIND_DEBUG;
        system_table.capability[2].target = (uint16_t)line;
        system_finish();
        const char *reason = description_open();
        check_context("line %u", line);
        check_equal(reason == NULL, line >= LINE_FIRST && line <= LINE_LAST);
        check(reason == NULL || strcmp(reason, "system table: bad capability") == 0);
    }
}

static void a_line_has_one_owner(void)
{
    const struct {
        unsigned entry;
        uint16_t line;
        bool is_sound;
    } cases[] = {
        {2, LINE_FIRST, true},       {6, LINE_FIRST, false},     {10, LINE_FIRST, false},
        {10, LINE_FIRST + 1, false}, {2, LINE_FIRST + 1, false}, {10, LINE_LAST, true},
        {1, LINE_FIRST, false}, // The same process twice.
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        good_table_make();
        system_table.capability[cases[i].entry].kind = IPC_KIND_IRQ;
        system_table.capability[cases[i].entry].target = cases[i].line;
        system_finish();
        const char *reason = description_open();
        check_context("line %u in entry %u", cases[i].line, cases[i].entry);
        check_equal(reason == NULL, cases[i].is_sound);
        check(reason == NULL || strcmp(reason, "system table: bad capability") == 0);
    }
}

/// Whether the table whose first rows have these entries is used.
static bool entries_are_taken(struct system_range first, struct system_range second)
{
    good_table_make();
    system_table.process[0].capabilities = first;
    system_table.process[1].capabilities = second;
    system_finish();
    const char *reason = description_open();
    check(reason == NULL || strcmp(reason, "system table: bad process") == 0);
    return reason == NULL;
}

static void no_two_rows_share_an_entry(void)
{
    const struct {
        struct system_range first, second;
        bool is_sound;
    } cases[] = {
        {{0, 4}, {4, 4}, true},   {{0, 3}, {4, 4}, true},           {{0, 0}, {0, 8}, true},
        {{0, 8}, {8, 0}, true},   {{0, 5}, {4, 4}, false},          {{0, 4}, {3, 1}, false},
        {{4, 4}, {0, 4}, false},  {{0, 4}, {0, 4}, false},          {{0, 4}, {4, 5}, false},
        {{0, 8}, {7, 0}, false},  {{0, 12}, {12, 0}, false},        {{0, 13}, {12, 0}, false},
        {{13, 0}, {8, 0}, false}, {{0, 4}, {5, UINT16_MAX}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_context("case %zu", i);
        check_equal(entries_are_taken(cases[i].first, cases[i].second), cases[i].is_sound);
    }
}

#define BAD_PROCESS "system table: bad process"
#define BAD_CAPABILITY "system table: bad capability"
#define BAD_SERVICE "system table: bad service"
#define BAD_REGION "system table: bad region"
#define BAD_ARRAY "system table: bad array"

/// A field of the good table that gets another value.
struct change {
    void *field;
    size_t bytes;
    uint32_t value;
    const char *reason; ///< null: the table is used
};
#define CHANGE(member, value, reason) \
    {&system_table.member, sizeof system_table.member, (value), (reason)}

/// Changes of size and place of an array of `count` elements in a good table.
#define ARRAY_CHANGES(array, element)                                                      \
    CHANGE(header.array.offset, 0, BAD_ARRAY), CHANGE(header.array.offset, 63, BAD_ARRAY), \
        CHANGE(header.array.offset, sizeof system_table + 4, BAD_ARRAY),                   \
        CHANGE(header.array.offset, 0xFFFFFFFC, BAD_ARRAY),                                \
        CHANGE(header.array.count, 0xFFFFFFFF, BAD_ARRAY),                                 \
        CHANGE(header.array.count, 0x10000000, BAD_ARRAY),                                 \
        CHANGE(header.array.count, sizeof system_table / sizeof(struct element), BAD_ARRAY)

static void field_change(const struct change *change, size_t number)
{
    good_table_make();
    memcpy(change->field, &change->value, change->bytes);
    system_finish();
    const char *reason = description_open();
    check_context("change %zu", number);
    check_equal(reason == NULL, change->reason == NULL);
    check(reason == NULL || strcmp(reason, change->reason) == 0);
}

/// What the kernel relies on is refused otherwise; beside it stands what it lives with.
static void every_field_that_matters_is_checked(void)
{
    const struct change changes[] = {
        CHANGE(header.magic, 0, NULL),          // There is no description,
        CHANGE(header.magic, 0xFFFFFFFF, NULL), // in erased flash, too.
        CHANGE(header.magic, SYSTEM_MAGIC + 1, "system table: bad magic"),
        CHANGE(header.version, SYSTEM_VERSION + 1, "system table: other version"),
        CHANGE(header.total_bytes, sizeof system_table - 2, "system table: bad size"),
        CHANGE(header.total_bytes, sizeof system_table + 4, "system table: bad size"),
        CHANGE(header.total_bytes, sizeof(struct system_header) - 4, "system table: bad size"),
        ARRAY_CHANGES(processes, system_process),
        ARRAY_CHANGES(capabilities, system_capability),
        ARRAY_CHANGES(maps, system_map),
        ARRAY_CHANGES(services, system_service),
        ARRAY_CHANGES(sought, system_sought),
        ARRAY_CHANGES(regions, system_region),
        CHANGE(header.processes.count, SYSTEM_PROCESSES_MAX + 1, BAD_ARRAY),

        CHANGE(process[1].name_length_bytes, 0, BAD_PROCESS),
        CHANGE(process[1].name_length_bytes, SYSTEM_NAME_BYTES_MAX, NULL),
        CHANGE(process[1].name_length_bytes, SYSTEM_NAME_BYTES_MAX + 1, BAD_PROCESS),
        CHANGE(process[1].rank, SCHEDULER_RANKS - 1, NULL),
        CHANGE(process[1].rank, SCHEDULER_RANKS, BAD_PROCESS),
        CHANGE(process[1].flags, SYSTEM_PASSIVE | SYSTEM_TIMEOUT_FAULTS, NULL),
        CHANGE(process[1].flags, 1 << 2, BAD_PROCESS),
        CHANGE(process[1].flags, 1 << 7, BAD_PROCESS),
        CHANGE(process[1].reply_slots, 0, BAD_PROCESS),
        CHANGE(process[1].reply_slots, SYSTEM_REPLY_SLOTS_MAX, NULL),
        CHANGE(process[1].reply_slots, SYSTEM_REPLY_SLOTS_MAX + 1, BAD_PROCESS),
        CHANGE(process[1].budget_microseconds, 1000, BAD_PROCESS), // The period is 0.
        CHANGE(process[1].period_microseconds, 1000, BAD_PROCESS), // The budget is 0.
        CHANGE(process[1].parent, 1, NULL),                        // It is never asked for itself.
        CHANGE(process[1].parent, SYSTEM_NO_ROW, NULL),
        CHANGE(process[1].parent, PROGRAMS, BAD_PROCESS),
        CHANGE(process[1].parent, SYSTEM_NO_ROW - 1, BAD_PROCESS),
        CHANGE(process[1].child_id, IPC_CHANNEL_MAX, NULL),
        CHANGE(process[1].child_id, IPC_CHANNEL_MAX + 1, BAD_PROCESS),
        CHANGE(process[1].slots, SYSTEM_SLOTS_MAX, NULL),
        CHANGE(process[1].slots, SYSTEM_SLOTS_MAX + 1, BAD_PROCESS),
        CHANGE(process[1].maps.first, 2, NULL), // It has none.
        CHANGE(process[1].maps.first, 3, BAD_PROCESS),
        CHANGE(process[1].maps.count, 3, BAD_PROCESS),
        CHANGE(process[1].maps.count, UINT16_MAX, BAD_PROCESS),
        CHANGE(process[1].sought.first, 1, BAD_PROCESS), // It has one.
        CHANGE(process[1].sought.count, 2, BAD_PROCESS),

        CHANGE(capability[0].kind, IPC_KIND_NONE, BAD_CAPABILITY),
        CHANGE(capability[0].kind, IPC_KIND_DEBUG + 1, BAD_CAPABILITY),
        CHANGE(capability[0].rights, 0xFF, NULL),
        CHANGE(capability[0].target, PROGRAMS, BAD_CAPABILITY),
        CHANGE(capability[0].target, SYSTEM_NO_ROW, BAD_CAPABILITY),
        CHANGE(capability[0].channel, IPC_CHANNEL_MAX, NULL),
        CHANGE(capability[0].channel, IPC_CHANNEL_MAX + 1, BAD_CAPABILITY),
        CHANGE(capability[0].watch, IPC_CHANNEL_MAX, NULL),
        CHANGE(capability[0].watch, IPC_CHANNEL_MAX + 1, BAD_CAPABILITY),
        CHANGE(capability[0].reserved, 1, BAD_CAPABILITY),
        CHANGE(capability[1].target, PROGRAMS, BAD_CAPABILITY),
        CHANGE(capability[1].badge_high, 0xFFFFFFFF, NULL), // Bits, and no message.
        CHANGE(capability[3].target, PROGRAMS, BAD_CAPABILITY),
        CHANGE(capability[3].channel, IPC_CHANNEL_MAX + 1, BAD_CAPABILITY),

        CHANGE(service[0].name_length_bytes, 0, BAD_SERVICE),
        CHANGE(service[0].name_length_bytes, SYSTEM_NAME_BYTES_MAX, NULL),
        CHANGE(service[0].name_length_bytes, SYSTEM_NAME_BYTES_MAX + 1, BAD_SERVICE),
        CHANGE(service[0].process, PROGRAMS, BAD_SERVICE),
        CHANGE(sought[0].service, 1, BAD_SERVICE),
        CHANGE(sought[0].rights, 0xFF, NULL), // A copy has those that it may have.

        CHANGE(region[0].base, REGIONS_START + 2, BAD_REGION),
        CHANGE(region[0].base, REGIONS_START - 4, BAD_REGION),
        CHANGE(region[0].base, REGIONS_START + REGIONS_BYTES - 60, BAD_REGION),
        CHANGE(region[0].base, REGIONS_START + REGIONS_BYTES - 64, NULL),
        CHANGE(region[0].base, 0, BAD_REGION),
        CHANGE(region[0].bytes, 62, BAD_REGION),
        CHANGE(region[0].bytes, REGIONS_BYTES, NULL),
        CHANGE(region[0].bytes, REGIONS_BYTES + 4, BAD_REGION),
        CHANGE(region[0].bytes, 12, BAD_REGION), // Less than its content.
        CHANGE(region[0].content_bytes, 20, BAD_REGION),
        CHANGE(region[0].content_offset, 0xFFFFFFF0, BAD_REGION),
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        field_change(&changes[i], i);
    }
    good_table_make();
    system_finish();
    system_table.header.checksum ^= 1;
    check(strcmp(description_open(), "system table: bad checksum") == 0);
}

static void the_table_of_a_process_has_at_most_as_many_entries_as_an_index_can_name(void)
{
    enum { TAKEN = 1 + FREE_SLOTS };
    for (uint16_t extra = 0; extra < 2; extra++) {
        const uint16_t count = (uint16_t)(SYSTEM_CAPABILITIES_MAX - TAKEN + extra);
        good_table_make();
        system_table.header.processes.count = 1;
        system_table.header.services.count = 0;
        system_table.header.sought.count = 0;
        system_table.process[0].sought.count = 0;
        system_table.process[0].parent = SYSTEM_NO_ROW;
        for (unsigned i = 0; i < count; i++) {
            system_table.capability[i] = (struct system_capability){.kind = IPC_KIND_DEBUG};
        }
        system_table.header.capabilities.count = count;
        system_table.process[0].capabilities.count = count;
        system_finish();
        check_equal(description_open() == NULL, extra == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(a_damaged_table_is_refused_or_lived_with),
        KERNEL_TEST(badges_of_the_kernel_are_not_given_away),
        KERNEL_TEST(maps_lie_in_the_memory_for_regions_or_in_a_device_of_the_list),
        KERNEL_TEST(maps_of_one_program_do_not_overlap),
        KERNEL_TEST(lines_are_those_of_the_board),
        KERNEL_TEST(a_line_has_one_owner),
        KERNEL_TEST(no_two_rows_share_an_entry),
        KERNEL_TEST(every_field_that_matters_is_checked),
        KERNEL_TEST(the_table_of_a_process_has_at_most_as_many_entries_as_an_index_can_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
