// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * An EEPROM in memory behind an I2C bus, below the capsules `at24c`, `storage_regions` and
 * `key_value`: what disk.h says of a disk, and more. A write of the disk is one of a page here, and
 * a flush the first look at a page that was written.
 */
#pragma once

#include <hal/i2c.h>

#include "disk.h"

enum {
    EEPROM_PAGE_BYTES = 32,
    EEPROM_AT = 0x51,
    PLACE_REGIONS = PLACE_VIRTUAL,
    PLACE_EEPROM = PLACE_COUNT,
};

extern struct eeprom {
    struct i2c_message message;
    unsigned busy_looks; ///< so often it does not answer behind each write of a page
    unsigned busy_left;
    bool is_protected;   ///< takes writes, and keeps nothing
    unsigned idle_steps; ///< so long nobody has wanted anything
    unsigned transfers;  ///< that have ended
    enum error refusal;  ///< of all transfers, by the bus at once
} eeprom;
