// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Capsule `flash_block` on flash that keeps the rules of flash: sectors hold what was written, and
/// a loss of power at any change leaves each of them old or new.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <capsules/flash_block/format.h>

#include "nor.h"

enum { RANDOM_STEPS = 6000, CUT_WRITES = 40, RANDOM_CONTENTS = 300, ALL_ONES = 0xFF };

/// What each sector is to hold: a number that all its bytes are made of. 0: it was never written.
static uint32_t wanted[NOR_SECTORS];

static void bytes_make(uint8_t *bytes, uint32_t sector, uint32_t number)
{
    for (uint32_t i = 0; i < SECTOR; i++) {
        bytes[i] = (uint8_t)((sector * 31 + number * 7 + i * (number | 1)) >> (i % 3));
    }
    bytes[0] = (uint8_t)number;
    bytes[1] = (uint8_t)(number >> 8);
    bytes[2] = (uint8_t)sector;
}

static enum error sector_write(uint32_t sector, uint32_t number)
{
    bytes_make(client.bytes, sector, number);
    return sector_do(BLOCK_WRITE, sector);
}

static bool sector_is(uint32_t sector, uint32_t number)
{
    uint8_t bytes[SECTOR];
    memset(bytes, ALL_ONES, sizeof bytes);
    if (number != 0) {
        bytes_make(bytes, sector, number);
    }
    return memcmp(bytes, client.bytes, SECTOR) == 0;
}

/// Reads all sectors and compares them; `torn` may hold another number instead, which is noted.
static void sectors_check(uint32_t torn, uint32_t instead)
{
    for (uint32_t i = 0; i < NOR_SECTORS; i++) {
        memset(client.bytes, 0x5A, SECTOR);
        assert_int_equal(sector_do(BLOCK_READ, i), ERROR_NONE);
        if (i == torn && sector_is(i, instead)) {
            wanted[i] = instead;
        } else {
            assert_true(sector_is(i, wanted[i]));
        }
    }
}

static int reset(void **state)
{
    memset(wanted, 0, sizeof wanted);
    return nor_reset(state);
}

static void write_well(uint32_t sector, uint32_t number)
{
    assert_int_equal(sector_write(sector, number), ERROR_NONE);
    wanted[sector] = number;
}

static void sectors_hold_what_was_written(void **state)
{
    (void)state;
    struct block_description description;
    flash_block_describe(&description);
    assert_int_equal(description.sector_count, NOR_SECTORS);
    assert_false(description.is_read_only);
    assert_int_equal(flash_block_slots_of(NOR_BLOCK_BYTES), NOR_SLOTS);
    for (uint32_t i = 0; i < 3 * NOR_SECTORS; i++) {
        write_well(i % NOR_SECTORS, i + 1);
    }
    sectors_check(0, wanted[0]);
    nor_reboot();
    sectors_check(0, wanted[0]);
    // Somebody else's block is as it was.
    for (size_t i = 0; i < NOR_BLOCK_BYTES; i++) {
        assert_int_equal(nor.cells.bytes[i], 0);
    }
}

static void sector_that_was_never_written_shows_no_other_one(void **state)
{
    (void)state;
    sectors_check(0, 0);
    write_well(1, 77);
    memset(client.bytes, 0x5A, SECTOR);
    assert_int_equal(sector_do(BLOCK_READ, 0), ERROR_NONE);
    assert_true(sector_is(0, 0));
    for (uint32_t i = 0; i < 40; i++) {
        write_well(1, i);
    }
    assert_int_equal(sector_do(BLOCK_READ, 0), ERROR_NONE);
    assert_true(sector_is(0, 0));
}

static void requests_that_are_refused(void **state)
{
    (void)state;
    assert_int_equal(sector_ask(BLOCK_READ, NOR_SECTORS), ERROR_INVALID);
    assert_int_equal(sector_ask(BLOCK_WRITE, UINT64_MAX), ERROR_INVALID);
    const struct block_transfer none = {.sector_count = 0};
    const struct block_transfer two = {.sector_count = 2};
    assert_int_equal(flash_block_read(&none), ERROR_SIZE);
    assert_int_equal(flash_block_write(&two), ERROR_SIZE);
    assert_int_equal(flash_block_cancel(), ERROR_ALREADY);
    assert_int_equal(flash_block_flush(), ERROR_NO_SUPPORT);
    assert_int_equal(sector_ask(BLOCK_WRITE, 1), ERROR_NONE);
    assert_int_equal(sector_ask(BLOCK_READ, 1), ERROR_BUSY);
    nor_settle();
    assert_int_equal(client.done.status, ERROR_NONE);
    nor.is_absent = true;
    nor_reboot();
    assert_int_equal(sector_ask(BLOCK_READ, 0), ERROR_NO_DEVICE);
    assert_int_equal(flash_block_flush(), ERROR_NO_DEVICE);
}

static void every_block_is_erased_alike(void **state)
{
    (void)state;
    // Most of it never changes.
    for (uint32_t i = 0; i < NOR_SECTORS; i++) {
        write_well(i, i + 1);
    }
    for (uint32_t i = 0; i < 1500; i++) {
        write_well(NOR_SECTORS - 1, i + 100);
    }
    uint32_t least = UINT32_MAX;
    uint32_t most = 0;
    for (uint32_t i = NOR_FIRST; i < NOR_BLOCKS; i++) {
        const uint32_t count = nor.cells.erased_count[i];
        least = count < least ? count : least;
        most = count > most ? count : most;
    }
    print_message("erased %u to %u times\n", least, most);
    assert_true(least > 20 && most <= least + 2);
    assert_int_equal(nor.cells.erased_count[0], 0);
    sectors_check(0, wanted[0]);
}

/// Writes, and cuts the power in each change of it in each way: before, after and during the next
/// start all sectors are right, and can be written.
static void loss_of_power_leaves_old_or_new(void **state)
{
    (void)state;
    uint32_t cuts = 0;
    for (uint32_t i = 0; i < NOR_SECTORS; i++) {
        write_well(i, i + 1);
    }
    for (uint32_t i = 0; i < CUT_WRITES; i++) {
        const uint32_t sector = nor_random(NOR_SECTORS);
        const uint32_t number = 1000 + i;
        const struct nor_cells cells = nor.cells;
        uint32_t before[NOR_SECTORS];
        memcpy(before, wanted, sizeof before);
        nor_reboot();
        nor.changes = 0;
        assert_int_equal(sector_write(sector, number), ERROR_NONE);
        const uint32_t changes = nor.changes;
        const struct nor_cells after = nor.cells;
        for (uint32_t j = 0; j < changes * CUT_KIND_COUNT; j++) {
            nor.cells = cells;
            memcpy(wanted, before, sizeof before);
            nor_reboot();
            nor.changes_left = j / CUT_KIND_COUNT;
            nor.cut = (enum cut_kind)(j % CUT_KIND_COUNT);
            const enum error error = sector_write(sector, number);
            assert_true(nor.is_off);
            cuts++;
            // The next block is made ready when the client has been told.
            assert_true(error == ERROR_RESERVE || error == ERROR_NONE);
            wanted[sector] = error == ERROR_NONE ? number : wanted[sector];
            nor_reboot();
            sectors_check(sector, number);
            write_well(nor_random(NOR_SECTORS), 5000 + j);
            nor_reboot();
            sectors_check(0, wanted[0]);
        }
        nor.cells = after;
        memcpy(wanted, before, sizeof before);
        wanted[sector] = number;
        nor_reboot();
    }
    print_message("%u cuts\n", cuts);
    assert_true(cuts > CUT_WRITES * CUT_KIND_COUNT);
}

/// The power goes again and again, also while what it left is put right.
static void long_random_life(void **state)
{
    (void)state;
    uint32_t cuts = 0;
    for (uint32_t i = 0; i < RANDOM_STEPS; i++) {
        const uint32_t sector = nor_random(NOR_SECTORS);
        if (nor_random(3) == 0) {
            nor.changes_left = nor_random(nor_random(2) == 0 ? 3 : 30);
            nor.cut = (enum cut_kind)nor_random(CUT_KIND_COUNT);
        }
        const enum error error = sector_write(sector, i + 1);
        if (!nor.is_off) {
            assert_int_equal(error, ERROR_NONE);
            wanted[sector] = i + 1;
            continue;
        }
        cuts++;
        nor_reboot();
        sectors_check(sector, i + 1);
    }
    print_message("%u cuts\n", cuts);
    assert_true(cuts > RANDOM_STEPS / 10);
}

static void content_of_the_flash_may_be_anything(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < RANDOM_CONTENTS; i++) {
        for (size_t j = 0; j < NOR_BYTES; j++) {
            nor.cells.bytes[j] = i % 3 == 0 ? (uint8_t)nor_random(256) : nor.cells.bytes[j];
        }
        // What it wrote itself, with some bits changed.
        for (size_t j = 0; j < 40 && i % 3 != 0; j++) {
            nor.cells.bytes[nor_random(NOR_BYTES)] ^= (uint8_t)(1u << nor_random(8));
        }
        memset(nor.cells.is_programmed, false, sizeof nor.cells.is_programmed);
        memset(wanted, 0, sizeof wanted);
        nor_reboot();
        for (uint32_t j = 0; j < NOR_SECTORS; j++) {
            const enum error error = sector_do(BLOCK_READ, j);
            assert_true(error == ERROR_NONE || error == ERROR_FAILED);
            write_well(j, i + j + 1);
        }
        sectors_check(0, wanted[0]);
    }
}

/// Where a sector's data is in the flash.
static size_t place_find(uint32_t sector, uint32_t number)
{
    bytes_make(client.bytes, sector, number);
    for (size_t i = 0; i < NOR_BYTES; i += SECTOR) {
        if (memcmp(nor.cells.bytes + i, client.bytes, SECTOR) == 0) {
            return i;
        }
    }
    fail_msg("it is nowhere");
    return 0;
}

static void entries_count_in_their_place_only(void **state)
{
    (void)state;
    write_well(5, 1);
    const size_t block = place_find(5, 1) / NOR_BLOCK_BYTES * NOR_BLOCK_BYTES;
    uint8_t before[NOR_BLOCK_BYTES];
    memcpy(before, nor.cells.bytes + block, sizeof before);
    write_well(5, 2);
    const struct nor_cells cells = nor.cells;
    for (size_t i = NOR_FIRST; i < NOR_BLOCKS; i++) {
        nor.cells = cells;
        if (i * NOR_BLOCK_BYTES != block) {
            memcpy(nor.cells.bytes + i * NOR_BLOCK_BYTES, before, sizeof before);
        }
        nor_reboot();
        sectors_check(0, wanted[0]);
    }
    // An entry with another sequence than its block's, which is from before that was erased.
    nor.cells = cells;
    const size_t at = block + 4 * FLASH_BLOCK_ENTRY_BYTES;
    const struct flash_block_entry entry = {.sequence = 9, .sector = 5};
    const struct span bytes = {nor.cells.bytes + at, FLASH_BLOCK_ENTRY_BYTES};
    const struct flash_block_entry_place place = {
        .block = (uint32_t)(block / NOR_BLOCK_BYTES - NOR_FIRST), .place = 4};
    flash_block_entry_write(bytes, place, &entry);
    nor_reboot();
    sectors_check(0, wanted[0]);
}

/// Puts an entry into the flash as if the capsule had.
static void entry_forge(uint32_t block, uint32_t place, const struct flash_block_entry *entry)
{
    const size_t at = (NOR_FIRST + block) * NOR_BLOCK_BYTES + place * FLASH_BLOCK_ENTRY_BYTES;
    const struct span bytes = {nor.cells.bytes + at, FLASH_BLOCK_ENTRY_BYTES};
    flash_block_entry_write(bytes, (struct flash_block_entry_place){.block = block, .place = place},
                            entry);
    memset(nor.cells.is_programmed + at / NOR_UNIT, true, FLASH_BLOCK_ENTRY_BYTES / NOR_UNIT);
}

/// A block as it is behind a life in which it was the one with this sequence: all its slots are
/// used, and hold one sector.
static void block_forge(uint32_t block, uint32_t sequence, uint32_t sector)
{
    uint8_t *bytes = nor.cells.bytes + (NOR_FIRST + block) * NOR_BLOCK_BYTES;
    memset(bytes, ALL_ONES, NOR_BLOCK_BYTES);
    entry_forge(block, 0, &(struct flash_block_entry){sequence, NOR_SLOTS, FLASH_BLOCK_MARK});
    for (uint32_t i = 0; i < NOR_SLOTS; i++) {
        uint8_t *data = bytes + flash_block_table_bytes(NOR_SLOTS) + (size_t)i * SECTOR;
        bytes_make(data, sector, sequence);
        const struct const_span span = {data, SECTOR};
        const uint32_t hash = flash_block_hash(FLASH_BLOCK_HASH_START, span);
        entry_forge(block, i + 1, &(struct flash_block_entry){sequence, sector, hash});
    }
}

/// Writes all sectors, more than once, and finds them again behind starts that come all the time.
static void use_well(void)
{
    for (uint32_t i = 0; i < 4 * NOR_SECTORS; i++) {
        write_well(i % NOR_SECTORS, i + 1);
        if (i % 3 == 0) {
            nor_reboot();
        }
        for (uint32_t j = 0; j <= i && j < NOR_SECTORS; j++) {
            assert_int_equal(sector_do(BLOCK_READ, j), ERROR_NONE);
            assert_true(sector_is(j, wanted[j]));
        }
    }
}

static void sectors_in_every_block_do_not_stop_writes(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < NOR_USED; i++) {
        block_forge(i, 100 + i, i);
    }
    nor_reboot();
    // The oldest one makes room, the others are as they are said to be.
    for (uint32_t i = 0; i < NOR_USED; i++) {
        assert_int_equal(sector_do(BLOCK_READ, i), ERROR_NONE);
        assert_true(sector_is(i, i == 0 ? 0 : 100 + i));
    }
    use_well();
}

static void sequences_go_round(void **state)
{
    (void)state;
    static const uint32_t lasts[] = {1, 2, UINT32_MAX - 20, UINT32_MAX - 2, UINT32_MAX - 1};
    for (size_t i = 0; i < sizeof lasts / sizeof lasts[0]; i++) {
        assert_int_equal(reset(NULL), 0);
        block_forge(4, lasts[i], 2);
        block_forge(5, lasts[i] == 1 ? UINT32_MAX - 1 : lasts[i] - 1, 3);
        block_forge(6, lasts[i] == 1 ? UINT32_MAX - 2 : lasts[i] - 2, 2);
        nor_reboot();
        assert_int_equal(sector_do(BLOCK_READ, 2), ERROR_NONE);
        assert_true(sector_is(2, lasts[i]));
        use_well();
    }
}

static void sequences_may_be_any(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < RANDOM_CONTENTS; i++) {
        assert_int_equal(reset(NULL), 0);
        for (uint32_t j = 0; j < NOR_USED; j++) {
            // Some at equal distances, so that nearly any of them may be the youngest one.
            const uint32_t distance = UINT32_MAX / NOR_USED * j + nor_random(3) + 1;
            block_forge(j, i % 2 == 0 ? distance : nor_random(UINT32_MAX - 1) + 1, j);
        }
        nor_reboot();
        use_well();
    }
}

static void worn_block_is_found_again_without_a_failure(void **state)
{
    (void)state;
    nor.is_worn[NOR_FIRST + 3] = true;
    uint32_t failures = 0;
    for (uint32_t i = 0; i < 400; i++) {
        if (i % 100 == 99) {
            nor_reboot();
        }
        failures += sector_write(i % NOR_SECTORS, i + 1) != ERROR_NONE;
    }
    assert_int_equal(failures, 0);
}

static void bad_data_is_not_given_as_good(void **state)
{
    (void)state;
    write_well(3, 9);
    for (size_t i = 0; i < NOR_BYTES - SECTOR; i++) {
        bytes_make(client.bytes, 3, 9);
        if (memcmp(nor.cells.bytes + i, client.bytes, SECTOR) == 0) {
            nor.cells.bytes[i + 100] ^= 4;
        }
    }
    assert_int_equal(sector_do(BLOCK_READ, 3), ERROR_FAILED);
    // Nor when it has gone round.
    for (uint32_t i = 0; i < 100; i++) {
        write_well(4, i);
    }
    assert_int_equal(sector_do(BLOCK_READ, 3), ERROR_FAILED);
    write_well(3, 10);
    sectors_check(0, wanted[0]);
}

static void worn_blocks_are_left_out(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < NOR_SECTORS; i++) {
        write_well(i, i + 1);
    }
    uint32_t failures = 0;
    for (uint32_t worn = 0; worn < 2; worn++) {
        nor.is_worn[NOR_FIRST + 2 + worn * 3] = true;
        for (uint32_t i = 0; i < 200; i++) {
            const uint32_t sector = nor_random(8);
            if (sector_write(sector, 1000 + i) == ERROR_NONE) {
                wanted[sector] = 1000 + i;
            } else {
                failures++;
            }
        }
        sectors_check(0, wanted[0]);
    }
    assert_in_range(failures, 0, 200);
    nor_reboot();
    sectors_check(0, wanted[0]);
    // With all of them worn nothing is written, and everything read.
    memset(nor.is_worn, true, sizeof nor.is_worn);
    for (uint32_t i = 0; i < 20; i++) {
        assert_int_equal(sector_write(i % NOR_SECTORS, 4000), ERROR_FAILED);
    }
    sectors_check(0, wanted[0]);
    nor_reboot();
    sectors_check(0, wanted[0]);
}

static void request_is_cancelled(void **state)
{
    (void)state;
    write_well(5, 1);
    for (uint32_t steps = 0; steps < 40; steps++) {
        const uint32_t tellings = client.tellings;
        bytes_make(client.bytes, 5, 100 + steps);
        assert_int_equal(sector_ask(BLOCK_WRITE, 5), ERROR_NONE);
        for (uint32_t i = 0; i < steps % 9; i++) {
            (void)nor_step();
        }
        if (client.tellings == tellings) {
            assert_int_equal(request_cancel(), ERROR_NONE);
            assert_int_equal(request_cancel(), ERROR_NONE);
        }
        nor_settle();
        assert_int_equal(client.tellings, tellings + 1);
        assert_true(client.done.status == ERROR_CANCEL || client.done.status == ERROR_NONE);
        assert_int_equal(sector_do(BLOCK_READ, 5), ERROR_NONE);
        wanted[5] = sector_is(5, 100 + steps) ? 100 + steps : wanted[5];
        sectors_check(5, 100 + steps);
    }
}

static void restart_in_the_middle_ends_the_request(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < NOR_SECTORS; i++) {
        write_well(i, i + 1);
    }
    for (uint32_t steps = 0; steps < 60; steps++) {
        const uint32_t tellings = client.tellings;
        bytes_make(client.bytes, 5, 100 + steps);
        assert_int_equal(sector_ask(BLOCK_WRITE, 5), ERROR_NONE);
        for (uint32_t i = 0; i < steps % 30; i++) {
            (void)nor_step();
        }
        const bool was_told = client.tellings != tellings;
        capsule_restart();
        nor_settle();
        assert_int_equal(client.tellings, tellings + 1 + was_told);
        assert_int_equal(client.done.status, ERROR_RESERVE);
        sectors_check(5, 100 + steps);
    }
}

static void restart_while_the_last_one_waits_for_the_flash(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < NOR_SECTORS; i++) {
        write_well(i, i + 1);
    }
    for (uint32_t steps = 0; steps < 60; steps++) {
        bytes_make(client.bytes, 5, 100 + steps);
        assert_int_equal(sector_ask(BLOCK_WRITE, 5), ERROR_NONE);
        for (uint32_t i = 0; i < steps % 30; i++) {
            (void)nor_step();
        }
        capsule_restart();
        (void)nor_step();
        capsule_restart();
        nor_settle();
        assert_int_equal(client.done.status, ERROR_RESERVE);
        sectors_check(5, 100 + steps);
    }
}

static void flash_that_fails_or_refuses_fails_the_request(void **state)
{
    (void)state;
    write_well(2, 8);
    nor.read_status = ERROR_FAILED;
    assert_int_equal(sector_do(BLOCK_READ, 2), ERROR_FAILED);
    assert_int_equal(sector_write(2, 9), ERROR_FAILED);
    nor.read_status = ERROR_NONE;
    sectors_check(0, wanted[0]);
    static const enum error answers[] = {ERROR_NO_DEVICE, ERROR_BUSY, ERROR_INVALID, ERROR_STALE};
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        nor.start_answer = answers[i];
        assert_int_equal(sector_do(BLOCK_READ, 2), ERROR_FAILED);
        assert_int_equal(sector_write(2, 9), ERROR_FAILED);
        nor.start_answer = ERROR_NONE;
        sectors_check(0, wanted[0]);
    }
    for (uint32_t i = 0; i < 50; i++) {
        write_well(i % NOR_SECTORS, i + 1);
    }
    // What cannot be read at the start is not there.
    nor.read_status = ERROR_FAILED;
    nor_reboot();
    assert_int_equal(sector_do(BLOCK_READ, 2), ERROR_NO_DEVICE);
    nor.read_status = ERROR_NONE;
    nor_reboot();
    sectors_check(0, wanted[0]);
}

static void flash_that_tells_twice_or_lies_harms_nobody(void **state)
{
    (void)state;
    write_well(2, 8);
    for (uint32_t i = 0; i < 60; i++) {
        const struct flash_done event = {.operation = (enum flash_operation)(i % 3)};
        const uint32_t tellings = client.tellings;
        flash_block_done(&event);
        nor_settle();
        assert_int_equal(client.tellings, tellings);
        nor.is_lying = i % 2 == 0;
        (void)sector_write(i % NOR_SECTORS, i + 1);
        nor.is_lying = false;
        if (i % 8 == 0) {
            nor_reboot();
        }
        for (uint32_t j = 0; j < NOR_SECTORS; j++) {
            const enum error error = sector_do(BLOCK_READ, j);
            assert_true(error == ERROR_NONE || error == ERROR_FAILED);
        }
    }
}

/// How long a run may take does not depend on how much a block holds, and all of it is looked at.
static void scan_takes_few_entries_at_a_time(void **state)
{
    (void)state;
    enum { ENTRIES_MAX = 4, READS_MAX = NOR_USED * (1 + SECTOR / FLASH_BLOCK_ENTRY_BYTES) };
    for (uint32_t i = 0; i < NOR_SECTORS; i++) {
        write_well(i, i + 1);
    }
    capsule_restart();
    uint32_t reads = 0;
    for (bool goes_on = true; goes_on && reads <= READS_MAX;) {
        goes_on = nor_step();
        if (nor.is_asked) {
            assert_int_equal(nor.operation, FLASH_READ);
            assert_in_range(nor.transfer.length_bytes, 1, ENTRIES_MAX * FLASH_BLOCK_ENTRY_BYTES);
            reads++;
        }
    }
    assert_in_range(reads, NOR_USED, READS_MAX);
    sectors_check(NO_CUT, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(scan_takes_few_entries_at_a_time, reset),
        cmocka_unit_test_setup(sectors_hold_what_was_written, reset),
        cmocka_unit_test_setup(sector_that_was_never_written_shows_no_other_one, reset),
        cmocka_unit_test_setup(requests_that_are_refused, reset),
        cmocka_unit_test_setup(every_block_is_erased_alike, reset),
        cmocka_unit_test_setup(loss_of_power_leaves_old_or_new, reset),
        cmocka_unit_test_setup(long_random_life, reset),
        cmocka_unit_test_setup(content_of_the_flash_may_be_anything, reset),
        cmocka_unit_test_setup(entries_count_in_their_place_only, reset),
        cmocka_unit_test_setup(sectors_in_every_block_do_not_stop_writes, reset),
        cmocka_unit_test_setup(sequences_go_round, reset),
        cmocka_unit_test_setup(sequences_may_be_any, reset),
        cmocka_unit_test_setup(worn_block_is_found_again_without_a_failure, reset),
        cmocka_unit_test_setup(bad_data_is_not_given_as_good, reset),
        cmocka_unit_test_setup(worn_blocks_are_left_out, reset),
        cmocka_unit_test_setup(request_is_cancelled, reset),
        cmocka_unit_test_setup(restart_in_the_middle_ends_the_request, reset),
        cmocka_unit_test_setup(restart_while_the_last_one_waits_for_the_flash, reset),
        cmocka_unit_test_setup(flash_that_fails_or_refuses_fails_the_request, reset),
        cmocka_unit_test_setup(flash_that_tells_twice_or_lies_harms_nobody, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
