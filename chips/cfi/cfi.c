// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "cfi.h"

#include <stdbool.h>

#include <arch/mmio.h>
#include <kernel/port.h>

#include "query.h"

enum cfi_command {
    COMMAND_ERASE = 0x20,
    COMMAND_CLEAR = 0x50, ///< what the status says of failures
    COMMAND_LOCKS = 0x60,
    COMMAND_WRITE = 0xE8,
    CONFIRM = 0xD0, ///< the second part of a command; of COMMAND_LOCKS: unlock
    CONFIRM_LOCK = 0x01,
};

enum cfi_status {
    STATUS_LOCKED = 1 << 1,
    STATUS_VOLTAGE = 1 << 3,
    STATUS_NOT_PROGRAMMED = 1 << 4,
    STATUS_NOT_ERASED = 1 << 5,
    STATUS_READY = 1 << 7,
    STATUS_FAILURES = STATUS_LOCKED | STATUS_VOLTAGE | STATUS_NOT_PROGRAMMED | STATUS_NOT_ERASED,
};

enum {
    WORD_BYTES = 4,
    BYTE_BITS = 8,
    RUN_BYTES = 256, ///< at most, that are moved in one run
};

/// What the bottom half does next.
enum cfi_step {
    STEP_READ,
    STEP_UNLOCK,
    STEP_ERASE,
    STEP_WRITE, ///< asks for the chips' buffer
    STEP_FILL,
    STEP_CHECK,
    STEP_LOCK,
    STEP_END,
};

static struct cfi_geometry chips;

/// The request under way. Guard: base level.
static struct {
    struct transfer_buffer buffer;
    uint8_t *bytes;
    uint32_t moved_bytes; ///< of those, to or from the chips
    uint32_t first_byte;  ///< of those that are left, on the chips
    uint32_t length_bytes;
    uint32_t written_bytes; ///< that the chips are programming
    uint32_t block_base;    ///< of the block that is changed
    uint64_t waiting_since;
    enum flash_operation operation;
    enum cfi_step step;
    enum error status;
    bool is_busy;
    bool is_cancelled;
    bool is_waiting; ///< until the chips are ready for the step
} request;

void cfi_initialise(void)
{
    if (!cfi_query(&chips)) {
        chips = (struct cfi_geometry){.block_count = 0};
    }
}

void cfi_describe(struct flash_description *description)
{
    *description = (struct flash_description){.block_count = 0};
    if (chips.block_count != 0) {
        description->block_count = chips.block_count;
        description->block_bytes = chips.block_bytes;
        description->program_bytes = WORD_BYTES;
    }
}

static void request_begin(enum flash_operation operation, enum cfi_step step)
{
    request.block_base = request.first_byte & ~(chips.block_bytes - 1);
    request.operation = operation;
    request.step = step;
    request.status = ERROR_NONE;
    request.moved_bytes = 0;
    request.written_bytes = 0;
    request.is_busy = true;
    request.is_cancelled = false;
    request.is_waiting = false;
    kernel_bottom_half_request(cfi_line);
}

static enum error transfer_start(enum flash_operation operation,
                                 const struct flash_transfer *transfer)
{
    if (chips.block_count == 0) {
        return ERROR_NO_DEVICE;
    }
    if (request.is_busy) {
        return ERROR_BUSY;
    }
    const uint32_t all_bytes = chips.block_count * chips.block_bytes;
    if (transfer->length_bytes == 0) {
        return ERROR_SIZE;
    }
    if (transfer->first_byte > all_bytes ||
        transfer->length_bytes > all_bytes - transfer->first_byte ||
        transfer->first_byte % WORD_BYTES != 0 || transfer->length_bytes % WORD_BYTES != 0) {
        return ERROR_INVALID;
    }
    const uint32_t room = chips.block_bytes - transfer->first_byte % chips.block_bytes;
    if (operation == FLASH_PROGRAM && transfer->length_bytes > room) {
        return ERROR_INVALID;
    }
    const enum error error =
        ledger_take(transfer->buffer, cfi_device, transfer->length_bytes, &request.bytes);
    if (error != ERROR_NONE) {
        return error;
    }
    request.buffer = transfer->buffer;
    request.first_byte = transfer->first_byte;
    request.length_bytes = (uint32_t)transfer->length_bytes;
    request_begin(operation, operation == FLASH_READ ? STEP_READ : STEP_UNLOCK);
    return ERROR_NONE;
}

enum error cfi_read(const struct flash_transfer *transfer)
{
    return transfer_start(FLASH_READ, transfer);
}

enum error cfi_program(const struct flash_transfer *transfer)
{
    return transfer_start(FLASH_PROGRAM, transfer);
}

enum error cfi_erase(uint32_t block)
{
    if (chips.block_count == 0) {
        return ERROR_NO_DEVICE;
    }
    if (request.is_busy) {
        return ERROR_BUSY;
    }
    if (block >= chips.block_count) {
        return ERROR_INVALID;
    }
    request.first_byte = block * chips.block_bytes;
    request.length_bytes = 0;
    request_begin(FLASH_ERASE, STEP_UNLOCK);
    return ERROR_NONE;
}

enum error cfi_cancel(void)
{
    if (!request.is_busy) {
        return ERROR_ALREADY;
    }
    request.is_cancelled = true;
    return ERROR_NONE;
}

// ---------------------------------------------------------------------------------------------
// Steps

/// Sends a command to the block that is changed. Its address may be any of the block's; the
/// emulator's chips want the one where bytes are programmed.
static void command_send(uint32_t command)
{
    const uint32_t at = request.length_bytes != 0 ? request.first_byte : request.block_base;
    mmio_write_32(cfi_bank.base + at, command * chips.lanes);
}

/// Sends the second part of a command, behind which the chips have to become ready.
static void command_confirm(uint32_t command)
{
    command_send(command);
    request.is_waiting = true;
    request.waiting_since = port_time_now();
}

/// How many of the bytes that are left go in this run, without crossing a multiple of `limit`.
static uint32_t run_bytes(uint32_t limit)
{
    const uint32_t most = limit < RUN_BYTES ? limit : RUN_BYTES;
    const uint32_t room = most - request.first_byte % most;
    return request.length_bytes < room ? request.length_bytes : room;
}

static void bytes_pass(uint32_t count)
{
    request.moved_bytes += count;
    request.first_byte += count;
    request.length_bytes -= count;
}

static enum cfi_step read_make(void)
{
    const uint32_t count = request.is_cancelled ? 0 : run_bytes(RUN_BYTES);
    for (uint32_t i = 0; i < count; i += WORD_BYTES) {
        const uint32_t word = mmio_read_32(cfi_bank.base + request.first_byte + i);
        for (uint32_t j = 0; j < WORD_BYTES; j++) {
            request.bytes[request.moved_bytes + i + j] = (uint8_t)(word >> (BYTE_BITS * j));
        }
    }
    bytes_pass(count);
    return request.is_cancelled || request.length_bytes == 0 ? STEP_END : STEP_READ;
}

static enum cfi_step write_ask(void)
{
    if (request.is_cancelled || request.length_bytes == 0) {
        return STEP_LOCK;
    }
    request.written_bytes = run_bytes(chips.buffer_bytes);
    command_confirm(COMMAND_WRITE);
    return STEP_FILL;
}

/// Fills the chips' buffer: each chip has a part of each word, so words are counted.
static void buffer_fill(void)
{
    command_send(request.written_bytes / WORD_BYTES - 1);
    for (uint32_t i = 0; i < request.written_bytes; i += WORD_BYTES) {
        uint32_t word = 0;
        for (uint32_t j = 0; j < WORD_BYTES; j++) {
            word |= (uint32_t)request.bytes[request.moved_bytes + i + j] << (BYTE_BITS * j);
        }
        mmio_write_32(cfi_bank.base + request.first_byte + i, word);
    }
    command_confirm(CONFIRM);
}

/// What comes behind a command that the chips have carried out, or have failed to.
static enum cfi_step result_check(uint32_t status)
{
    if ((status & STATUS_FAILURES * chips.lanes) != 0) {
        request.status =
            (status & STATUS_LOCKED * chips.lanes) != 0 ? ERROR_NO_SUPPORT : ERROR_FAILED;
        command_send(COMMAND_CLEAR);
        return STEP_LOCK;
    }
    bytes_pass(request.written_bytes);
    return request.operation == FLASH_PROGRAM ? STEP_WRITE : STEP_LOCK;
}

/// Makes a step; the chips are ready, as `status` says if they have been waited for.
static enum cfi_step step_make(uint32_t status)
{
    switch (request.step) {
    case STEP_READ:
        return read_make();
    case STEP_UNLOCK:
        if (chips.has_locks) {
            command_send(COMMAND_LOCKS);
            command_confirm(CONFIRM);
        }
        return request.operation == FLASH_ERASE ? STEP_ERASE : STEP_WRITE;
    case STEP_ERASE:
        command_send(COMMAND_ERASE);
        command_confirm(CONFIRM);
        return STEP_CHECK;
    case STEP_WRITE:
        return write_ask();
    case STEP_FILL:
        buffer_fill();
        return STEP_CHECK;
    case STEP_CHECK:
        return result_check(status);
    default: // STEP_LOCK
        if (chips.has_locks) {
            command_send(COMMAND_LOCKS);
            command_confirm(CONFIRM_LOCK);
        }
        return STEP_END;
    }
}

static void request_end(void)
{
    struct flash_done event = {.operation = request.operation, .status = request.status};
    if (request.is_cancelled && event.status == ERROR_NONE) {
        event.status = ERROR_CANCEL;
    }
    command_send(CFI_READ_ARRAY);
    request.is_busy = false;
    if (event.operation == FLASH_ERASE ||
        ledger_return(request.buffer, cfi_device, &event.buffer) == ERROR_NONE) {
        cfi_client.done(&event);
    }
}

/// Ends a request whose chips are not ready in time, and the use of these chips.
static void chips_drop(void)
{
    request.status = ERROR_FAILED;
    request.is_waiting = false;
    chips.block_count = 0;
    request_end();
}

void cfi_bottom_half(void)
{
    if (!request.is_busy) {
        return;
    }
    uint32_t status = 0;
    if (request.is_waiting) {
        const uint32_t ready = STATUS_READY * chips.lanes;
        status = mmio_read_32(cfi_bank.base + request.block_base);
        request.is_waiting = (status & ready) != ready;
    }
    if (request.is_waiting) {
        const uint64_t most = (uint64_t)CFI_BUSY_SECONDS_MAX * cfi_bank.time_hz;
        if (port_time_now() - request.waiting_since > most) {
            chips_drop();
            return;
        }
    } else if (request.step == STEP_END) {
        request_end();
        return;
    } else {
        request.step = step_make(status);
    }
    kernel_bottom_half_request(cfi_line);
}
