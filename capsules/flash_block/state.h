// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The state of the capsule `flash_block`, which its files share. The flash makes one step at a
/// time; when it is done with it, flash_block.c goes on or begins with another one.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "flash_block.h"
#include "format.h"
#include "space.h"

/// What the flash does, in the order of the files that go on behind it.
enum flash_block_step {
    STEP_NONE,
    STEP_CANCEL, ///< what an earlier life of this capsule has asked for
    // All entries are read: scan.c.
    STEP_SCAN_BLOCK,
    STEP_SCAN_ENTRIES,
    // The client's read: request.c.
    STEP_READ_ENTRY,
    STEP_READ_CHECK,
    STEP_READ_GIVE,
    // The client's write: request.c.
    STEP_SKIP,
    STEP_WRITE_LOOK,
    STEP_WRITE_DATA,
    STEP_WRITE_CHECK,
    STEP_WRITE_ENTRY,
    // The next block is made ready: open.c.
    STEP_ERASE,
    STEP_COPY_ENTRY,
    STEP_COPY_READ,
    STEP_COPY_WRITE,
    STEP_COPY_SEAL,
    STEP_OPEN,
};

struct flash_block {
    bool is_started; ///< in this life of the capsule
    bool is_scanned;
    uint8_t step; ///< enum flash_block_step

    // What there is; no sectors if there is no flash, or it is too small.
    uint32_t block_bytes;
    uint32_t blocks;
    uint32_t slots;
    uint32_t table_bytes;
    uint32_t sector_count;

    struct {
        bool is_waiting;
        bool is_cancelled;
        bool is_write;
        uint32_t sector;
        uint32_t blocks_opened; ///< for it
        struct transfer_buffer buffer;
    } request;

    uint32_t scan_block;
    uint32_t scan_first; ///< byte of its table

    uint32_t head;      ///< the block that is written, or FLASH_BLOCK_NONE
    uint32_t next_slot; ///< of the head
    bool is_skipping;   ///< a loss of power may have left the next slot written in part

    bool is_opening; ///< the target, by several steps
    bool is_due;     ///< to be done before it is asked for
    struct flash_block_choice choice;
    uint32_t copied; ///< sectors from the victim to the target
    uint32_t copied_sector;

    struct flash_block_entry entry; ///< of the sector that is read, written or copied
    struct {
        uint8_t bytes[FLASH_BLOCK_ENTRY_BYTES];
    } entry_bytes;
    struct {
        uint8_t bytes[BLOCK_SECTOR_BYTES];
    } sector;
};

extern struct flash_block flash_block;

// ---------------------------------------------------------------------------------------------
// flash.c: what the flash is asked for, and what is in this capsule's buffer

/// The first byte of a block, of the data of a slot, and of an entry: place 0 is the block's, slot
/// 0 has place 1.
uint32_t flash_block_base(uint32_t block);
uint32_t flash_block_data_base(uint32_t block, uint32_t slot);
uint32_t flash_block_entry_base(uint32_t block, uint32_t place);

/// Asks the flash for a step. Errors: those of the flash.
MUST_CHECK enum error flash_block_flash_read(uint8_t step, struct transfer_buffer buffer,
                                             uint32_t first_byte, uint32_t length_bytes);
MUST_CHECK enum error flash_block_flash_program(uint8_t step, struct transfer_buffer buffer,
                                                uint32_t first_byte, uint32_t length_bytes);

/// Programs the entry of a place, or zeros, which are none.
MUST_CHECK enum error flash_block_entry_program(uint8_t step, uint32_t block, uint32_t place);

/// The entry in this capsule's buffer, which belongs to a place in the flash.
enum flash_block_entry_kind flash_block_entry_take(uint32_t block, uint32_t place);

/// Copies the sector in this capsule's buffer, all at once: each call of the kernel has its price.
MUST_CHECK bool flash_block_sector_take(void);

/// The hash of the sector in this capsule's buffer, and whether all of it is erased.
uint32_t flash_block_data_hash(void);
bool flash_block_is_data_blank(void);

// ---------------------------------------------------------------------------------------------
// scan.c: all entries are read when the capsule starts

/// There is no flash to work with.
void flash_block_give_up(void);

/// Begins to read the entries of all blocks, then those of their slots, from the oldest block on.
void flash_block_scan_start(void);

/// Goes on behind a step of it that went well. Errors: there is no way on.
MUST_CHECK enum error flash_block_scan_continue(uint8_t step);

// ---------------------------------------------------------------------------------------------
// open.c: the next block is made ready, and takes what is left in an old one

/// Begins with the block that is next. ERROR_FAILED: there is none.
MUST_CHECK enum error flash_block_open_start(void);

/// Copies the next sector of the victim, or has the block begin to count.
MUST_CHECK enum error flash_block_copy_next(void);

/// Goes on behind a step of it that went well. Errors: there is no way on.
MUST_CHECK enum error flash_block_open_continue(uint8_t step);

// ---------------------------------------------------------------------------------------------
// request.c: what the client asks for

/// Ends it. The client may ask for more when it is told: nothing is done behind that.
void flash_block_request_end(enum error status);

/// Has the first step of a read or a write made. To write there is a head with a slot left.
MUST_CHECK enum error flash_block_read_start(void);
MUST_CHECK enum error flash_block_write_start(void);

/// Goes on behind a step that went well. Not ERROR_NONE: the request ends with that.
MUST_CHECK enum error flash_block_request_continue(uint8_t step);
