// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `virtual_i2c`: several I2C buses out of one, with the same contract above and below
 * (hal/i2c.h).
 *
 * Each client has a place. A place may have an address: then its client reaches the device with
 * that address and no other one. A place without one reaches all that are nobody's; the others are
 * ERROR_INVALID.
 *
 * Transfers are made one after the other, in the order of the places and round again. A buffer
 * never is this capsule's own: it hands to the bus what a client has lent it by its call, and the
 * ledger gives that back to the client. What a client that has failed asked for is lost, and the
 * next one's turn comes. When this capsule starts, at boot or again after it has failed, every
 * client's transfer that it knows nothing of ends with ERROR_RESERVE; a client that has started
 * none ignores that.
 */
#pragma once

#include <capsule.h>
#include <hal/i2c.h>

enum virtual_i2c_place {
    VIRTUAL_I2C_FIRST,
    VIRTUAL_I2C_SECOND,
    VIRTUAL_I2C_THIRD,
    VIRTUAL_I2C_FOURTH,
    VIRTUAL_I2C_FIFTH,
    VIRTUAL_I2C_SIXTH,
    VIRTUAL_I2C_SEVENTH,
    VIRTUAL_I2C_EIGHTH,
    VIRTUAL_I2C_NINTH,
    VIRTUAL_I2C_TENTH,
    VIRTUAL_I2C_ELEVENTH,
    VIRTUAL_I2C_TWELFTH,
    VIRTUAL_I2C_THIRTEENTH,
    VIRTUAL_I2C_FOURTEENTH,
};
enum { VIRTUAL_I2C_CLIENT_COUNT = 14 };

/// The device that belongs to each client. Zero, which is no device's address, for none. Defined by
/// the board.
extern const struct i2c_place virtual_i2c_addresses[VIRTUAL_I2C_CLIENT_COUNT];

/// The bus that all share. Made of the manifest and the board's choice.
extern const struct i2c_bus virtual_i2c_bus;

/// Who is told; a place of the board's that nobody has is empty.
extern const struct i2c_client virtual_i2c_clients[VIRTUAL_I2C_CLIENT_COUNT];

void virtual_i2c_init(void);
void virtual_i2c_deferred(void);

void virtual_i2c_done(const struct i2c_done *event);

// The bus of each place.
enum error virtual_i2c_first_transfer(struct transfer_buffer buffer, struct i2c_message message);
enum error virtual_i2c_first_cancel(void);
enum error virtual_i2c_second_transfer(struct transfer_buffer buffer, struct i2c_message message);
enum error virtual_i2c_second_cancel(void);
enum error virtual_i2c_third_transfer(struct transfer_buffer buffer, struct i2c_message message);
enum error virtual_i2c_third_cancel(void);
enum error virtual_i2c_fourth_transfer(struct transfer_buffer buffer, struct i2c_message message);
enum error virtual_i2c_fourth_cancel(void);
enum error virtual_i2c_fifth_transfer(struct transfer_buffer buffer, struct i2c_message message);
enum error virtual_i2c_fifth_cancel(void);
enum error virtual_i2c_sixth_transfer(struct transfer_buffer buffer, struct i2c_message message);
enum error virtual_i2c_sixth_cancel(void);
enum error virtual_i2c_seventh_transfer(struct transfer_buffer buffer, struct i2c_message message);
enum error virtual_i2c_seventh_cancel(void);
enum error virtual_i2c_eighth_transfer(struct transfer_buffer buffer, struct i2c_message message);
enum error virtual_i2c_eighth_cancel(void);
enum error virtual_i2c_ninth_transfer(struct transfer_buffer buffer, struct i2c_message message);
enum error virtual_i2c_ninth_cancel(void);
enum error virtual_i2c_tenth_transfer(struct transfer_buffer buffer, struct i2c_message message);
enum error virtual_i2c_tenth_cancel(void);
enum error virtual_i2c_eleventh_transfer(struct transfer_buffer buffer, struct i2c_message message);
enum error virtual_i2c_eleventh_cancel(void);
enum error virtual_i2c_twelfth_transfer(struct transfer_buffer buffer, struct i2c_message message);
enum error virtual_i2c_twelfth_cancel(void);
enum error virtual_i2c_thirteenth_transfer(struct transfer_buffer buffer,
                                           struct i2c_message message);
enum error virtual_i2c_thirteenth_cancel(void);
enum error virtual_i2c_fourteenth_transfer(struct transfer_buffer buffer,
                                           struct i2c_message message);
enum error virtual_i2c_fourteenth_cancel(void);
