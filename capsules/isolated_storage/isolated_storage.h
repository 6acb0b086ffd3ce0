// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `isolated_storage`: driver 0x50004, a region of bytes of its own for each program.
 *
 * A program's region is found by its fixed ShortId (hal/storage_rights.h), so it has the same one
 * after a restart of program or machine, and sees no byte of another program's. Without a fixed
 * ShortId, or without the right to write, all but command 0 is answered with NOSUPPORT.
 *
 * Command 1: the size. Commands 2 and 3: read into and write from the program's buffer 0 of the
 * kind, all of it, from the place on that both arguments give (low and high word). BUSY: the last
 * request has not ended. The ends are upcalls 0 to 2: 0 or an error, how many bytes, 0. The error
 * is RESERVE: no buffer, or a restart of the capsule or of the storage below; NOMEM: no region is
 * free; INVALID: not all lies in the region; FAIL: the device failed, or the buffer was taken back.
 *
 * On the medium regions lie one behind the other, ISOLATED_STORAGE_REGION_BYTES each: a header of
 * 12 bytes, then the program's. The header has three numbers, little-endian: 1 << 24 | length, the
 * ShortId, and both combined by exclusive or. A region without a header, whose first 12 bytes are
 * all 0x00 or all 0xFF, is free; it is zeroed before it gets one. What is neither belongs to
 * nobody, and stays so. Of two headers with one ShortId the first one counts.
 */
#pragma once

#include <capsule.h>
#include <hal/storage.h>
#include <hal/storage_rights.h>

enum { ISOLATED_STORAGE_DRIVER = 0x50004, ISOLATED_STORAGE_GRANT_BYTES = 40 };
enum isolated_storage_command_number {
    ISOLATED_STORAGE_COMMAND_SIZE = 1,
    ISOLATED_STORAGE_COMMAND_READ = 2,
    ISOLATED_STORAGE_COMMAND_WRITE = 3,
};
enum { ISOLATED_STORAGE_ALLOW = 0 }; ///< of both kinds; upcalls have their command's number less 1
enum {
    ISOLATED_STORAGE_REGION_BYTES = 4096,
    ISOLATED_STORAGE_HEADER_BYTES = 12,
    ISOLATED_STORAGE_BYTES = ISOLATED_STORAGE_REGION_BYTES - ISOLATED_STORAGE_HEADER_BYTES,
};

/// Where all regions lie. Defined by the board.
extern const struct storage isolated_storage_medium;

/// Who has which ShortId. Defined by the board.
extern const struct storage_rights_source isolated_storage_rights;

void isolated_storage_deferred(void);
void isolated_storage_on_restart(struct process_id *process);
void isolated_storage_command(struct command *command);

void isolated_storage_fetch(struct storage_piece *piece);
void isolated_storage_done(struct storage_done *done);
