// SPDX-License-Identifier: Apache-2.0 OR MIT
// Descriptions that are wrong in any way: the kernel refuses them or lives with them.
#include <stdlib.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(a_damaged_table_is_refused_or_lived_with),
        KERNEL_TEST(badges_of_the_kernel_are_not_given_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
