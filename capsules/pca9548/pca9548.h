// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `pca9548`: an NXP PCA9548A, a switch between an I2C bus and eight more, as several buses
 * with the same contract above and below (hal/i2c.h).
 *
 * It has two clients, each on one channel of the switch: their devices may even have the same
 * address. Below it has two places of the shared bus, one with the address of the switch and one
 * with that of the devices behind it, so that nobody else reaches either. Before each transfer the
 * channel is switched on, and the others off: the switch may have been without power.
 *
 * Requests are served in turn. A switch that does not answer ends them with ERROR_NO_ACK, as if the
 * device were not there. A buffer never is this capsule's own; see virtual_i2c.h, also for what
 * happens after a failure of this capsule or a client's.
 *
 * Source: NXP PCA9548A, rev 5.1, 6.2 and 6.3.
 */
#pragma once

#include <capsule.h>
#include <hal/i2c.h>

/// Clients, and places of the bus below.
enum pca9548_place { PCA9548_FIRST, PCA9548_SECOND };
enum { PCA9548_CLIENT_COUNT = 2 };
enum pca9548_side { PCA9548_CONTROL, PCA9548_BEHIND };

/// The address of the switch, and the channel of each client: 0 to 7. Defined by the board.
extern const struct i2c_place pca9548_place;
extern const uint8_t pca9548_channels[PCA9548_CLIENT_COUNT];

/// The bus to the switch, that to what is behind it, and who is told; a client's place that nobody
/// has is empty. Made of the manifest and the board's choice.
extern const struct i2c_bus pca9548_control;
extern const struct i2c_bus pca9548_behind;
extern const struct i2c_client pca9548_clients[PCA9548_CLIENT_COUNT];

void pca9548_init(void);
void pca9548_deferred(void);

void pca9548_control_done(const struct i2c_done *event);
void pca9548_behind_done(const struct i2c_done *event);

// The bus of each client.
enum error pca9548_first_transfer(struct transfer_buffer buffer, struct i2c_message message);
enum error pca9548_first_cancel(void);
enum error pca9548_second_transfer(struct transfer_buffer buffer, struct i2c_message message);
enum error pca9548_second_cancel(void);
