// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A client in each state that IPC has, with a server that is its parent, and another process.
#pragma once

#include "system.h"

enum { CLIENT, SERVER, OTHER };

/// The states that the client can be in when either dies. All through entry 1, to the server.
enum client_state {
    IS_IDLE,
    IS_SENDING,
    IS_CALLING,
    IS_REPLY_WAITING,
    IS_RECEIVING,
    IS_WAITING,
    IS_REVOKING,
    IS_DONE,
    IS_FAULTING,
    IS_FAULT_WAITING,
    IS_FAULT_STOPPED,
    CLIENT_STATES,
};
extern const uint8_t state_of[CLIENT_STATES];

/// The server is the client's parent. The other may signal and call both, and watch nothing.
/// `budget_microseconds`: of the client, in ten times as long a period; 0: it has none.
void three_boot(uint32_t budget_microseconds);

void client_into(enum client_state state);
