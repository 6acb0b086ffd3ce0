// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `sd_card`: an SD memory card on a serial peripheral bus as a disk (hal/block.h), of
 * sectors that are read and written one at a time.
 *
 * The card is started when the capsule is, which takes up to a second. Until then the disk is as
 * large as can be, and requests wait; afterwards it is what the card says of itself, or nothing if
 * there is none. When a card is not there, each question what the disk is has it looked for again.
 * After anything that goes wrong the card is started anew, by the next request: it may have been
 * without power. A card that is not the one of before is refused until the capsule starts again,
 * since whoever uses the disk remembers what was on that one.
 *
 * Commands and sectors carry check sums both ways. A sector that is written has been programmed
 * when the request ends: there is nothing to flush. No wait is without an end: a card has a
 * fraction of a second to answer, as its specification says.
 *
 * A sector goes between the bus and the client's buffer, which this capsule cannot open. When the
 * capsule starts, at boot or again after it has failed, it has the bus end what is under way, and
 * then ends the request of a client that it knows nothing of with ERROR_RESERVE.
 *
 * Source: SD Specifications, Part 1, Physical Layer Simplified Specification, version 8.00, 4.3.13,
 * 4.5, 4.6, 5.2, 5.3 and 7.
 */
#pragma once

#include <capsule.h>
#include <hal/block.h>
#include <hal/spi.h>

/// The bus, and who is told. Made of the manifest and the board's choice.
extern const struct spi_bus sd_card_bus;
extern const struct block_client sd_card_client;

void sd_card_init(void);
void sd_card_deferred(void);
void sd_card_timer(void);

void sd_card_done(const struct spi_done *event);

void sd_card_describe(struct block_description *description);
enum error sd_card_read(const struct block_transfer *transfer);
enum error sd_card_write(const struct block_transfer *transfer);
enum error sd_card_flush(void);
enum error sd_card_cancel(void);
