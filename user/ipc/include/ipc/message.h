// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The two parts of a message: its information word, and single words of it.
 *
 * The accessors look at the borrow check like a view that lasts no time, so inside a view of one's
 * own `message->word[index]` is what to use.
 */
#pragma once

#include <ipc/buffer.h>
#include <ipc/current.h>
#include <ipc/view.h>

enum {
    IPC_INFO_LENGTH_MASK_ = 0x7F,
    IPC_INFO_CAPABILITIES_SHIFT_ = 7,
    IPC_INFO_UNWRAPPED_SHIFT_ = 9,
    IPC_INFO_LABEL_SHIFT_ = 12,
};

/// An information word. Bits of the label beyond the 20 (on 64 bits 52) that fit are lost.
IPC_INLINE uintptr_t ipc_info(uintptr_t label, uintptr_t length)
{
    return label << IPC_INFO_LABEL_SHIFT_ | (length & IPC_INFO_LENGTH_MASK_);
}

/// The same with capabilities (0 to 3), which ipc_capability_offer() has named.
IPC_INLINE uintptr_t ipc_info_offering(uintptr_t label, uintptr_t length, uintptr_t capabilities)
{
    return ipc_info(label, length) | (capabilities & 3) << IPC_INFO_CAPABILITIES_SHIFT_;
}

IPC_INLINE uintptr_t ipc_info_label(uintptr_t info)
{
    return info >> IPC_INFO_LABEL_SHIFT_;
}

/// Words of the message, 0 to 120.
IPC_INLINE uintptr_t ipc_info_length(uintptr_t info)
{
    return info & IPC_INFO_LENGTH_MASK_;
}

/// Capabilities that were processed, 0 to 3.
IPC_INLINE uintptr_t ipc_info_capabilities(uintptr_t info)
{
    return info >> IPC_INFO_CAPABILITIES_SHIFT_ & 3;
}

/// Bit i is set if capability i is to the receiver itself: ipc_capability_badge() has its badge.
IPC_INLINE uintptr_t ipc_info_unwrapped(uintptr_t info)
{
    return info >> IPC_INFO_UNWRAPPED_SHIFT_ & 7;
}

/// Word `index` of the message, 0 to 119. Beyond that the program stops with one line.
#define ipc_word_get_with(buffer, index) \
    ipc_word_get_at((buffer), (index), IPC_PLACE("ipc_word_get"))
#define ipc_word_get(index) ipc_word_get_with(ipc_current(), (index))

#define ipc_word_set_with(buffer, index, value) \
    ipc_word_set_at((buffer), (index), (value), IPC_PLACE("ipc_word_set"))
#define ipc_word_set(index, value) ipc_word_set_with(ipc_current(), (index), (value))

/// Names capability `number` (0 to 2) of the next message: an index of the table, and a mask for
/// the rights of the copy.
#define ipc_capability_offer_with(buffer, number, index, rights)   \
    ipc_capability_offer_at((buffer), (number), (index), (rights), \
                            IPC_PLACE("ipc_capability_offer"))
#define ipc_capability_offer(number, index, rights) \
    ipc_capability_offer_with(ipc_current(), (number), (index), (rights))

/// The badge of capability `number` (0 to 2) of a received message, if it was unwrapped.
#define ipc_capability_badge_with(buffer, number) \
    ipc_capability_badge_at((buffer), (number), IPC_PLACE("ipc_capability_badge"))
#define ipc_capability_badge(number) ipc_capability_badge_with(ipc_current(), (number))

// ---------------------------------------------------------------------------------------------

/// Stops unless the buffer may be read: at most read views are open.
IPC_INLINE void ipc_check_read_(struct ipc_handle *buffer, const struct ipc_place *place)
{
    if (IPC_CHECK != IPC_CHECK_OFF && ipc_memory_(buffer)->state_ > IPC_VIEWS_MAX) {
        ipc_stop_in_use_(buffer, place);
    }
}

/// Stops unless the buffer may be written: no view is open.
IPC_INLINE void ipc_check_write_(struct ipc_handle *buffer, const struct ipc_place *place)
{
    if (IPC_CHECK != IPC_CHECK_OFF && ipc_memory_(buffer)->state_ != 0) {
        ipc_stop_in_use_(buffer, place);
    }
}

IPC_EXCLUDES_(ipc_written_)
IPC_INLINE uintptr_t ipc_word_get_at(struct ipc_handle *buffer, uintptr_t index,
                                     const struct ipc_place *place)
{
    ipc_check_read_(buffer, place);
    if (index >= IPC_MESSAGE_WORDS_MAX) {
        ipc_stop_index_(index, place);
    }
    volatile uintptr_t *word = ipc_memory_(buffer)->message_.word;
    return word[index];
}

IPC_NO_VIEW_
IPC_INLINE void ipc_word_set_at(struct ipc_handle *buffer, uintptr_t index, uintptr_t value,
                                const struct ipc_place *place)
{
    ipc_check_write_(buffer, place);
    if (index >= IPC_MESSAGE_WORDS_MAX) {
        ipc_stop_index_(index, place);
    }
    volatile uintptr_t *word = ipc_memory_(buffer)->message_.word;
    word[index] = value;
}

IPC_NO_VIEW_
IPC_INLINE void ipc_capability_offer_at(struct ipc_handle *buffer, uintptr_t number,
                                        uintptr_t index, uintptr_t rights,
                                        const struct ipc_place *place)
{
    ipc_check_write_(buffer, place);
    if (number >= 3) {
        ipc_stop_index_(number, place);
    }
    volatile uintptr_t *capability = ipc_memory_(buffer)->capability_;
    capability[number] = index | rights << 16;
}

IPC_EXCLUDES_(ipc_written_)
IPC_INLINE uintptr_t ipc_capability_badge_at(struct ipc_handle *buffer, uintptr_t number,
                                             const struct ipc_place *place)
{
    ipc_check_read_(buffer, place);
    if (number >= 3) {
        ipc_stop_index_(number, place);
    }
    volatile uintptr_t *capability = ipc_memory_(buffer)->capability_;
    return capability[number];
}
