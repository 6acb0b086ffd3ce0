// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of what says whose storage a program may use.
 *
 * All that programs store belongs to an owner, a fixed ShortId: a number that the board's policy
 * gives to a program, and that stays the same over restarts of program and machine. A program has
 * its own, and may have the right to read or change what others own.
 *
 * The function takes a structure that is borrowed for the call, so that the board can put the
 * capsule boundary in between. It returns ERROR_NONE, or ERROR_FAILED if the capsule called was
 * aborted; then the answer says nothing. Context: kernel.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>
#include <lib/checked_index.h>
#include <lib/process_id.h>

enum { STORAGE_RIGHTS_IDS_MAX = 8 };

/// All zero: no rights.
struct storage_rights {
    uint32_t short_id; ///< whose the program's own things are; 0: it has no fixed one
    bool may_write;    ///< it may store and change its own
    /// Other owners whose things it may read or change; an entry that is 0 is none.
    uint32_t read[STORAGE_RIGHTS_IDS_MAX];
    uint32_t modify[STORAGE_RIGHTS_IDS_MAX];
};

struct storage_rights_request {
    struct process_id process;
    struct storage_rights rights; ///< answer
};

struct VTABLE storage_rights_source {
    enum error (*look_up)(struct storage_rights_request *request);
};

/// Whether what `owner` owns may be read.
static inline bool storage_rights_may_read(const struct storage_rights *rights, uint32_t owner)
{
    bool may_read = owner == rights->short_id;
    for (size_t i = 0; i < STORAGE_RIGHTS_IDS_MAX; i++) {
        may_read = may_read || owner == AT(rights->read, i);
    }
    return owner != 0 && may_read;
}

/// Whether what `owner` owns may be overwritten and deleted.
static inline bool storage_rights_may_modify(const struct storage_rights *rights, uint32_t owner)
{
    bool may_modify = owner == rights->short_id && rights->may_write;
    for (size_t i = 0; i < STORAGE_RIGHTS_IDS_MAX; i++) {
        may_modify = may_modify || owner == AT(rights->modify, i);
    }
    return owner != 0 && may_modify;
}
