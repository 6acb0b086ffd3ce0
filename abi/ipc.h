// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * IPC calls as programs make them: classes, message information, the buffer, capabilities.
 *
 * Registers of a call (what comes back stands behind the arrow; all others keep their values):
 *
 *     Cortex-M, `svc #class`     r0 index -> status, r1 information, r4 r5 r6 r8 words 0 to 3,
 *                                r2 receive window -> badge low, r3 reply slot -> badge high
 *     RV32, `ecall`, a4 class    a0 index -> status, a1 information, a2 a3 a5 a6 words 0 to 3,
 *                                t0 receive window -> badge high, a7 reply slot -> badge low
 *
 * A status is an `enum error` value or one of enum ipc_status. On every status but 0,
 * IPC_STATUS_SIGNAL and ERROR_TRUNCATED all words, the information and the badge are 0; words
 * behind the length always are.
 *
 * What the errors of all classes mean:
 *
 *     ERROR_INVALID      no such index or an empty entry, one of another kind, a slot that cannot
 *                        be written, a call to oneself or to one that waits for the
 *                        caller, an operation that does not exist
 *     ERROR_RIGHT        the entry lacks a right that the call needs
 *     ERROR_STALE        the entry was revoked, or its process began another life
 *     ERROR_PEER_DIED    the partner died while the call waited, or is dead now
 *     ERROR_UPCALL       a receive ended since an upcall waits: yield-no-wait runs it
 *     ERROR_TRUNCATED    all is well, but words or capabilities were left behind
 *     ERROR_WOULD_BLOCK  a call that does not block found no partner
 *     ERROR_FAULT        an address is not the caller's to use
 */
#pragma once

#include <stdint.h>

enum ipc_class {
    IPC_CALL = 0x40,          ///< send, then wait for the reply
    IPC_REPLY_RECEIVE = 0x41, ///< reply to the caller in a slot, then receive; one step
    IPC_RECEIVE = 0x42,       ///< a message, or the bits of the own notification word
    IPC_RECEIVE_POLL = 0x43,  ///< the same, not blocking
    IPC_SEND = 0x44,          ///< blocks until it is received
    IPC_SEND_POLL = 0x45,     ///< the same, not blocking
    IPC_REPLY = 0x46,         ///< to the caller in a slot; nobody there is no error
    IPC_SIGNAL = 0x47,        ///< sets bits in a notification word
    IPC_SEND_RECEIVE = 0x48,  ///< non-blocking send, or signal, then receive; one step
    IPC_WAIT = 0x49,          ///< for bits of the own notification word only
    IPC_POLL = 0x4A,          ///< the same, not blocking
    IPC_YIELD = 0x4B,         ///< gives the rest of the slice away
    IPC_CAPABILITY = 0x4C,    ///< enum ipc_capability_operation in the label
    IPC_OBJECT = 0x4D,        ///< enum ipc_object_operation in the label
    IPC_BUFFER_SET = 0x4E,    ///< word 0: address of a struct ipc_buffer, or 0 for none
    IPC_CLASS_RESERVED = 0x4F ///< faults
};

/// Status values beside those of `enum error`.
enum ipc_status {
    IPC_STATUS_SIGNAL = 0x100, ///< no message: the badge holds notification bits
};

// ---------------------------------------------------------------------------------------------
// Message information: one word.

enum {
    IPC_LENGTH_BITS = 7,        ///< bits 6:0, words of the message; more than 120 count as 120
    IPC_EXTRA_CAPS_SHIFT = 7,   ///< bits 8:7, capabilities offered, or processed
    IPC_EXTRA_CAPS_MAX = 3,     ///
    IPC_UNWRAPPED_SHIFT = 9,    ///< bits 11:9, received only: bit i: capability i is a badge. Who
                                ///< sends one of them, having received it, offers nothing
    IPC_LABEL_SHIFT = 12,       ///< bits 31:12
    IPC_WORDS_MAX = 120,        ///
    IPC_REGISTER_WORDS = 4,     ///< words 0 to 3 go in registers
    IPC_BUFFER_BYTES = 512,     ///
    IPC_BUFFER_ALIGNMENT = 512, ///
};

/// Labels of messages that the kernel makes. Their badge is IPC_BADGE_FAULT and a child's or a
/// channel's number; no program can send such a badge. Length and words: docs/ipc.md.
enum ipc_label {
    IPC_LABEL_NONE = 0,
    IPC_LABEL_CAPABILITY_FAULT = 1, ///< not raised: a bad capability is a status
    IPC_LABEL_UNKNOWN_CALL = 2,
    IPC_LABEL_EXCEPTION = 3,
    IPC_LABEL_DEBUG = 4,
    IPC_LABEL_TIMEOUT = 5,
    IPC_LABEL_MEMORY_FAULT = 6,
    IPC_LABEL_PEER_DIED = 16, ///< the process behind a channel is dead or began another life
};

#define IPC_BADGE_CALL (1ull << 63)  ///< set by the tool in the badges of protected procedures
#define IPC_BADGE_FAULT (1ull << 62) ///< a message of the kernel
enum { IPC_CHANNEL_MAX = 61 };

/**
 * Words 4 to 119 of a message lie here, and capabilities. The address is a multiple of its size and
 * all of it memory that the program may write and no driver may; without a buffer messages are cut
 * to 4 words. The kernel does not touch tag, words 0 to 3 and user_data.
 */
struct ipc_buffer {
    uint32_t tag;
    uint32_t word[IPC_WORDS_MAX];
    uint32_t user_data;
    /// Out: what to pass, each as IPC_OFFER(); in: badges of unwrapped capabilities.
    uint32_t capability[IPC_EXTRA_CAPS_MAX];
    uint32_t reserved[3];
};
_Static_assert(sizeof(struct ipc_buffer) == IPC_BUFFER_BYTES, "as large as it is aligned");

/// One capability to pass: an index, and which of its rights the copy may have.
#define IPC_OFFER(index, rights) ((uint32_t)(index) | (uint32_t)(rights) << 16)

/// Where capabilities of a received message go: `count` (0 to 3) empty entries from `first` on.
#define IPC_WINDOW(first, count) ((uint32_t)(first) | (uint32_t)(count) << 16)

// ---------------------------------------------------------------------------------------------
// Capabilities

/// Index 0 is the holder's own endpoint and notification word: to mint from and to revoke.
enum ipc_kind {
    IPC_KIND_NONE = 0,   ///< an empty entry
    IPC_KIND_CALL = 1,   ///< the endpoint of a process: send and call
    IPC_KIND_NOTIFY = 2, ///< its notification word: signal
    IPC_KIND_IRQ = 3,    ///< an interrupt line; its bit is set in the holder's own word
    IPC_KIND_CHILD = 4,  ///< a child: stop, resume, restart
    IPC_KIND_DEBUG = 5,  ///< debug output
};

enum ipc_right {
    IPC_RIGHT_SEND = 1 << 0, ///< send and signal
    IPC_RIGHT_CALL = 1 << 1,
    IPC_RIGHT_GRANT = 1 << 2,       ///< messages may carry capabilities
    IPC_RIGHT_GRANT_REPLY = 1 << 3, ///< replies may
    IPC_RIGHT_MINT = 1 << 4,        ///< a copy may be given a badge
    IPC_RIGHT_WATCH = 1 << 5,       ///< the target learns of the holder's death
    IPC_RIGHT_STATIC = 1 << 6,      ///< of the system description: outlives lives of the target
    IPC_RIGHTS_COPIED = 0x1F,       ///< those that a copy may have
};

/// Operations of IPC_CAPABILITY: in the label; operands and results in words 0 to 3.
enum ipc_capability_operation {
    IPC_CAPABILITY_DROP = 0,    ///< empties an entry that is not STATIC
    IPC_CAPABILITY_COPY = 1,    ///< slot, rights mask, badge (0: keep), kind (for index 0)
    IPC_CAPABILITY_REVOKE = 2,  ///< badge, mask; both 0: altogether. Index 0
    IPC_CAPABILITY_QUERY = 3,   ///< gives IPC_QUERY_* in word 0, the badge in words 1 and 2
    IPC_CAPABILITY_CONNECT = 4, ///< address and length of a service's name, slot. Index 0
};

/// Word 0 of a query: kind, rights, state and channel, one byte each from the lowest. Entries from
/// the system description stand from index 1 on; a program finds those of its channels so.
enum {
    IPC_QUERY_KIND_SHIFT = 0,
    IPC_QUERY_RIGHTS_SHIFT = 8,
    IPC_QUERY_STATE_SHIFT = 16,
    IPC_QUERY_CHANNEL_SHIFT = 24,
};
enum ipc_capability_state {
    IPC_CAPABILITY_EMPTY = 0, ///< a slot for an entry at run time
    IPC_CAPABILITY_GOOD = 1,
    IPC_CAPABILITY_STALE = 2, ///< revoked, or its process is gone
    IPC_CAPABILITY_DEAD = 3,  ///< its process is dead but may come back
};

/// Operations of IPC_OBJECT: in the label; operands in word 0.
enum ipc_object_operation {
    IPC_IRQ_ACKNOWLEDGE = 1, ///< the line may interrupt again
    IPC_CHILD_STOP = 1,
    IPC_CHILD_RESUME = 2,
    IPC_CHILD_RESTART = 3, ///< where to start; 0 or IPC_ENTRY_LOADED: the entry of the image
    IPC_DEBUG_WRITE = 1,   ///< a byte
};
enum { IPC_ENTRY_LOADED = 0x200000 };
