// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What refused_ipc_client.c and refused_ipc_server.c agree on; see tests/injection.
#pragma once

#include <abi/error.h>
#include <abi/ipc.h>
#include <bulkhead/ipc_call.h>

enum {
    REFUSED_SERVER = 1, ///< the client's entry
    REFUSED_SLOT = 2,   ///< the first that is free
    REFUSED_WORDS = 10,
    REFUSED_BADGE = 0x77,
    LENGTH_MASK = (1 << IPC_LENGTH_BITS) - 1,
    UNWRAPPED_BITS = 7,
};
#define REFUSED_SERVICE "refused"

static inline uint32_t refused_answer(uint32_t word)
{
    return ~word;
}

static struct ipc_buffer buffer __attribute__((aligned(IPC_BUFFER_ALIGNMENT)));
