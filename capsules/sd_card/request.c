// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "state.h"

void sd_card_client_tell(enum error status)
{
    const struct block_done done = {
        .operation = sd_card.request.operation == BLOCK_READ ? BLOCK_READ : BLOCK_WRITE,
        .buffer = sd_card.request.buffer,
        .status = status,
    };
    sd_card.request.is_waiting = false;
    sd_card.request.is_cancelled = false;
    deferred_call_request();
    sd_card_client.done(&done);
}

void sd_card_describe(struct block_description *description)
{
    description->is_read_only = false;
    description->sector_count = 0;
    if (!sd_card.is_absent) {
        description->is_read_only = sd_card.size.is_read_only;
        // Nobody knows yet, or this is what there was last.
        description->sector_count =
            sd_card.size.sector_count != 0 ? sd_card.size.sector_count : UINT32_MAX;
    } else if (!sd_card.is_sought && sd_card.step == STEP_NONE) {
        sd_card.is_sought = true;
        deferred_call_request();
    }
}

static enum error request_take(const struct block_transfer *transfer,
                               enum block_operation operation)
{
    if (sd_card.is_absent) {
        return ERROR_NO_DEVICE;
    }
    if (operation == BLOCK_WRITE && sd_card.size.is_read_only) {
        return ERROR_NO_SUPPORT;
    }
    if (sd_card.request.is_waiting) {
        return ERROR_BUSY;
    }
    if (transfer->sector_count != 1) {
        return ERROR_SIZE;
    }
    const uint32_t sector_count =
        sd_card.size.sector_count != 0 ? sd_card.size.sector_count : UINT32_MAX;
    if (transfer->first_sector >= sector_count) {
        return ERROR_INVALID;
    }
    sd_card.request.operation = (uint8_t)operation;
    sd_card.request.sector = (uint32_t)transfer->first_sector;
    sd_card.request.buffer = transfer->buffer;
    sd_card.request.is_waiting = true;
    deferred_call_request();
    return ERROR_NONE;
}

enum error sd_card_read(const struct block_transfer *transfer)
{
    return request_take(transfer, BLOCK_READ);
}

enum error sd_card_write(const struct block_transfer *transfer)
{
    return request_take(transfer, BLOCK_WRITE);
}

enum error sd_card_flush(void)
{
    return sd_card.is_absent ? ERROR_NO_DEVICE : ERROR_NO_SUPPORT;
}

enum error sd_card_cancel(void)
{
    if (!sd_card.request.is_waiting) {
        return ERROR_ALREADY;
    }
    sd_card.request.is_cancelled = true;
    if (sd_card.is_at_bus && sd_card.step >= STEP_READ) {
        (void)sd_card_bus.cancel();
    }
    deferred_call_request();
    return ERROR_NONE;
}
