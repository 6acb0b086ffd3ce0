// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "eeprom.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <capsules/at24c/at24c.h>
#include <capsules/key_value/key_value.h>
#include <capsules/storage_regions/storage_regions.h>
#include <capsules/storage_rights/storage_rights.h>

enum {
    STEPS_MAX = 100000,
    BUFFER_BYTES = 66,
    IDLE_STEPS_MAX = 25,
    MILLISECONDS = 1000 /* in a second */
};

struct disk disk;
struct eeprom eeprom;
static uint8_t buffer[BUFFER_BYTES];
static uint16_t generation;

static uint8_t none[1]; ///< state of those that have none

#define NOBODY {.driver = BENCH_NO_DRIVER, .state_start = none, .state_end = none}
const struct bench_capsule bench_capsules[] = {
    [PLACE_REGIONS] = {.init = storage_regions_init,
                       .deferred = storage_regions_deferred,
                       .driver = BENCH_NO_DRIVER,
                       BENCH_STATE(storage_regions)},
    [PLACE_NONVOLATILE] = NOBODY,
    [PLACE_ISOLATED] = NOBODY,
    [PLACE_KEY_VALUE] = {.deferred = key_value_deferred,
                         .on_restart = key_value_on_restart,
                         .driver = KEY_VALUE_DRIVER,
                         .command = key_value_command,
                         BENCH_STATE(key_value)},
    [PLACE_RIGHTS] = NOBODY,
    [PLACE_EEPROM] = {.init = at24c_init,
                      .deferred = at24c_deferred,
                      .timer = at24c_timer,
                      .driver = BENCH_NO_DRIVER,
                      BENCH_STATE(at24c)},
};
const size_t bench_capsule_count = PLACE_COUNT + 1;

// ---------------------------------------------------------------------------------------------
// Wiring

BENCH_THUNK(medium_describe, PLACE_EEPROM, at24c_describe, struct storage_description)
BENCH_THUNK(medium_ask, PLACE_EEPROM, at24c_request, struct storage_request)
BENCH_THUNK(third_describe, PLACE_REGIONS, storage_regions_third_describe,
            struct storage_description)
BENCH_THUNK(third_request, PLACE_REGIONS, storage_regions_third_request, struct storage_request)
BENCH_THUNK(regions_fetch, PLACE_REGIONS, storage_regions_fetch, struct storage_piece)
BENCH_THUNK(regions_done, PLACE_REGIONS, storage_regions_done, struct storage_done)
BENCH_THUNK(values_fetch, PLACE_KEY_VALUE, key_value_fetch, struct storage_piece)
BENCH_THUNK(values_done, PLACE_KEY_VALUE, key_value_done, struct storage_done)
BENCH_THUNK(rights_look_up, PLACE_RIGHTS, storage_rights_look_up, struct storage_rights_request)

static enum error medium_request(struct storage_request *request)
{
    const enum error error = medium_ask(request);
    if (error == ERROR_NONE && request->status == ERROR_NONE) {
        disk.operation = request->operation == STORAGE_WRITE ? BLOCK_WRITE : BLOCK_READ;
    }
    return error;
}

const struct storage storage_regions_medium = {medium_describe, medium_request};
const struct storage_client at24c_client = {regions_fetch, regions_done};
const struct storage key_value_medium = {third_describe, third_request};
const struct storage_rights_source key_value_rights = {rights_look_up};
const struct storage_client storage_regions_clients[STORAGE_REGIONS_CLIENT_COUNT] = {
    [STORAGE_REGIONS_THIRD] = {values_fetch, values_done},
};
const struct storage_region storage_regions_table[STORAGE_REGIONS_CLIENT_COUNT] = {
    [STORAGE_REGIONS_FIRST] = {0, SHARED_SECTORS},
    [STORAGE_REGIONS_SECOND] = {SHARED_SECTORS, ISOLATED_SECTORS},
    [STORAGE_REGIONS_THIRD] = {SHARED_SECTORS + ISOLATED_SECTORS, KEY_VALUE_SECTORS},
};
const struct i2c_place at24c_place = {EEPROM_AT};
const struct at24c_geometry at24c_geometry = {DISK_BYTES, EEPROM_PAGE_BYTES};

const struct storage_rights_policy storage_rights_policy = {
    .names = " one two reader editor",
    .rows = {{.short_id = OWNER_ONE, .may_write = true},
             {.short_id = OWNER_TWO, .may_write = true},
             {.short_id = OWNER_READER, .read = {0, OWNER_ONE}},
             {.short_id = OWNER_EDITOR, .may_write = true, .modify = {OWNER_ONE}}},
};

// ---------------------------------------------------------------------------------------------
// The bus and the memory

static enum error bus_transfer(struct transfer_buffer name, struct i2c_message message)
{
    assert_int_equal(fake_capsule_calling(), PLACE_EEPROM);
    if (disk.is_asked || eeprom.refusal != ERROR_NONE) {
        return disk.is_asked ? ERROR_BUSY : eeprom.refusal;
    }
    assert_int_equal(name.generation, generation);
    assert_int_equal(message.address, EEPROM_AT);
    assert_in_range(message.write_bytes, 0, BUFFER_BYTES);
    assert_in_range(message.read_bytes, 0, BUFFER_BYTES);
    generation++;
    eeprom.message = message;
    disk.is_asked = true;
    disk.is_cancelled = false;
    return ERROR_NONE;
}

static enum error bus_cancel(void)
{
    if (!disk.is_asked || disk.is_cancelled) {
        return ERROR_ALREADY;
    }
    disk.is_cancelled = true;
    return ERROR_NONE;
}
const struct i2c_bus at24c_bus = {bus_transfer, bus_cancel};

/// Puts bytes into a page, which they do not leave, or a part of them if the power goes.
static void page_write(size_t place, size_t count)
{
    size_t first = 0;
    size_t end = count;
    if (disk.writes_left != NO_CUT && disk.writes_left-- == 0) {
        disk.is_off = true;
        end = disk.cut == CUT_BEFORE ? 0 : disk.cut == CUT_FIRST_HALF ? count / 2 : count;
        first = disk.cut == CUT_SECOND_HALF ? count / 2 : 0;
    }
    const size_t page = place / EEPROM_PAGE_BYTES * EEPROM_PAGE_BYTES;
    for (size_t i = first; i < end && !eeprom.is_protected; i++) {
        disk.bytes[page + (place + i) % EEPROM_PAGE_BYTES] = buffer[2 + i];
    }
}

/// Carries out a transfer. Returns how it ends.
static enum error memory_use(void)
{
    static bool was_written;
    const bool is_look_behind_write = was_written && eeprom.message.read_bytes > 0;
    if (disk.is_absent || eeprom.busy_left > 0) {
        eeprom.busy_left -= eeprom.busy_left > 0 ? 1 : 0;
        return ERROR_NO_ACK;
    }
    if (eeprom.message.write_bytes == 0) {
        return ERROR_NONE;
    }
    const size_t place = (size_t)buffer[0] << 8 | buffer[1];
    was_written = eeprom.message.write_bytes > 2;
    if (was_written) {
        const size_t count = eeprom.message.write_bytes - 2u;
        assert_in_range(place, 0, DISK_BYTES - count);
        assert_in_range(place % EEPROM_PAGE_BYTES + count, 1, EEPROM_PAGE_BYTES);
        disk.writes++;
        if (disk.status[BLOCK_WRITE] != ERROR_NONE) {
            memset(disk.bytes + place, 0xA5, count / 3); // It may hold anything.
            return disk.status[BLOCK_WRITE];
        }
        page_write(place, count);
        eeprom.busy_left = eeprom.busy_looks;
        return ERROR_NONE;
    }
    if (is_look_behind_write && disk.status[BLOCK_FLUSH] != ERROR_NONE) {
        was_written = true;
        return disk.status[BLOCK_FLUSH];
    }
    if (disk.operation == BLOCK_READ && disk.status[BLOCK_READ] != ERROR_NONE) {
        return disk.status[BLOCK_READ];
    }
    disk.reads++;
    assert_in_range(place, 0, DISK_BYTES - eeprom.message.read_bytes);
    memcpy(buffer, disk.bytes + place, eeprom.message.read_bytes);
    return ERROR_NONE;
}

bool disk_step(void)
{
    if (disk.is_off) {
        return false;
    }
    if (!disk.is_asked) {
        // Who waits for time goes on.
        fake_time_set(time_now() + time_hz() / MILLISECONDS);
        fake_run();
        eeprom.idle_steps = disk.is_asked ? 0 : eeprom.idle_steps + 1;
        return eeprom.idle_steps < IDLE_STEPS_MAX;
    }
    eeprom.idle_steps = 0;
    struct i2c_done event = {.status = ERROR_CANCEL};
    if (!disk.is_cancelled) {
        event.status = memory_use();
    }
    disk.is_asked = false;
    if (disk.is_off) {
        return false;
    }
    generation++;
    eeprom.transfers++;
    event.buffer = (struct transfer_buffer){.generation = generation};
    if (bench_enter(PLACE_EEPROM)) {
        at24c_done(&event);
        bench_leave();
    }
    fake_run();
    return true;
}

void disk_settle(void)
{
    size_t steps = 0;
    eeprom.idle_steps = 0;
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
    eeprom.busy_left = 0;
    assert_int_equal(bench_reset(NULL), 0);
    disk_settle();
}

int disk_reset(void **state)
{
    (void)state;
    disk = (struct disk){.sector_count = DISK_SECTORS, .writes_left = NO_CUT};
    eeprom = (struct eeprom){.busy_looks = 0};
    disk_reboot();
    return 0;
}

void disk_remove(void)
{
    disk.is_absent = true;
    bench_capsule_fail((size_t)PLACE_EEPROM);
    bench_capsule_restart((size_t)PLACE_EEPROM, NULL, 0);
    disk_settle();
}

void capsule_fail(enum place place)
{
    bench_capsule_fail(place);
    if ((int)place == PLACE_EEPROM && disk.is_asked) {
        disk.is_cancelled = true;
        (void)disk_step();
    }
}

// ---------------------------------------------------------------------------------------------
// Gates

struct transfer_buffer transfer_buffer_home(uint32_t index)
{
    assert_int_equal(fake_capsule_calling(), PLACE_EEPROM);
    assert_int_equal(index, 0);
    return (struct transfer_buffer){.generation = generation};
}

static enum error buffer_check(struct transfer_buffer name, size_t offset, size_t bytes)
{
    assert_int_equal(fake_capsule_calling(), PLACE_EEPROM);
    assert_true(offset <= BUFFER_BYTES && bytes <= BUFFER_BYTES - offset);
    return !disk.is_asked && name.generation == generation ? ERROR_NONE : ERROR_STALE;
}

enum error transfer_buffer_read_(struct transfer_buffer name, size_t offset, void *to, size_t bytes)
{
    const enum error error = buffer_check(name, offset, bytes);
    if (error == ERROR_NONE) {
        memcpy(to, buffer + offset, bytes);
    }
    return error;
}

enum error transfer_buffer_write_(struct transfer_buffer name, size_t offset, const void *from,
                                  size_t bytes)
{
    const enum error error = buffer_check(name, offset, bytes);
    if (error == ERROR_NONE) {
        memcpy(buffer + offset, from, bytes);
    }
    return error;
}
