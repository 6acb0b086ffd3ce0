// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The state of the capsule `aes`, which its files share.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <lib/cell.h>

#include "aes.h"

/// What the driver keeps for one process, in its grant.
struct aes_user {
    struct lease source;
    struct lease destination;
    uint8_t key[AES_KEY_BYTES];
    uint8_t vector[AES_BLOCK_BYTES]; ///< or the counter, of the next byte
    uint8_t used_bytes;              ///< CTR: of the block that the counter makes
    uint8_t chosen;                  ///< enum aes_algorithm, of the next key
    uint8_t algorithm;               ///< of this one
    bool has_chosen;
    bool is_chosen_encryption;
    bool is_encryption;
    bool has_key;
    bool is_waiting;
};

_Static_assert(sizeof(struct aes_user) <= AES_GRANT_BYTES, "the board reserves AES_GRANT_BYTES");

/// What the driver waits for.
enum aes_stage {
    STAGE_IDLE,  ///< for a request
    STAGE_DUE,   ///< for its own turn: the engine has the key, and nothing to do
    STAGE_KEY,   ///< for the engine to have the key
    STAGE_PIECE, ///< for the engine to be done with a piece
    STAGE_DONE,  ///< for its own turn: the engine is done with one
};

struct aes {
    uint8_t stage;                          ///< enum aes_stage
    enum error piece_status;                ///< STAGE_DONE: how the piece ended
    bool has_blocks_key;                    ///< or is given it: its key is for ECB
    bool lacks_blocks;                      ///< the engine has no ECB
    struct process_id served;               ///< whose turn it is, or was
    OPTIONAL_CELL(struct process_id) keyed; ///< whose key the engine has, or is given
    struct aes_key given; ///< to the engine; not a local, of which the stack would keep a copy
    struct take_cell buffer;
    uint8_t part_bytes;            ///< of the program's, in the piece under way
    uint8_t bytes[AES_PART_BYTES]; ///< of the source or for the destination
    uint8_t pad[AES_PART_BYTES];   ///< what CTR adds to them
};

extern struct aes aes;

// ---------------------------------------------------------------------------------------------
// aes.c: what programs ask for

/// Ends what a program waits for, and tells it. After an error its key is forgotten.
void aes_request_end(struct process_id process, struct aes_user *client, enum error status);

/// Has the engine forget the key of a process, if it has it.
void aes_engine_forget(struct process_id process);

// ---------------------------------------------------------------------------------------------
// piece.c: what the engine is given, and what it makes of it

/// Gives the engine the key of a process. Errors: those of the engine.
MUST_CHECK enum error aes_key_give(struct process_id process, const struct aes_user *client);

/// Takes the next bytes of the source, and has the engine work on them, or on counters for them.
MUST_CHECK enum error aes_piece_start(struct aes_user *client);

/// Hands over what the engine made of a piece.
MUST_CHECK enum error aes_piece_end(struct aes_user *client);

/// Leaves nothing of a program's bytes, or of what was made of its key.
void aes_bytes_clear(void);
