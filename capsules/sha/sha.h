// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `sha`: driver 0x40005, digests of bytes of programs.
 *
 * Command 1 chooses the algorithm: 0 is SHA-256, the one there is (NOSUPPORT). Command 2 hashes all
 * of read-only buffer 0 and puts the digest into the first bytes of read-write buffer 0. Upcall 0
 * ends it: 0 or an error. Who chooses no algorithm gets SHA-256.
 *
 * NOMEM: the program's last request has not ended. SIZE: the buffer for the digest is shorter than
 * one. In the upcall: FAIL, the program took a buffer back, or the hash function failed; RESERVE,
 * a restart. A program without a buffer 0 to read from gets the digest of no bytes.
 *
 * The requests of several programs are served in turn, a part of a block at a time.
 */
#pragma once

#include <capsule.h>
#include <hal/digest.h>

enum { SHA_DRIVER = 0x40005, SHA_GRANT_BYTES = 272 };
enum { SHA_COMMAND_ALGORITHM = 1, SHA_COMMAND_HASH = 2 };
enum { SHA_UPCALL_DONE = 0, SHA_ALLOW_BYTES = 0, SHA_ALLOW_DIGEST = 0 };
enum { SHA_ALGORITHM_256 = 0 };

/// The hash function. Made of the manifest and the board's choice.
extern const struct digest_function sha_function;

void sha_deferred(void);
void sha_on_restart(struct process_id *process);
void sha_command(struct command *command);
