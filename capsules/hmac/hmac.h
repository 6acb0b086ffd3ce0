// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `hmac`: driver 0x40003, codes by which who has a key knows that bytes are as they were.
 *
 * Command 0 chooses the hash function (and so says whether the driver is there): 0 is SHA-256, 3
 * is SHA-224; others NOSUPPORT. The key is read-only buffer 0, the bytes are read-only buffer 1.
 *
 *   1 run     the code of the bytes, into the first bytes of read-write buffer 2: upcall 0
 *   2 update  the same in parts: these are more of the bytes. The key is read with the first part.
 *             Upcall 0
 *   3 finish  the code of all parts so far, as 1: upcall 0
 *   4 verify  whether the code of the bytes is that in read-only buffer 2: upcall 1
 *   5 verify_finish  the same for the parts so far: upcall 1
 *
 * Upcall 0 brings 0 or an error; upcall 1 brings that and 1 if the code is right, else 0. To
 * compare takes as long whatever is in the codes.
 *
 * INVALID: no algorithm was chosen. RESERVE: no key (1, 2 and 4), or no buffer for the bytes. SIZE:
 * a buffer for a code is shorter than one. OFF: there are no parts (3, 5). NOMEM: the program's
 * last request has not ended. In the upcall: FAIL, the program took a buffer back, or the hash
 * function failed; RESERVE, a restart. Both end what was begun in parts.
 *
 * Each program has its own. What is kept of its key is cleared when the code is made, when it
 * chooses an algorithm, and after a restart of the capsule; it goes with the program's memory.
 *
 * Source: RFC 2104.
 */
#pragma once

#include <capsule.h>
#include <hal/digest.h>

enum { HMAC_DRIVER = 0x40003, HMAC_GRANT_BYTES = 384 };
enum hmac_command_number {
    HMAC_COMMAND_ALGORITHM = 0,
    HMAC_COMMAND_RUN = 1,
    HMAC_COMMAND_UPDATE = 2,
    HMAC_COMMAND_FINISH = 3,
    HMAC_COMMAND_VERIFY = 4,
    HMAC_COMMAND_VERIFY_FINISH = 5,
};
enum { HMAC_UPCALL_DONE = 0, HMAC_UPCALL_VERIFIED = 1 };
enum { HMAC_ALLOW_KEY = 0, HMAC_ALLOW_BYTES = 1, HMAC_ALLOW_COMPARE = 2, HMAC_ALLOW_CODE = 2 };

/// The hash function. Made of the manifest and the board's choice.
extern const struct digest_function hmac_function;

void hmac_deferred(void);
void hmac_on_restart(struct process_id *process);
void hmac_command(struct command *command);
