// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What ipc_client, ipc_server and ipc_hostile say to each other: the label of a call says what the
 * server is to do.
 */
#pragma once

#include <abi/error.h>
#include <abi/ipc.h>
#include <bulkhead/ipc_call.h>

enum talk {
    TALK_ECHO,    ///< words and badge come back: words 0 to length - 1, label: the badge
    TALK_SESSION, ///< a capability to the server with the badge of word 0 comes back
    TALK_REVOKE,  ///< all that were given so are taken back
    TALK_SIGNAL,  ///< the bit of the client is set before the reply
    TALK_FAULT,   ///< the server faults instead of answering
    TALK_DEATHS,  ///< word 0: how many deaths of clients it was told of, word 1: of which channel
    TALK_SHOW,    ///< label: what the server sees of the capabilities that the call carries
};

/// Indices in the tables, as the description of tests/boot/test_ipc.py has them.
enum {
    CLIENT_TO_SERVER = 1,
    CLIENT_SLOT = 2,
    SERVER_TO_CLIENT = 1,
    SERVER_SLOT = 2,
};
enum { CLIENT_BADGE = 0x77, HOSTILE_BADGE = 0x66, HOSTILE_CHANNEL = 12, SIGNAL_BIT = 1u << 30 };

#define IPC_INFO(label, capabilities, length)                                                  \
    ((uint32_t)(label) << IPC_LABEL_SHIFT | (uint32_t)(capabilities) << IPC_EXTRA_CAPS_SHIFT | \
     (uint32_t)(length))
enum { LENGTH_MASK = (1 << IPC_LENGTH_BITS) - 1, CAPABILITY_BITS = 0x1F };

static struct ipc_buffer buffer __attribute__((aligned(IPC_BUFFER_ALIGNMENT)));

/// One call of a constant class.
#define TALK(class, ...)                                                  \
    ({                                                                    \
        struct bulkhead_ipc_registers registers_of_call_ = {__VA_ARGS__}; \
        BULKHEAD_IPC_TRAP(class, registers_of_call_, &buffer);            \
        registers_of_call_;                                               \
    })
