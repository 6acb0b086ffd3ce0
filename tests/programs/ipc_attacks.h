// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What ipc_warden has ipc_attacker do, which is its child. In each life the attacker asks what is
 * next; an answer has the attack as its label and two words. What came of it is in the next
 * question, if the attacker lives.
 */
#pragma once

#include <abi/error.h>
#include <abi/ipc.h>
#include <abi/system.h>
#include <bulkhead/ipc_call.h>

enum attack {
    ATTACK_STACK,   ///< word 0: class, word 1: enum attack_stack. Result: the status
    ATTACK_BUFFER,  ///< word 0: enum attack_buffer. Result: the status of setting it
    ATTACK_SHRINK,  ///< gives the memory of its buffer back, and calls with many words
    ATTACK_STORM,   ///< word 0: how many calls of all kinds that never wait. Result: that number
    ATTACK_SEND,    ///< sends, which waits
    ATTACK_RECEIVE, ///< receives, and answers calls
    ATTACK_WAIT,    ///< waits for a bit
    ATTACK_FAULT,   ///< faults
    ATTACK_SIGNALS, ///< signals for ever
    ATTACK_EXIT,    ///< ends, for good
    ATTACK_UNKNOWN, ///< makes a call of the class that does not exist
    ATTACK_ASKS,    ///< only asks: the label of questions. Word 0: the result, word 1: a function
};

enum attack_stack {
    STACK_KERNEL,
    STACK_ZERO,
    STACK_TOP,    ///< of the address space
    STACK_LOWEST, ///< of its memory: a frame would lie below
    STACK_BLOCK,  ///< far above its break
    STACK_ODD,    ///< a multiple of 4 only, in its memory
    STACK_BREAK,  ///< its own end, which is good
    STACKS,
};

enum attack_buffer {
    BUFFER_KERNEL,
    BUFFER_UNALIGNED,
    BUFFER_IMAGE,
    BUFFER_PAST_BREAK,
    BUFFER_TOP, ///< it would wrap
    BUFFER_DEVICE,
    BUFFERS,
};

/// Indices in the tables, as the description of tests/boot/test_ipc_attacks.py has them.
enum {
    WARDEN_CHILD = 1,
    WARDEN_LINE,
    WARDEN_SIGNAL, ///< to the attacker
    WARDEN_SLOT,
    ATTACKER_CALL = 1,
    ATTACKER_SIGNAL,
    ATTACKER_BADGE = 0x55,
    ATTACKER_ID = 5,
    SOUGHT_BADGE = 0x66,
    SIGNAL_BIT = 1 << 3,
    LINE_BIT = 1 << 4,
};
#define ATTACKER_SERVICE "attacker"

#define IPC_INFO(label, capabilities, length)                                                  \
    ((uint32_t)(label) << IPC_LABEL_SHIFT | (uint32_t)(capabilities) << IPC_EXTRA_CAPS_SHIFT | \
     (uint32_t)(length))

static struct ipc_buffer buffer __attribute__((aligned(IPC_BUFFER_ALIGNMENT)));

/// One call of a constant class.
#define TALK(class, ...)                                                  \
    ({                                                                    \
        struct bulkhead_ipc_registers registers_of_call_ = {__VA_ARGS__}; \
        BULKHEAD_IPC_TRAP(class, registers_of_call_, &buffer);            \
        registers_of_call_;                                               \
    })
