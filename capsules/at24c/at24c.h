// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `at24c`: an EEPROM of the AT24C family on an I2C bus as storage (hal/storage.h), one with
 * places of two bytes: AT24C32 to AT24C512.
 *
 * Such a memory can be written a million times, and takes some milliseconds for each page. So each
 * page is looked at first: one that holds already what it is to hold is not written, and one that
 * was written is looked at again. What it does not keep (it is write-protected, or worn out) is
 * ERROR_FAILED. A loss of power leaves the first pages of a sector as they were to be, the others
 * as they were, and one in between with anything.
 *
 * A memory that is busy with a page does not answer. Each transfer that fails is tried again, 20
 * times in all and once in a millisecond; then the request ends with ERROR_FAILED. If nobody
 * answers that often there is no memory, until a request, which is ERROR_NO_DEVICE, has it looked
 * for again and it is found.
 *
 * Source: Microchip AT24C256C, DS20006270, 6 to 8.
 */
#pragma once

#include <capsule.h>
#include <hal/i2c.h>
#include <hal/storage.h>

enum { AT24C_PAGE_BYTES_MAX = 64 };

struct at24c_geometry {
    uint32_t length_bytes; ///< at most 65536
    uint32_t page_bytes;   ///< a power of two, at most AT24C_PAGE_BYTES_MAX
};

/// Defined by the board.
extern const struct i2c_place at24c_place;
extern const struct at24c_geometry at24c_geometry;

/// The bus, and who is told. Made of the manifest and the board's choice.
extern const struct i2c_bus at24c_bus;
extern const struct storage_client at24c_client;

void at24c_init(void);
void at24c_deferred(void);
void at24c_timer(void);

void at24c_describe(struct storage_description *description);
void at24c_request(struct storage_request *request);
void at24c_done(const struct i2c_done *event);
