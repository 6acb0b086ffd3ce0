// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "transfer.h"

#include "capability.h"
#include "event.h"
#include "user_copy.h"

enum {
    WORD_BYTES = sizeof(uint32_t),
    LENGTH_MASK = (1 << IPC_LENGTH_BITS) - 1,
    OFFERS_MASK = 3,
    UNWRAPPED_MASK = 7 << IPC_UNWRAPPED_SHIFT,
    OFFER_INDEX_MASK = 0xFFFF,
    OFFER_RIGHTS_SHIFT = 16,
    WINDOW_FIRST_MASK = 0xFFFF,
    WINDOW_COUNT_SHIFT = 16,
    WINDOW_COUNT_MASK = 3,
    LABEL_MASK = (int)(~0u << IPC_LABEL_SHIFT),
};

enum error message_offers_fetch(struct ipc *from)
{
    const uint32_t info = from->message.info;
    const uint32_t count = info >> IPC_EXTRA_CAPS_SHIFT & OFFERS_MASK;
    from->offer_count = 0;
    // Who sends what it received has badges in the place of offers, which the other side chose.
    if (count == 0 || (info & UNWRAPPED_MASK) != 0) {
        return ERROR_NONE;
    }
    if (!ipc_has_buffer(from)) {
        return ERROR_INVALID;
    }
    uint32_t word[IPC_EXTRA_CAPS_MAX] UNINITIALISED;
    size_t copied UNINITIALISED;
    const enum error error = user_copy_in(
        from->process, word,
        ipc_buffer_part(from, offsetof(struct ipc_buffer, capability), count * WORD_BYTES),
        &copied);
    if (error != ERROR_NONE) {
        return error;
    }
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t index = word[i] & OFFER_INDEX_MASK;
        struct capability *entry = capability_at(from, index);
        struct ipc *target UNINITIALISED;
        if (entry == NULL || index == 0 || !capability_is_passable(entry) ||
            capability_target(entry, &target) != ERROR_NONE) {
            return ERROR_INVALID;
        }
        from->offer[i] =
            (struct ipc_offer){(uint16_t)index, (uint8_t)(word[i] >> OFFER_RIGHTS_SHIFT)};
    }
    from->offer_count = (uint8_t)count;
    return ERROR_NONE;
}

NOINLINE void message_blame(struct ipc *whose)
{
    if (!whose->is_blamed) {
        whose->is_blamed = event_add(EVENT_PROCESS_WARNED, whose->process->slot,
                                     "IPC message too long or without a buffer: ", 0);
    }
}

/// How many words there are after a copy of those behind the registers, which is cut on an error.
static uint32_t words_arrived(enum error error, size_t copied, struct ipc *whose)
{
    if (error != ERROR_NONE) {
        message_blame(whose);
    }
    return IPC_REGISTER_WORDS + (uint32_t)(copied / WORD_BYTES);
}

/// Copies the words behind those in registers. Returns how many there are.
static uint32_t words_copy(struct ipc *from, struct ipc *to, uint32_t length)
{
    const size_t bytes = (length - IPC_REGISTER_WORDS) * WORD_BYTES;
    size_t copied UNINITIALISED;
    enum user_side side UNINITIALISED;
    const enum error error =
        user_copy_across(to->process, ipc_buffer_words(to, bytes), from->process,
                         ipc_buffer_words(from, bytes), &copied, &side);
    return words_arrived(error, copied, side == USER_SIDE_TO ? to : from);
}

/// A capability to the endpoint that the message goes through tells its owner no more than a badge.
static bool badge_store(struct ipc *to, uint32_t index, uint64_t badge)
{
    const struct user_range place = ipc_buffer_part(
        to, offsetof(struct ipc_buffer, capability) + index * WORD_BYTES, WORD_BYTES);
    if (badge > UINT32_MAX) {
        return false;
    }
    if (user_store_32(to->process, place.address, (uint32_t)badge) != ERROR_NONE) {
        message_blame(to);
        return false;
    }
    return true;
}

/// Passes capabilities in order, up to the first that does not fit, which makes a status. Returns
/// the bits of the information that say so.
static uint32_t capabilities_pass(struct ipc *from, struct ipc *to, uint32_t *status)
{
    const uint32_t first = to->message.window & WINDOW_FIRST_MASK;
    const uint32_t room = to->message.window >> WINDOW_COUNT_SHIFT & WINDOW_COUNT_MASK;
    uint32_t copied = 0;
    uint32_t passed = 0;
    uint32_t unwrapped = 0;
    while (passed < from->offer_count) {
        const struct ipc_offer offer = from->offer[passed];
        struct capability *entry = capability_at(from, offer.index);
        struct ipc *target UNINITIALISED;
        if (entry == NULL || capability_target(entry, &target) != ERROR_NONE) {
            break;
        }
        // A reply goes through no endpoint.
        if (target == to && entry->kind == IPC_KIND_CALL && from->partner == to) {
            if (!badge_store(to, passed, entry->badge)) {
                break;
            }
            unwrapped |= 1u << passed;
        } else {
            struct capability *slot = capability_slot(to, first + copied);
            if (copied == room || slot == NULL) {
                break;
            }
            capability_copy(slot, entry, target, offer.rights);
            copied++;
        }
        passed++;
    }
    if (passed != from->offer_count) {
        *status = ERROR_TRUNCATED;
    }
    return passed << IPC_EXTRA_CAPS_SHIFT | unwrapped << IPC_UNWRAPPED_SHIFT;
}

void message_results(struct ipc *to, uint32_t status, uint32_t info, const uint32_t word[],
                     uint64_t badge)
{
    const uint32_t length = info & LENGTH_MASK;
    struct port_message *received = &to->message;
    received->capability = status;
    received->info = info;
    for (uint32_t i = 0; i < IPC_REGISTER_WORDS; i++) {
        received->word[i] = i < length ? word[i] : 0;
    }
    received->window = (uint32_t)badge;
    received->reply_slot = (uint32_t)(badge >> 32);
}

void message_transfer(struct ipc *from, struct ipc *to, uint64_t badge, bool may_grant)
{
    const struct port_message *sent = &from->message;
    const uint32_t claimed = sent->info & LENGTH_MASK;
    uint32_t length = claimed;
    if (claimed > IPC_WORDS_MAX) {
        length = IPC_WORDS_MAX;
        message_blame(from);
    }
    if (length > IPC_REGISTER_WORDS) {
        length = words_copy(from, to, length);
    }
    uint32_t status = length == claimed ? ERROR_NONE : ERROR_TRUNCATED;
    uint32_t info = length | (sent->info & (uint32_t)LABEL_MASK);
    if (may_grant) {
        info |= capabilities_pass(from, to, &status);
    }
    message_results(to, status, info, sent->word, badge);
}

void message_put(struct ipc *to, uint32_t label, const uint32_t word[], uint32_t length,
                 uint64_t badge)
{
    uint32_t arrived = length;
    if (length > IPC_REGISTER_WORDS) {
        size_t copied UNINITIALISED;
        const enum error error = user_copy_out(
            to->process, ipc_buffer_words(to, (length - IPC_REGISTER_WORDS) * WORD_BYTES),
            &word[IPC_REGISTER_WORDS], &copied);
        arrived = words_arrived(error, copied, to);
    }
    message_results(to, arrived == length ? ERROR_NONE : ERROR_TRUNCATED,
                    label << IPC_LABEL_SHIFT | arrived, word, badge);
}

uint32_t message_get(struct ipc *from, uint32_t word[], uint32_t most)
{
    const uint32_t claimed = from->message.info & LENGTH_MASK;
    const uint32_t length = claimed < most ? claimed : most;
    for (uint32_t i = 0; i < length && i < IPC_REGISTER_WORDS; i++) {
        word[i] = from->message.word[i];
    }
    if (length <= IPC_REGISTER_WORDS) {
        return length;
    }
    size_t copied UNINITIALISED;
    const enum error error =
        user_copy_in(from->process, &word[IPC_REGISTER_WORDS],
                     ipc_buffer_words(from, (length - IPC_REGISTER_WORDS) * WORD_BYTES), &copied);
    return words_arrived(error, copied, from);
}
