// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "error.h"

enum error error_to_abi(enum error error)
{
    switch (error) {
    case ERROR_NONE:
        break;
    case ERROR_FAILED:
    case ERROR_BUSY:
    case ERROR_ALREADY:
    case ERROR_OFF:
    case ERROR_RESERVE:
    case ERROR_INVALID:
    case ERROR_SIZE:
    case ERROR_CANCEL:
    case ERROR_NO_MEMORY:
    case ERROR_NO_SUPPORT:
    case ERROR_NO_DEVICE:
    case ERROR_UNINSTALLED:
    case ERROR_NO_ACK:
        return error;
    case ERROR_FAULT:
    case ERROR_TEXT:
    case ERROR_RIGHT:
        return ERROR_INVALID;
    case ERROR_FULL:
    case ERROR_UNREPRESENTABLE:
        return ERROR_NO_MEMORY;
    case ERROR_NO_BUDGET:
        return ERROR_BUSY;
    case ERROR_STALE:
    case ERROR_PEER_DIED:
    case ERROR_UPCALL:
    case ERROR_TRUNCATED:
    case ERROR_WOULD_BLOCK:
        return ERROR_FAILED;
    }
    return ERROR_FAILED;
}
