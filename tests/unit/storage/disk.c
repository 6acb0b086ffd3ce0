// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "disk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <capsules/isolated_storage/isolated_storage.h>
#include <capsules/key_value/key_value.h>
#include <capsules/nonvolatile_storage/nonvolatile_storage.h>
#include <capsules/storage_rights/storage_rights.h>

enum { STEPS_MAX = 100000 };

struct disk disk;
static uint8_t buffer[SECTOR];
static uint16_t generation;

const struct bench_capsule bench_capsules[] = {
    [PLACE_VIRTUAL] = {.init = virtual_storage_init,
                       .deferred = virtual_storage_deferred,
                       .driver = BENCH_NO_DRIVER,
                       BENCH_STATE(virtual_storage)},
    [PLACE_NONVOLATILE] = {.deferred = nonvolatile_storage_deferred,
                           .on_restart = nonvolatile_storage_on_restart,
                           .driver = NONVOLATILE_STORAGE_DRIVER,
                           .command = nonvolatile_storage_command,
                           BENCH_STATE(nonvolatile_storage)},
    [PLACE_ISOLATED] = {.deferred = isolated_storage_deferred,
                        .on_restart = isolated_storage_on_restart,
                        .driver = ISOLATED_STORAGE_DRIVER,
                        .command = isolated_storage_command,
                        BENCH_STATE(isolated_storage)},
    [PLACE_KEY_VALUE] = {.deferred = key_value_deferred,
                         .on_restart = key_value_on_restart,
                         .driver = KEY_VALUE_DRIVER,
                         .command = key_value_command,
                         BENCH_STATE(key_value)},
    [PLACE_RIGHTS] = {.driver = BENCH_NO_DRIVER, BENCH_STATE(storage_rights)},
};
const size_t bench_capsule_count = PLACE_COUNT;

// ---------------------------------------------------------------------------------------------
// Wiring

BENCH_THUNK(first_describe, PLACE_VIRTUAL, virtual_storage_first_describe,
            struct storage_description)
BENCH_THUNK(first_request, PLACE_VIRTUAL, virtual_storage_first_request, struct storage_request)
BENCH_THUNK(second_describe, PLACE_VIRTUAL, virtual_storage_second_describe,
            struct storage_description)
BENCH_THUNK(second_request, PLACE_VIRTUAL, virtual_storage_second_request, struct storage_request)
BENCH_THUNK(third_describe, PLACE_VIRTUAL, virtual_storage_third_describe,
            struct storage_description)
BENCH_THUNK(third_request, PLACE_VIRTUAL, virtual_storage_third_request, struct storage_request)
BENCH_THUNK(nonvolatile_fetch, PLACE_NONVOLATILE, nonvolatile_storage_fetch, struct storage_piece)
BENCH_THUNK(nonvolatile_done, PLACE_NONVOLATILE, nonvolatile_storage_done, struct storage_done)
BENCH_THUNK(isolated_fetch, PLACE_ISOLATED, isolated_storage_fetch, struct storage_piece)
BENCH_THUNK(isolated_done, PLACE_ISOLATED, isolated_storage_done, struct storage_done)
BENCH_THUNK(values_fetch, PLACE_KEY_VALUE, key_value_fetch, struct storage_piece)
BENCH_THUNK(values_done, PLACE_KEY_VALUE, key_value_done, struct storage_done)
BENCH_THUNK(rights_look_up, PLACE_RIGHTS, storage_rights_look_up, struct storage_rights_request)

const struct storage nonvolatile_storage_region = {first_describe, first_request};
const struct storage isolated_storage_medium = {second_describe, second_request};
const struct storage key_value_medium = {third_describe, third_request};
const struct storage_rights_source isolated_storage_rights = {rights_look_up};
const struct storage_rights_source key_value_rights = {rights_look_up};

const struct storage_client virtual_storage_clients[VIRTUAL_STORAGE_CLIENT_COUNT] = {
    [VIRTUAL_STORAGE_FIRST] = {nonvolatile_fetch, nonvolatile_done},
    [VIRTUAL_STORAGE_SECOND] = {isolated_fetch, isolated_done},
    [VIRTUAL_STORAGE_THIRD] = {values_fetch, values_done},
};

const struct virtual_storage_region virtual_storage_regions[VIRTUAL_STORAGE_CLIENT_COUNT] = {
    [VIRTUAL_STORAGE_FIRST] = {0, SHARED_SECTORS},
    [VIRTUAL_STORAGE_SECOND] = {SHARED_SECTORS, ISOLATED_SECTORS},
    [VIRTUAL_STORAGE_THIRD] = {SHARED_SECTORS + ISOLATED_SECTORS, KEY_VALUE_SECTORS},
};

const struct storage_rights_policy storage_rights_policy = {
    .names = " one two reader editor",
    .rows = {{.short_id = OWNER_ONE, .may_write = true},
             {.short_id = OWNER_TWO, .may_write = true},
             {.short_id = OWNER_READER, .read = {0, OWNER_ONE}},
             {.short_id = OWNER_EDITOR, .may_write = true, .modify = {OWNER_ONE}}},
};

// ---------------------------------------------------------------------------------------------
// The disk

static void describe(struct block_description *description)
{
    *description = (struct block_description){.sector_count = 0};
    if (!disk.is_absent) {
        description->sector_count = disk.sector_count;
    }
}

static enum error disk_start(enum block_operation operation, const struct block_transfer *transfer)
{
    assert_int_equal(fake_capsule_calling(), PLACE_VIRTUAL);
    if (disk.is_absent || disk.start_answer != ERROR_NONE) {
        return disk.is_absent ? ERROR_NO_DEVICE : disk.start_answer;
    }
    assert_false(disk.is_asked);
    if (operation != BLOCK_FLUSH) {
        assert_int_equal(transfer->sector_count, 1);
        assert_in_range(transfer->first_sector, 0, disk.sector_count - 1);
        assert_int_equal(transfer->buffer.generation, generation);
        disk.transfer = *transfer;
        generation++;
    }
    disk.is_asked = true;
    disk.is_cancelled = false;
    disk.operation = operation;
    return ERROR_NONE;
}

static enum error disk_read(const struct block_transfer *transfer)
{
    return disk_start(BLOCK_READ, transfer);
}

static enum error disk_write(const struct block_transfer *transfer)
{
    return disk_start(BLOCK_WRITE, transfer);
}

static enum error disk_flush(void)
{
    return disk.has_no_flush ? ERROR_NO_SUPPORT : disk_start(BLOCK_FLUSH, NULL);
}

static enum error disk_cancel(void)
{
    if (!disk.is_asked) {
        return ERROR_ALREADY;
    }
    disk.is_cancelled = true;
    return ERROR_NONE;
}

const struct block_device virtual_storage_disk = {
    .describe = describe,
    .read = disk_read,
    .write = disk_write,
    .flush = disk_flush,
    .cancel = disk_cancel,
};

/// Puts what is to be written onto the disk, or a part of it if the power goes.
static void sector_write(uint8_t *sector)
{
    size_t first = 0;
    size_t end = SECTOR;
    if (disk.writes_left != NO_CUT && disk.writes_left-- == 0) {
        disk.is_off = true;
        end = disk.cut == CUT_BEFORE ? 0 : disk.cut == CUT_FIRST_HALF ? SECTOR / 2 : SECTOR;
        first = disk.cut == CUT_SECOND_HALF ? SECTOR / 2 : 0;
    }
    memcpy(sector + first, buffer + first, end - first);
}

bool disk_step(void)
{
    if (!disk.is_asked || disk.is_off) {
        return false;
    }
    struct block_done event = {.operation = disk.operation, .status = disk.status[disk.operation]};
    uint8_t *sector = disk.bytes + disk.transfer.first_sector * SECTOR;
    if (disk.is_cancelled) {
        event.status = ERROR_CANCEL;
    } else if (disk.operation == BLOCK_READ) {
        disk.reads++;
        memcpy(buffer, sector, SECTOR);
    } else if (disk.operation == BLOCK_WRITE) {
        disk.writes++;
        if (event.status == ERROR_NONE) {
            sector_write(sector);
        } else {
            memset(sector, 0xA5, SECTOR / 3); // A sector that could not be written holds anything.
        }
    } else {
        disk.flushes++;
    }
    disk.is_asked = false;
    if (disk.is_off) {
        return false;
    }
    if (disk.operation != BLOCK_FLUSH) {
        generation++;
        event.buffer = (struct transfer_buffer){.generation = generation};
    }
    if (bench_enter(PLACE_VIRTUAL)) {
        virtual_storage_block_done(&event);
        bench_leave();
    }
    return true;
}

void disk_settle(void)
{
    size_t steps = 0;
    do {
        fake_run();
        assert_true(++steps < STEPS_MAX);
    } while (disk_step());
}

void disk_reboot(void)
{
    disk.is_asked = false;
    disk.is_off = false;
    disk.writes_left = NO_CUT;
    assert_int_equal(bench_reset(NULL), 0);
    disk_settle();
}

int disk_reset(void **state)
{
    (void)state;
    disk = (struct disk){.sector_count = DISK_SECTORS, .writes_left = NO_CUT};
    disk_reboot();
    return 0;
}

void disk_remove(void)
{
    disk.is_absent = true;
}

void capsule_fail(enum place place)
{
    bench_capsule_fail(place);
    if (place == PLACE_VIRTUAL && disk.is_asked && disk.operation != BLOCK_FLUSH) {
        disk.is_cancelled = true;
        (void)disk_step();
    }
}

// ---------------------------------------------------------------------------------------------
// Gates

static bool buffer_is_here(struct transfer_buffer name)
{
    assert_int_equal(fake_capsule_calling(), PLACE_VIRTUAL);
    const bool is_there = disk.is_asked && disk.operation != BLOCK_FLUSH;
    return !is_there && name.generation == generation;
}

struct transfer_buffer transfer_buffer_home(uint32_t index)
{
    assert_int_equal(fake_capsule_calling(), PLACE_VIRTUAL);
    assert_int_equal(index, 0);
    return (struct transfer_buffer){.generation = generation};
}

enum error transfer_buffer_read_(struct transfer_buffer name, size_t offset, void *to, size_t bytes)
{
    if (!buffer_is_here(name)) {
        return ERROR_STALE;
    }
    assert_true(offset <= SECTOR && bytes <= SECTOR - offset);
    memcpy(to, buffer + offset, bytes);
    return ERROR_NONE;
}

enum error transfer_buffer_write_(struct transfer_buffer name, size_t offset, const void *from,
                                  size_t bytes)
{
    if (!buffer_is_here(name)) {
        return ERROR_STALE;
    }
    assert_true(offset <= SECTOR && bytes <= SECTOR - offset);
    memcpy(buffer + offset, from, bytes);
    return ERROR_NONE;
}
