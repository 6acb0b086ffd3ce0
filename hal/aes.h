// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a device that ciphers with AES and a key of 128 bits.
 *
 * Whoever implements it (a chip) offers a constant `struct aes_engine`; whoever uses it (a capsule)
 * gets a constant `struct aes_client` called, never inside a call of its own. On the way from the
 * chip to a capsule the board puts the boundary between the two.
 *
 * The engine has one key, or none. Set it, wait for `key_ready`; then one piece at a time: start
 * it, wait for `done`, start the next one. A key is in the engine, and in the device behind it,
 * until another one is set or cancel() is called, and in no other place.
 *
 * Source: FIPS 197; SP 800-38A, 6.1 (ECB), 6.2 (CBC).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>
#include <lib/transfer_buffer.h>

enum { AES_KEY_BYTES = 16, AES_BLOCK_BYTES = 16 };

enum aes_mode {
    AES_MODE_BLOCKS,  ///< each block for itself (ECB)
    AES_MODE_CHAINED, ///< each block together with the one before (CBC)
};
enum aes_direction { AES_ENCRYPT, AES_DECRYPT };

/// A key, and what it is for.
struct aes_key {
    enum aes_mode mode;
    enum aes_direction direction;
    uint8_t bytes[AES_KEY_BYTES];
};

/// What stands before the first block of a piece; AES_MODE_BLOCKS does without.
struct aes_vector {
    uint8_t bytes[AES_BLOCK_BYTES];
};

struct VTABLE aes_engine {
    /// Says whether there is an engine now. One that is not there, or has broken the rules, does
    /// not come (back) before the next boot. Context: kernel.
    bool (*is_present)(void);

    /**
     * Takes a key in the place of the one before. client->key_ready follows, unless cancel() comes
     * first.
     *
     * @param key  copy.
     * @retval ERROR_NO_DEVICE  there is no engine, or it has broken the rules.
     * @retval ERROR_BUSY       a key is being set, or a piece is under way.
     * Context: kernel.
     */
    enum error (*key_set)(const struct aes_key *key);

    /**
     * Ciphers the first bytes of a buffer in their place.
     *
     * @param buffer        take. Given back by client->done exactly once, also after an error.
     * @param vector        copy.
     * @param length_bytes  whole blocks.
     * @retval ERROR_OFF   there is no key; the buffer stays with the caller, here and below.
     * @retval ERROR_SIZE  no block, or not whole ones.
     * @retval ERROR_NO_DEVICE, ERROR_BUSY  as above.
     * @retval ERROR_INVALID, ERROR_STALE   the ledger refuses the buffer or its size.
     * Context: kernel.
     */
    enum error (*crypt)(struct transfer_buffer buffer, const struct aes_vector *vector,
                        size_t length_bytes);

    /**
     * Forgets the key, and ends what is under way: of a piece, client->done follows soon, with
     * ERROR_CANCEL; of a key, nothing follows.
     *
     * @retval ERROR_ALREADY  nothing is under way, and nothing follows. A piece that was cancelled
     *                        before is under way until its end. A key is forgotten.
     * Context: kernel.
     */
    enum error (*cancel)(void);
};

struct aes_key_ready {
    /// ERROR_NONE; ERROR_NO_SUPPORT: not for this mode; ERROR_FAILED: the engine will not have the
    /// key, or has broken the rules. After an error there is none.
    enum error status;
};

struct aes_done {
    struct transfer_buffer buffer; ///< give, under its present name
    /// ERROR_NONE, ERROR_CANCEL, or ERROR_FAILED: the engine could not, or has broken the rules.
    /// One that cannot be stopped keeps the buffer: then its name is one that nobody can use.
    enum error status;
};

struct VTABLE aes_client {
    void (*key_ready)(const struct aes_key_ready *event);
    void (*done)(const struct aes_done *event);
};
