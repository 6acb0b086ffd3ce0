// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `key_value`: driver 0x50003, values that programs keep under keys, over restarts of the
 * machine.
 *
 * The key is in the program's read-only buffer 0, a value to store in read-only buffer 1; a value
 * that is asked for goes into read-write buffer 0. Commands 1 to 6: get, set, delete, add (there is
 * none yet), update (there is one), collect garbage. Refused at once: NOMEM, the program's last
 * request has not ended; RESERVE, no buffer; SIZE, the key or the value is too long; INVALID, the
 * program has no storage (hal/storage_rights.h). Upcall 0 ends a request: 0 or an error, for get
 * the length of the value, 0. NOSUPPORT: there is no such key, or there is one, or the program may
 * not read or change it; SIZE: the value did not fit into the buffer, which has its beginning;
 * NOMEM: the store is full; FAIL: the device failed, or the program took its buffer back; RESERVE:
 * the capsule or the storage below was restarted.
 *
 * All programs share the keys. A value belongs to the program that wrote it; others need the right
 * to read or to change it. A key is known by its hash of 64 bits, so two keys might be one, which
 * does not lessen anybody's rights.
 *
 * The store is a log of records of one sector each (record.h). A value is changed by a record in a
 * free sector, after which the old one is erased; a loss of power at any time leaves the old value
 * or the new one. One sector stays free for that. The medium is read when the first request comes,
 * and after a write that failed; a sector that holds no whole record is free.
 */
#pragma once

#include <capsule.h>
#include <hal/storage.h>
#include <hal/storage_rights.h>

enum { KEY_VALUE_DRIVER = 0x50003, KEY_VALUE_GRANT_BYTES = 32, KEY_VALUE_KEY_BYTES_MAX = 64 };
enum key_value_command_number {
    KEY_VALUE_COMMAND_GET = 1,
    KEY_VALUE_COMMAND_SET = 2,
    KEY_VALUE_COMMAND_DELETE = 3,
    KEY_VALUE_COMMAND_ADD = 4,
    KEY_VALUE_COMMAND_UPDATE = 5,
    KEY_VALUE_COMMAND_COLLECT = 6,
};
enum { KEY_VALUE_UPCALL_DONE = 0 };
enum { KEY_VALUE_ALLOW_KEY = 0, KEY_VALUE_ALLOW_VALUE = 1, KEY_VALUE_ALLOW_RESULT = 0 };

/// Where the log lies; of more than KEY_VALUE_SECTORS_MAX sectors the first ones are used. Defined
/// by the board.
extern const struct storage key_value_medium;

/// Who has which storage. Defined by the board.
extern const struct storage_rights_source key_value_rights;

void key_value_deferred(void);
void key_value_on_restart(struct process_id *process);
void key_value_command(struct command *command);

void key_value_fetch(struct storage_piece *piece);
void key_value_done(struct storage_done *done);
