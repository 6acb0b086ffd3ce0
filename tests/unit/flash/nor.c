// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "nor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { STEPS_MAX = 20000, BUFFER_OWN = 0, BUFFER_CLIENT = 1, BUFFER_COUNT = 2 };

struct nor nor;
struct client client;

static uint32_t generation[BUFFER_COUNT];
static uint8_t own_bytes[SECTOR];
static bool is_deferred;
static bool is_in_capsule;
static uint64_t random_state = 0x9E3779B97F4A7C15u;

extern uint8_t flash_block_state_start[], flash_block_state_end[];

const struct flash_block_region flash_block_region = {
    .first_block = NOR_FIRST, .block_count = UINT32_MAX, .sector_count = NOR_SECTORS};

uint32_t nor_random(uint32_t limit)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33) % limit;
}

// ---------------------------------------------------------------------------------------------
// The cells

/// A change loses its power in the middle: some of it has been made.
static void change_cut(uint8_t *cells, const uint8_t *wanted, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const bool is_first_half = i < count / 2;
        const uint8_t any = (uint8_t)nor_random(UINT8_MAX + 1);
        if (nor.cut == CUT_BEHIND || (nor.cut == CUT_FIRST_HALF && is_first_half) ||
            (nor.cut == CUT_SECOND_HALF && !is_first_half)) {
            cells[i] = wanted[i];
        } else if (nor.cut == CUT_ANY_BITS) {
            cells[i] = (uint8_t)((cells[i] & any) | (wanted[i] & ~any));
        }
    }
}

static void change_make(const uint8_t *from)
{
    uint8_t wanted[NOR_BLOCK_BYTES];
    const bool is_erase = nor.operation == FLASH_ERASE;
    const size_t first = is_erase ? nor.block * NOR_BLOCK_BYTES : nor.transfer.first_byte;
    const size_t count = is_erase ? NOR_BLOCK_BYTES : nor.transfer.length_bytes;
    for (size_t i = 0; i < count; i++) {
        wanted[i] = is_erase ? UINT8_MAX : nor.cells.bytes[first + i] & from[i];
    }
    nor.is_off = nor.changes_left != NO_CUT && nor.changes_left-- == 0;
    nor.changes++;
    if (nor.is_off) {
        change_cut(nor.cells.bytes + first, wanted, count);
    } else if (!nor.is_lying) {
        memcpy(nor.cells.bytes + first, wanted, count);
    }
    // Also where the power was lost: that is what has to be erased again.
    memset(nor.cells.is_programmed + first / NOR_UNIT, !is_erase, count / NOR_UNIT);
    if (is_erase) {
        nor.cells.erased_count[nor.block]++;
        // What was not erased to the end is not to be programmed.
        memset(nor.cells.is_programmed + first / NOR_UNIT, nor.is_off, count / NOR_UNIT);
    }
}

// ---------------------------------------------------------------------------------------------
// The contract of the flash

static void describe(struct flash_description *description)
{
    *description = (struct flash_description){.block_count = nor.is_absent ? 0 : NOR_BLOCKS,
                                              .block_bytes = NOR_BLOCK_BYTES,
                                              .program_bytes = NOR_UNIT};
}

static bool buffer_is_here(struct transfer_buffer name)
{
    return name.index < BUFFER_COUNT && name.generation == generation[name.index];
}

static enum error request_start(enum flash_operation operation)
{
    assert_true(is_in_capsule);
    assert_false(nor.is_asked); // Not by a life of the capsule that is over either.
    if (nor.is_absent || nor.start_answer != ERROR_NONE) {
        return nor.is_absent ? ERROR_NO_DEVICE : nor.start_answer;
    }
    nor.operation = operation;
    nor.is_asked = true;
    nor.is_cancelled = false;
    return ERROR_NONE;
}

static enum error transfer_start(enum flash_operation operation,
                                 const struct flash_transfer *transfer)
{
    assert_true(transfer->length_bytes > 0 && transfer->length_bytes <= SECTOR);
    assert_int_equal(transfer->first_byte % NOR_UNIT, 0);
    assert_int_equal(transfer->length_bytes % NOR_UNIT, 0);
    assert_in_range(transfer->first_byte, NOR_FIRST * NOR_BLOCK_BYTES,
                    NOR_BYTES - transfer->length_bytes);
    assert_true(buffer_is_here(transfer->buffer));
    const uint8_t *bytes = transfer->buffer.index == BUFFER_OWN ? own_bytes : client.bytes;
    for (size_t i = 0; operation == FLASH_PROGRAM && i < transfer->length_bytes; i++) {
        assert_true(bytes[i] == 0 ||
                    !nor.cells.is_programmed[(transfer->first_byte + i) / NOR_UNIT]);
    }
    const enum error error = request_start(operation);
    if (error == ERROR_NONE) {
        nor.transfer = *transfer;
        nor.block = transfer->first_byte / NOR_BLOCK_BYTES;
        generation[transfer->buffer.index]++;
    }
    return error;
}

static enum error nor_read(const struct flash_transfer *transfer)
{
    return transfer_start(FLASH_READ, transfer);
}

static enum error nor_program(const struct flash_transfer *transfer)
{
    return transfer_start(FLASH_PROGRAM, transfer);
}

static enum error nor_erase(uint32_t block)
{
    assert_in_range(block, NOR_FIRST, NOR_BLOCKS - 1);
    const enum error error = request_start(FLASH_ERASE);
    if (error == ERROR_NONE) {
        nor.block = block;
    }
    return error;
}

static enum error nor_cancel(void)
{
    if (!nor.is_asked) {
        return ERROR_ALREADY;
    }
    nor.is_cancelled = true;
    return ERROR_NONE;
}

const struct flash flash_block_flash = {.describe = describe,
                                        .read = nor_read,
                                        .program = nor_program,
                                        .erase = nor_erase,
                                        .cancel = nor_cancel};

bool nor_step(void)
{
    if (is_deferred) {
        is_deferred = false;
        is_in_capsule = true;
        flash_block_deferred();
        is_in_capsule = false;
        return true;
    }
    if (!nor.is_asked || nor.is_off) {
        return false;
    }
    struct flash_done event = {.operation = nor.operation};
    uint8_t *buffer = nor.transfer.buffer.index == BUFFER_OWN ? own_bytes : client.bytes;
    if (nor.operation == FLASH_READ) {
        memcpy(buffer, nor.cells.bytes + nor.transfer.first_byte, nor.transfer.length_bytes);
        event.status = nor.read_status;
    } else if (nor.is_worn[nor.block]) {
        event.status = nor_random(2) == 0 ? ERROR_FAILED : ERROR_NO_SUPPORT;
    } else {
        change_make(buffer);
    }
    if (nor.is_off) {
        return false;
    }
    if (nor.is_cancelled) {
        event.status = ERROR_CANCEL;
    }
    nor.is_asked = false;
    if (nor.operation != FLASH_ERASE) {
        event.buffer = (struct transfer_buffer){
            .index = nor.transfer.buffer.index,
            .generation = ++generation[nor.transfer.buffer.index],
        };
    }
    is_in_capsule = true;
    flash_block_done(&event);
    is_in_capsule = false;
    return true;
}

void nor_settle(void)
{
    for (size_t steps = 0; nor_step(); steps++) {
        assert_true(steps < STEPS_MAX);
    }
}

// ---------------------------------------------------------------------------------------------
// The capsule, its client and its gates

static void client_told(const struct block_done *event)
{
    assert_true(is_in_capsule);
    client.tellings++;
    client.done = *event;
}

const struct block_client flash_block_client = {.done = client_told};

/// Not watched by the sanitizer, which keeps its own bytes between the variables.
__attribute__((no_sanitize("address"))) void capsule_restart(void)
{
    for (volatile uint8_t *byte = flash_block_state_start; byte < flash_block_state_end; byte++) {
        *byte = 0;
    }
    is_deferred = false;
    is_in_capsule = true;
    flash_block_init();
    is_in_capsule = false;
}

void nor_reboot(void)
{
    nor.is_asked = false;
    nor.is_off = false;
    nor.changes_left = NO_CUT;
    capsule_restart();
    nor_settle();
}

int nor_reset(void **state)
{
    (void)state;
    nor = (struct nor){.changes_left = NO_CUT};
    memset(nor.cells.is_programmed, true, sizeof nor.cells.is_programmed);
    client = (struct client){.tellings = 0};
    nor_reboot();
    return 0;
}

enum error sector_ask(enum block_operation operation, uint64_t sector)
{
    const struct block_transfer transfer = {
        .buffer = {.index = BUFFER_CLIENT, .generation = generation[BUFFER_CLIENT]},
        .first_sector = sector,
        .sector_count = 1};
    is_in_capsule = true;
    const enum error error =
        operation == BLOCK_READ ? flash_block_read(&transfer) : flash_block_write(&transfer);
    is_in_capsule = false;
    return error;
}

enum error request_cancel(void)
{
    is_in_capsule = true;
    const enum error error = flash_block_cancel();
    is_in_capsule = false;
    return error;
}

enum error sector_do(enum block_operation operation, uint64_t sector)
{
    const uint32_t tellings = client.tellings;
    const enum error error = sector_ask(operation, sector);
    if (error != ERROR_NONE) {
        return error;
    }
    nor_settle();
    if (client.tellings == tellings) {
        return ERROR_RESERVE;
    }
    assert_int_equal(client.tellings, tellings + 1);
    assert_int_equal(client.done.operation, operation);
    assert_int_equal(client.done.buffer.index, BUFFER_CLIENT);
    assert_int_equal(client.done.buffer.generation, generation[BUFFER_CLIENT]);
    return client.done.status;
}

void deferred_call_request(void)
{
    assert_true(is_in_capsule);
    is_deferred = true;
}

struct transfer_buffer transfer_buffer_home(uint32_t index)
{
    assert_int_equal(index, 0);
    return (struct transfer_buffer){.index = BUFFER_OWN, .generation = generation[BUFFER_OWN]};
}

/// Whether the capsule may open it: its own, and not at the flash.
static bool is_open(struct transfer_buffer name)
{
    assert_int_equal(name.index, BUFFER_OWN);
    const bool is_away =
        nor.is_asked && nor.operation != FLASH_ERASE && nor.transfer.buffer.index == BUFFER_OWN;
    return !is_away && buffer_is_here(name);
}

enum error transfer_buffer_read_(struct transfer_buffer name, size_t offset, void *to, size_t bytes)
{
    assert_true(offset <= SECTOR && bytes <= SECTOR - offset);
    if (!is_open(name)) {
        return ERROR_STALE;
    }
    memcpy(to, own_bytes + offset, bytes);
    return ERROR_NONE;
}

enum error transfer_buffer_write_(struct transfer_buffer name, size_t offset, const void *from,
                                  size_t bytes)
{
    assert_true(offset <= SECTOR && bytes <= SECTOR - offset);
    if (!is_open(name)) {
        return ERROR_STALE;
    }
    memcpy(own_bytes + offset, from, bytes);
    return ERROR_NONE;
}
