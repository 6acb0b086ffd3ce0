// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `aes`: driver 0x40006, AES with keys of 128 bits for programs.
 *
 * Read-only buffer 0 is the key, 1 is the first vector (CBC) or the first counter (CTR), 2 is the
 * source; read-write buffer 0 is the destination.
 *
 *   1 algorithm  which (0 CTR, 1 CBC, 2 ECB), and 0 to decrypt. Others: NOSUPPORT
 *   2 set_up     reads key and vector, and ciphers all of the source to the destination: upcall 0
 *   3 go_on      ciphers another source as if it stood behind those before: upcall 0
 *   4 finish     forgets the key
 *
 * Upcall 0 brings 0 or an error, how many bytes there are in the destination, and 0.
 *
 * NODEVICE: there is no engine; 4 forgets the key all the same. NOMEM: the program's last request
 * has not ended (BUSY for 4). INVALID: no algorithm was chosen; key or vector have less than 16
 * bytes; with CBC and ECB the source is not whole blocks. RESERVE: there is no key, vector or
 * source. SIZE: the destination is shorter than the source. OFF: there is no key (3, 4). In the
 * upcall: FAIL, the program took a buffer back, or the engine could not, or did not answer in time;
 * RESERVE, a restart. After an error there is no key any more, and after a restart no algorithm.
 *
 * Each program has its own key, so none waits until another one is done with its key: requests are
 * served in turn, each as a whole. A key is kept in the program's own memory, for 3, and in the
 * engine while it works for that program, until another program has its turn. Both forget it when
 * the program ends, sets up again or finishes, after an error, and after a restart of the capsule;
 * what is left of one in the memory of a program that has ended is cleared before anybody sees it.
 * Where the engine has no ECB, that and CTR are made by CBC, of single blocks.
 *
 * Source: SP 800-38A, 6.1 (ECB), 6.2 (CBC), 6.5 (CTR; the counter is all of the block, as a number
 * whose highest byte comes first).
 */
#pragma once

#include <capsule.h>
#include <hal/aes.h>

enum { AES_DRIVER = 0x40006, AES_GRANT_BYTES = 96 };
enum aes_command_number {
    AES_COMMAND_ALGORITHM = 1,
    AES_COMMAND_SET_UP = 2,
    AES_COMMAND_GO_ON = 3,
    AES_COMMAND_FINISH = 4,
};
enum aes_algorithm { AES_CTR = 0, AES_CBC = 1, AES_ECB = 2 };
enum { AES_UPCALL_DONE = 0, AES_ALLOW_DESTINATION = 0 };
enum { AES_ALLOW_KEY = 0, AES_ALLOW_VECTOR = 1, AES_ALLOW_SOURCE = 2 };
enum { AES_PART_BYTES = 128 }; ///< ciphered at once

/// The engine. Made of the manifest and the board's choice.
extern const struct aes_engine aes_device;

void aes_init(void);
void aes_deferred(void);
void aes_timer(void);
void aes_process_ended(struct process_id *process);
void aes_on_restart(struct process_id *process);
void aes_command(struct command *command);

void aes_key_ready(const struct aes_key_ready *event);
void aes_done(const struct aes_done *event);
