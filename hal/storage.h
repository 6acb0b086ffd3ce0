// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of storage: a region of bytes that outlast the machine's power.
 *
 * Whoever implements it offers a constant `struct storage`; whoever uses it gets a constant
 * `struct storage_client` called, never inside a call of its own. Both are capsules, so every
 * function takes one pointer to a structure that is borrowed for the call, and the board puts the
 * boundary in between. Each returns ERROR_NONE, or ERROR_FAILED if the capsule called was aborted;
 * the answer is in the structure.
 *
 * One request at a time. Each concerns one sector of STORAGE_SECTOR_BYTES bytes: what is asked for
 * behind its end is left out, and the end of the request says how far it came. A sector is written
 * as a whole, so with a device that does that in one go a loss of power leaves what was there or
 * what was to be there. What has been written when a request ends with ERROR_NONE lasts.
 *
 * A flow: request() for a write; fetch() when its turn has come, in which the client puts the bytes
 * where they are wanted; done(). A client that has nothing to give any more (a process died) gives
 * less than is wanted, and nothing is written.
 *
 * What is read may be anything: it was written by an earlier run of the machine, or by nobody.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>
#include <lib/span.h>

enum { STORAGE_SECTOR_BYTES = 512 };

enum storage_operation { STORAGE_READ, STORAGE_WRITE };

struct storage_description {
    uint32_t length_bytes; ///< answer: of the region, whole sectors; 0: there is none now
};

struct storage_request {
    uint8_t operation;     ///< enum storage_operation
    uint32_t offset_bytes; ///< of the first byte, in the region
    uint32_t length_bytes; ///< 1 or more
    /// Answer. ERROR_NONE: client->done follows. ERROR_NO_DEVICE: there is no region.
    /// ERROR_INVALID: not all of it lies in the region. ERROR_BUSY: a request is under way, maybe
    /// one that this client made before it was restarted; client->done follows for that one.
    enum error status;
};

struct VTABLE storage {
    enum error (*describe)(struct storage_description *description);
    enum error (*request)(struct storage_request *request);
};

/// What is to be written.
struct BORROWED storage_piece {
    struct span bytes; ///< as many as are wanted; a whole sector is all zero at first
    bool is_given;     ///< answer: all of them are there; else the request ends with ERROR_CANCEL
};

struct BORROWED storage_done {
    /// ERROR_NONE; ERROR_CANCEL: nothing was given, nothing has changed; ERROR_FAILED: the device
    /// failed, a sector that was to be written holds anything. ERROR_RESERVE: the storage has been
    /// restarted and knows nothing of a request from before; it says so also when there was none.
    enum error status;
    uint32_t length_bytes;   ///< read or written; 0 after an error
    struct const_span bytes; ///< what was read
};

struct VTABLE storage_client {
    enum error (*fetch)(struct storage_piece *piece);
    enum error (*done)(struct storage_done *done);
};
