// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `virtual_spi`: several serial peripheral buses out of one, with the same contract above
 * and below (hal/spi.h).
 *
 * Each client has a place, and each place one device: what the client's message says of that is not
 * looked at. So no client reaches the device of another one. How fast a transfer is, and in which
 * mode, is the client's to say, each time.
 *
 * Transfers are made one after the other, in the order of the places and round again. A client that
 * has its device held is the only one that is served until it lets go. It has a fraction of a
 * second for that (VIRTUAL_SPI_HOLDS_PER_SECOND); then its device is let go for it, as soon as no
 * transfer is under way, and its next transfer is refused with ERROR_RESERVE.
 *
 * A buffer never is this capsule's own: it hands to the bus what a client has lent it by its call,
 * and the ledger gives that back to the client. What a client that has failed asked for is lost,
 * and the next one's turn comes. When this capsule starts, at boot or again after it has failed, it
 * has the bus let go of whatever is held, and every client's transfer that it knows nothing of ends
 * with ERROR_RESERVE; a client that has started none ignores that.
 */
#pragma once

#include <capsule.h>
#include <hal/spi.h>

enum virtual_spi_place {
    VIRTUAL_SPI_FIRST,
    VIRTUAL_SPI_SECOND,
    VIRTUAL_SPI_THIRD,
};
enum { VIRTUAL_SPI_CLIENT_COUNT = 3, VIRTUAL_SPI_HOLDS_PER_SECOND = 2 };

/// The device of each client. Defined by the board.
extern const struct spi_place virtual_spi_devices[VIRTUAL_SPI_CLIENT_COUNT];

/// The bus that all share. Made of the manifest and the board's choice.
extern const struct spi_bus virtual_spi_bus;

/// Who is told; a place of the board's that nobody has is empty.
extern const struct spi_client virtual_spi_clients[VIRTUAL_SPI_CLIENT_COUNT];

void virtual_spi_init(void);
void virtual_spi_deferred(void);
void virtual_spi_timer(void);

void virtual_spi_done(const struct spi_done *event);

// The bus of each place.
enum error virtual_spi_first_transfer(struct transfer_buffer buffer, struct spi_message message);
enum error virtual_spi_first_cancel(void);
enum error virtual_spi_second_transfer(struct transfer_buffer buffer, struct spi_message message);
enum error virtual_spi_second_cancel(void);
enum error virtual_spi_third_transfer(struct transfer_buffer buffer, struct spi_message message);
enum error virtual_spi_third_cancel(void);
