// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `nonvolatile_storage`: driver 0x50001, a region of bytes that all programs share.
 *
 * Command 1: how many bytes there are. Commands 2 and 3: read into and write from the program's
 * buffer 0 of the kind, from the place of the first argument on, so many bytes as the second one
 * says, or as the buffer has. INVALID: that does not lie in the region; RESERVE: no buffer; NOMEM:
 * this program's last request has not ended. Upcall 0 ends a read, upcall 1 a write: how many
 * bytes, 0, and 0 or an error. Without a region every command is answered with NODEVICE.
 *
 * The requests of several programs are served in turn, a sector at a time: each sector is written
 * as a whole or not at all, a longer write may end between two of them. A request is of the buffer
 * that was allowed when it began; it ends with FAIL where the program took that back, and silently
 * where the program died: what was written before stays.
 *
 * After a restart of the capsule, or of the storage below, what was under way ends with RESERVE.
 */
#pragma once

#include <capsule.h>
#include <hal/storage.h>

enum { NONVOLATILE_STORAGE_DRIVER = 0x50001, NONVOLATILE_STORAGE_GRANT_BYTES = 32 };
enum nonvolatile_storage_command_number {
    NONVOLATILE_STORAGE_COMMAND_SIZE = 1,
    NONVOLATILE_STORAGE_COMMAND_READ = 2,
    NONVOLATILE_STORAGE_COMMAND_WRITE = 3,
};
enum { NONVOLATILE_STORAGE_UPCALL_READ = 0, NONVOLATILE_STORAGE_UPCALL_WRITTEN = 1 };
enum { NONVOLATILE_STORAGE_ALLOW = 0 }; ///< of both kinds

/// The region. Defined by the board.
extern const struct storage nonvolatile_storage_region;

void nonvolatile_storage_deferred(void);
void nonvolatile_storage_on_restart(struct process_id *process);
void nonvolatile_storage_command(struct command *command);

void nonvolatile_storage_fetch(struct storage_piece *piece);
void nonvolatile_storage_done(struct storage_done *done);
