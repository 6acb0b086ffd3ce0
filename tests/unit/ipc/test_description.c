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
        system_table.capability[2].target = (uint16_t)line;
        system_finish();
        const char *reason = description_open();
        check_context("line %u", line);
        check_equal(reason == NULL, line >= LINE_FIRST && line <= LINE_LAST);
        check(reason == NULL || strcmp(reason, "system table: bad capability") == 0);
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
