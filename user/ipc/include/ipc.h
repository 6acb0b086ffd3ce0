// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * IPC for programs: every call of <abi/ipc.h>, and the rules of the buffer.
 *
 *     IPC_BUFFER_MEMORY(memory);
 *     ipc_buffer_set(&memory);                                 // <ipc/buffer.h>
 *
 *     ipc_word_set(0, 42);                                     // <ipc/message.h>
 *     struct ipc_result result = ipc_call(SERVER, ipc_info(LABEL, 1));
 *     if (result.status == ERROR_NONE) ... ipc_word_get(0) ...
 *
 * Every operation has two forms. The implicit one uses the current buffer; the explicit one, whose
 * name ends in _with, takes a buffer first. No operation may start while a view of its buffer is
 * open (<ipc/view.h>): a message would be sent that is half written, or one replaced that is being
 * read. Those that move a message take words 0 to 3 from the buffer and put them back there, so
 * that all words look alike; the others leave the message alone.
 *
 * A program may use this beside libtock-like calls. When a receive ends with ERROR_UPCALL, it runs
 * bulkhead_yield_no_wait() until that returns false and receives again.
 */
#pragma once

#include <abi/error.h>
#include <abi/ipc.h>
#include <bulkhead/ipc_call.h>
#include <ipc/buffer.h>
#include <ipc/current.h>
#include <ipc/message.h>
#include <ipc/patched.h>
#include <ipc/place.h>
#include <ipc/view.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What a call leaves. On any status but ERROR_NONE, ERROR_TRUNCATED and IPC_STATUS_SIGNAL all else
/// is 0.
struct ipc_result {
    uintptr_t status; ///< `enum error`, or IPC_STATUS_SIGNAL: no message, the badge has bits
    uintptr_t info;
    uint64_t badge;
};

/// Four words in registers, of operations that move no message.
struct ipc_words {
    uintptr_t status;
    uintptr_t word[4];
};

// ---------------------------------------------------------------------------------------------
// Messages. `window` says where received capabilities go: IPC_WINDOW(first, count), 0 for none.
// `slot` is the reply slot, 0 if the program has one. `..._into` forms take both.

/// Sends the message and waits for the reply.
#define ipc_call_with(buffer, capability, info) \
    ipc_call_into_with((buffer), (capability), (info), 0)
#define ipc_call_into_with(buffer, capability, info, window) \
    ipc_call_at((buffer), (capability), (info), (window), 0, IPC_PLACE("call"))

/// Replies to the caller in the slot and receives, in one step.
#define ipc_reply_receive_with(buffer, info) ipc_reply_receive_into_with((buffer), (info), 0, 0)
#define ipc_reply_receive_into_with(buffer, info, window, slot) \
    ipc_reply_receive_at((buffer), 0, (info), (window), (slot), IPC_PLACE("reply_receive"))

/// Receives a message or notification bits.
#define ipc_receive_with(buffer) ipc_receive_into_with((buffer), 0, 0)
#define ipc_receive_into_with(buffer, window, slot) \
    ipc_receive_at((buffer), 0, 0, (window), (slot), IPC_PLACE("receive"))

/// The same without waiting: ERROR_WOULD_BLOCK if there is nothing.
#define ipc_receive_poll_with(buffer) ipc_receive_poll_into_with((buffer), 0, 0)
#define ipc_receive_poll_into_with(buffer, window, slot) \
    ipc_receive_poll_at((buffer), 0, 0, (window), (slot), IPC_PLACE("receive_poll"))

/// Sends, and waits until the message is received; there is no reply.
#define ipc_send_with(buffer, capability, info) \
    ipc_send_at((buffer), (capability), (info), 0, 0, IPC_PLACE("send"))

/// The same without waiting: ERROR_WOULD_BLOCK if nobody receives.
#define ipc_send_poll_with(buffer, capability, info) \
    ipc_send_poll_at((buffer), (capability), (info), 0, 0, IPC_PLACE("send_poll"))

/// Replies to the caller in the slot. Nobody there is no error.
#define ipc_reply_with(buffer, info, slot) \
    ipc_reply_at((buffer), 0, (info), 0, (slot), IPC_PLACE("reply"))

/// Sends without waiting, or signals, and receives, in one step.
#define ipc_send_receive_with(buffer, capability, info) \
    ipc_send_receive_into_with((buffer), (capability), (info), 0, 0)
#define ipc_send_receive_into_with(buffer, capability, info, window, slot) \
    ipc_send_receive_at((buffer), (capability), (info), (window), (slot), IPC_PLACE("send_receive"))

#define ipc_call(capability, info) ipc_call_with(ipc_current(), (capability), (info))
#define ipc_call_into(capability, info, window) \
    ipc_call_into_with(ipc_current(), (capability), (info), (window))
#define ipc_reply_receive(info) ipc_reply_receive_with(ipc_current(), (info))
#define ipc_reply_receive_into(info, window, slot) \
    ipc_reply_receive_into_with(ipc_current(), (info), (window), (slot))
#define ipc_receive() ipc_receive_with(ipc_current())
#define ipc_receive_into(window, slot) ipc_receive_into_with(ipc_current(), (window), (slot))
#define ipc_receive_poll() ipc_receive_poll_with(ipc_current())
#define ipc_receive_poll_into(window, slot) \
    ipc_receive_poll_into_with(ipc_current(), (window), (slot))
#define ipc_send(capability, info) ipc_send_with(ipc_current(), (capability), (info))
#define ipc_send_poll(capability, info) ipc_send_poll_with(ipc_current(), (capability), (info))
#define ipc_reply(info, slot) ipc_reply_with(ipc_current(), (info), (slot))
#define ipc_send_receive(capability, info) \
    ipc_send_receive_with(ipc_current(), (capability), (info))
#define ipc_send_receive_into(capability, info, window, slot) \
    ipc_send_receive_into_with(ipc_current(), (capability), (info), (window), (slot))

// ---------------------------------------------------------------------------------------------
// Notifications and time. The message in the buffer stays as it is.

/// Sets the bits of the capability's badge in the target's notification word.
#define ipc_signal_with(buffer, capability) \
    ipc_signal_at((buffer), (capability), 0, (uintptr_t[4]){0}, IPC_PLACE("signal")).status
#define ipc_signal(capability) ipc_signal_with(ipc_current(), (capability))

/// Waits for bits of the own notification word: status IPC_STATUS_SIGNAL, bits in the badge.
#define ipc_wait_with(buffer) ipc_wait_at((buffer), 0, 0, 0, 0, IPC_PLACE("wait"))
#define ipc_wait() ipc_wait_with(ipc_current())

/// The same without waiting: ERROR_WOULD_BLOCK if there are none.
#define ipc_poll_with(buffer) ipc_poll_at((buffer), 0, 0, 0, 0, IPC_PLACE("poll"))
#define ipc_poll() ipc_poll_with(ipc_current())

/// Gives up the rest of the slice.
#define ipc_yield_with(buffer) \
    ((void)ipc_yield_at((buffer), 0, 0, (uintptr_t[4]){0}, IPC_PLACE("yield")))
#define ipc_yield() ipc_yield_with(ipc_current())

// ---------------------------------------------------------------------------------------------
// Capabilities and kernel objects: <abi/ipc.h> says what the operations mean. Each gives a status.

#define ipc_capability_drop_with(buffer, index)                                  \
    ipc_capability_at((buffer), (index), IPC_CAPABILITY_DROP, (uintptr_t[4]){0}, \
                      IPC_PLACE("capability_drop"))                              \
        .status

/// Puts a copy into an empty slot: rights reduced to a mask, with a badge (0: as it is). Of index
/// 0 it makes an entry of `kind`.
#define ipc_capability_copy_with(buffer, index, slot, rights, badge, kind) \
    ipc_capability_at((buffer), (index), IPC_CAPABILITY_COPY,              \
                      (uintptr_t[4]){(slot), (rights), (badge), (kind)},   \
                      IPC_PLACE("capability_copy"))                        \
        .status

/// Takes back what was made of the own entry, where badge & mask is the same; all if both are 0.
#define ipc_capability_revoke_with(buffer, badge, mask)                                          \
    ipc_capability_at((buffer), 0, IPC_CAPABILITY_REVOKE, (uintptr_t[4]){(badge), (mask), 0, 0}, \
                      IPC_PLACE("capability_revoke"))                                            \
        .status

/// Word 0: IPC_QUERY_*, words 1 and 2: badge.
#define ipc_capability_query_with(buffer, index)                                  \
    ipc_capability_at((buffer), (index), IPC_CAPABILITY_QUERY, (uintptr_t[4]){0}, \
                      IPC_PLACE("capability_query"))

/// Puts an entry for a service into an empty slot, if the policy of both sides lists its name.
#define ipc_capability_connect_with(buffer, name, length, slot)               \
    ipc_capability_at((buffer), 0, IPC_CAPABILITY_CONNECT,                    \
                      (uintptr_t[4]){(uintptr_t)(name), (length), (slot), 0}, \
                      IPC_PLACE("capability_connect"))                        \
        .status

/// The line of an interrupt may interrupt again.
#define ipc_irq_acknowledge_with(buffer, index)                              \
    ipc_object_at((buffer), (index), IPC_IRQ_ACKNOWLEDGE, (uintptr_t[4]){0}, \
                  IPC_PLACE("irq_acknowledge"))                              \
        .status

#define ipc_child_stop_with(buffer, index)                                                       \
    ipc_object_at((buffer), (index), IPC_CHILD_STOP, (uintptr_t[4]){0}, IPC_PLACE("child_stop")) \
        .status
#define ipc_child_resume_with(buffer, index)                              \
    ipc_object_at((buffer), (index), IPC_CHILD_RESUME, (uintptr_t[4]){0}, \
                  IPC_PLACE("child_resume"))                              \
        .status

/// @param entry  where to start; 0 or IPC_ENTRY_LOADED: the entry of the image.
#define ipc_child_restart_with(buffer, index, entry)                                      \
    ipc_object_at((buffer), (index), IPC_CHILD_RESTART, (uintptr_t[4]){(entry), 0, 0, 0}, \
                  IPC_PLACE("child_restart"))                                             \
        .status

#define ipc_debug_write_with(buffer, index, byte)                                      \
    ipc_object_at((buffer), (index), IPC_DEBUG_WRITE, (uintptr_t[4]){(byte), 0, 0, 0}, \
                  IPC_PLACE("debug_write"))                                            \
        .status

#define ipc_capability_drop(index) ipc_capability_drop_with(ipc_current(), (index))
#define ipc_capability_copy(index, slot, rights, badge, kind) \
    ipc_capability_copy_with(ipc_current(), (index), (slot), (rights), (badge), (kind))
#define ipc_capability_revoke(badge, mask) \
    ipc_capability_revoke_with(ipc_current(), (badge), (mask))
#define ipc_capability_query(index) ipc_capability_query_with(ipc_current(), (index))
#define ipc_capability_connect(name, length, slot) \
    ipc_capability_connect_with(ipc_current(), (name), (length), (slot))
#define ipc_irq_acknowledge(index) ipc_irq_acknowledge_with(ipc_current(), (index))
#define ipc_child_stop(index) ipc_child_stop_with(ipc_current(), (index))
#define ipc_child_resume(index) ipc_child_resume_with(ipc_current(), (index))
#define ipc_child_restart(index, entry) ipc_child_restart_with(ipc_current(), (index), (entry))
#define ipc_debug_write(index, byte) ipc_debug_write_with(ipc_current(), (index), (byte))

// ---------------------------------------------------------------------------------------------
// The functions behind the macros: one trap each, since its class is a part of the instruction.
// `place` is what a stop names.

/// Stops the program if a view of the buffer is open.
IPC_INLINE void ipc_check_call_(struct ipc_handle *buffer, const struct ipc_place *place)
{
    if (IPC_CHECK != IPC_CHECK_OFF && ipc_memory_(buffer)->state_ != 0) {
        ipc_stop_call_(buffer, place);
    }
}

/// A call that moves a message: IPC_MESSAGE_CALL_(function, class, whether a message may come).
#define IPC_MESSAGE_CALL_(name, class, receives)                                             \
    IPC_NO_VIEW_                                                                             \
    IPC_INLINE struct ipc_result name(struct ipc_handle *buffer, uintptr_t capability,       \
                                      uintptr_t info, uintptr_t window, uintptr_t slot,      \
                                      const struct ipc_place *place)                         \
    {                                                                                        \
        ipc_check_call_(buffer, place);                                                      \
        struct ipc_buffer_memory *memory = ipc_memory_(buffer);                              \
        volatile uintptr_t *word = memory->message_.word;                                    \
        struct bulkhead_ipc_registers registers = {                                          \
            capability, info, {word[0], word[1], word[2], word[3]}, window, slot};           \
        BULKHEAD_IPC_TRAP(class, registers, memory);                                         \
        if (receives) {                                                                      \
            word[0] = registers.word[0];                                                     \
            word[1] = registers.word[1];                                                     \
            word[2] = registers.word[2];                                                     \
            word[3] = registers.word[3];                                                     \
        }                                                                                    \
        return (struct ipc_result){registers.capability, registers.info,                     \
                                   registers.window | (uint64_t)registers.reply_slot << 32}; \
    }

IPC_MESSAGE_CALL_(ipc_call_at, IPC_CALL, true)
IPC_MESSAGE_CALL_(ipc_reply_receive_at, IPC_REPLY_RECEIVE, true)
IPC_MESSAGE_CALL_(ipc_receive_at, IPC_RECEIVE, true)
IPC_MESSAGE_CALL_(ipc_receive_poll_at, IPC_RECEIVE_POLL, true)
IPC_MESSAGE_CALL_(ipc_send_at, IPC_SEND, false)
IPC_MESSAGE_CALL_(ipc_send_poll_at, IPC_SEND_POLL, false)
IPC_MESSAGE_CALL_(ipc_reply_at, IPC_REPLY, false)
IPC_MESSAGE_CALL_(ipc_send_receive_at, IPC_SEND_RECEIVE, true)
IPC_MESSAGE_CALL_(ipc_wait_at, IPC_WAIT, false)
IPC_MESSAGE_CALL_(ipc_poll_at, IPC_POLL, false)

/// A call whose words go in registers only.
#define IPC_WORDS_CALL_(name, class)                                                       \
    IPC_NO_VIEW_                                                                           \
    IPC_INLINE struct ipc_words name(struct ipc_handle *buffer, uintptr_t index,           \
                                     uintptr_t operation, const uintptr_t word[4],         \
                                     const struct ipc_place *place)                        \
    {                                                                                      \
        ipc_check_call_(buffer, place);                                                    \
        struct bulkhead_ipc_registers registers = {                                        \
            index, ipc_info(operation, 4), {word[0], word[1], word[2], word[3]}, 0, 0};    \
        BULKHEAD_IPC_TRAP(class, registers, ipc_memory_(buffer));                          \
        return (struct ipc_words){                                                         \
            registers.capability,                                                          \
            {registers.word[0], registers.word[1], registers.word[2], registers.word[3]}}; \
    }

IPC_WORDS_CALL_(ipc_signal_at, IPC_SIGNAL)
IPC_WORDS_CALL_(ipc_yield_at, IPC_YIELD)
IPC_WORDS_CALL_(ipc_capability_at, IPC_CAPABILITY)
IPC_WORDS_CALL_(ipc_object_at, IPC_OBJECT)

#undef IPC_MESSAGE_CALL_
#undef IPC_WORDS_CALL_
