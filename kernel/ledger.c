// SPDX-License-Identifier: Apache-2.0 OR MIT
// The ledger: who owns each transferable buffer. Both sides: chips (kernel/port.h), capsules
// (capsule.h).

#include <kernel/board.h>
#include <kernel/port.h>
#include <lib/memory.h>

#include "capsule_boundary.h"
#include "ledger.h"

/// The entry behind a name, or null: no such buffer. A stale name is the caller's to find out.
static struct ledger_state *ledger_find(struct transfer_buffer buffer)
{
    return buffer.index < board.buffer_count ? &board.buffer_states[buffer.index] : NULL;
}

/// A name is good for one stretch of ownership.
static void ledger_owner_change(struct ledger_state *state, bool is_at_device, uint32_t device)
{
    state->is_at_device = is_at_device;
    state->device = (uint8_t)device;
    state->borrower = 0;
    if (++state->generation == 0) {
        state->generation_high++;
    }
}

/// The name of a buffer for as long as its owner stays the same.
static struct transfer_buffer ledger_name(uint32_t index)
{
    const struct ledger_state *state = &board.buffer_states[index];
    return (struct transfer_buffer){(uint16_t)index, state->generation_high, state->generation};
}

static bool ledger_is_named(const struct ledger_state *state, struct transfer_buffer buffer)
{
    return state->generation == buffer.generation &&
           state->generation_high == buffer.generation_high;
}

/// Says whether the calling capsule may hand a buffer to a device, under this name.
static bool ledger_may_hand(const struct ledger_state *state, struct transfer_buffer buffer)
{
    const uint32_t capsule = capsule_calling();
    return ledger_is_named(state, buffer) && !state->is_at_device &&
           (board.buffers[buffer.index].home_capsule == capsule || state->borrower == capsule + 1);
}

enum error ledger_take(struct transfer_buffer buffer, uint32_t device, size_t length_bytes,
                       uint8_t **bytes)
{
    struct ledger_state *state = ledger_find(buffer);
    if (state == NULL || length_bytes > board.buffers[buffer.index].capacity_bytes) {
        return ERROR_INVALID;
    }
    if (!ledger_may_hand(state, buffer)) {
        return ERROR_STALE;
    }
    ledger_owner_change(state, true, device);
    *bytes = board.buffers[buffer.index].base;
    return ERROR_NONE;
}

void ledger_lend(struct transfer_buffer buffer, uint32_t capsule)
{
    // Nothing to a capsule that is out of service: its restart would find a lease from before.
    struct ledger_state *state =
        board.capsule_status[capsule].is_failed ? NULL : ledger_find(buffer);
    if (state != NULL && ledger_may_hand(state, buffer)) {
        state->borrower = (uint8_t)(capsule + 1);
    }
}

enum error ledger_return(struct transfer_buffer buffer, uint32_t device,
                         struct transfer_buffer *returned)
{
    struct ledger_state *state = ledger_find(buffer);
    if (state == NULL || !state->is_at_device || state->device != device) {
        return ERROR_STALE;
    }
    ledger_owner_change(state, false, 0);
    *returned = ledger_name(buffer.index);
    return ERROR_NONE;
}

void ledger_reclaim(uint32_t capsule)
{
    for (uint32_t i = 0; i < board.buffer_count; i++) {
        struct ledger_state *state = &board.buffer_states[i];
        if (state->borrower == capsule + 1) {
            state->borrower = 0; // It had been lent the buffer, and will not hand it on.
        }
        if (board.buffers[i].home_capsule != capsule) {
            continue;
        }
        if (state->is_at_device) {
            board.buffer_abort(i);
        } else {
            ledger_owner_change(state, false, 0);
        }
    }
}

bool ledger_has_all(uint32_t capsule)
{
    bool has_all = true;
    for (uint32_t i = 0; i < board.buffer_count; i++) {
        has_all &= board.buffers[i].home_capsule != capsule || !board.buffer_states[i].is_at_device;
    }
    return has_all;
}

struct transfer_buffer transfer_buffer_home(uint32_t index)
{
    const uint32_t capsule = capsule_calling();
    uint32_t found = 0;
    for (uint32_t i = 0; i < board.buffer_count; i++) {
        if (board.buffers[i].home_capsule != capsule) {
            continue;
        }
        if (found == index) {
            const struct transfer_buffer name = ledger_name(i);
            capsule_gate_leave();
            return name;
        }
        found++;
    }
    capsule_fail();
}

/// The board's entry of a buffer whose home is the calling capsule, or null.
static const struct ledger_buffer *buffer_of_caller(struct transfer_buffer buffer)
{
    const bool is_known = buffer.index < board.buffer_count &&
                          board.buffers[buffer.index].home_capsule == capsule_calling();
    return is_known ? &board.buffers[buffer.index] : NULL;
}

/// Finds bytes of a buffer that the calling capsule owns.
static enum error buffer_bytes(struct transfer_buffer buffer, size_t offset, size_t bytes,
                               uint8_t **found)
{
    const struct ledger_buffer *entry = buffer_of_caller(buffer);
    const struct ledger_state *state = ledger_find(buffer);
    if (entry == NULL || state->is_at_device || !ledger_is_named(state, buffer)) {
        return ERROR_STALE;
    }
    if (offset > entry->capacity_bytes || bytes > entry->capacity_bytes - offset) {
        return ERROR_SIZE;
    }
    *found = entry->base + offset;
    return ERROR_NONE;
}

enum error transfer_buffer_read_(struct transfer_buffer buffer, size_t offset, void *to,
                                 size_t bytes)
{
    capsule_require(to != NULL);
    uint8_t *from UNINITIALISED;
    const enum error error = buffer_bytes(buffer, offset, bytes, &from);
    if (error == ERROR_NONE) {
        memcpy(to, from, bytes);
    }
    capsule_gate_leave();
    return error;
}

enum error transfer_buffer_write_(struct transfer_buffer buffer, size_t offset, const void *from,
                                  size_t bytes)
{
    capsule_require(from != NULL);
    uint8_t *to UNINITIALISED;
    const enum error error = buffer_bytes(buffer, offset, bytes, &to);
    if (error == ERROR_NONE) {
        memcpy(to, from, bytes);
    }
    capsule_gate_leave();
    return error;
}

size_t transfer_buffer_capacity(struct transfer_buffer buffer)
{
    const struct ledger_buffer *entry = buffer_of_caller(buffer);
    capsule_gate_leave();
    return entry != NULL ? entry->capacity_bytes : 0;
}
