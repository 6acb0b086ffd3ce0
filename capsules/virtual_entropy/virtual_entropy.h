// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `virtual_entropy`: several sources of entropy out of one, with the same contract above
 * and below (hal/entropy.h).
 *
 * Each client has a place. The source fills the buffers of those that ask one after the other, in
 * the order of their places and round again. A buffer never is this capsule's own: it may hand to
 * the device what a client has lent it by its request, and the ledger gives that back to the
 * client. What a client that has failed asked for is lost, and the next one's turn comes. When this
 * capsule starts, at boot or again after it has failed, every client's request that it knows
 * nothing of ends with ERROR_RESERVE; a client that has made none ignores that.
 */
#pragma once

#include <capsule.h>
#include <hal/entropy.h>

enum virtual_entropy_place {
    VIRTUAL_ENTROPY_FIRST,
    VIRTUAL_ENTROPY_SECOND,
    VIRTUAL_ENTROPY_THIRD,
    VIRTUAL_ENTROPY_FOURTH,
};
enum { VIRTUAL_ENTROPY_CLIENT_COUNT = 4 };

/// The source that all share. Defined by the board.
extern const struct entropy_source virtual_entropy_source;

/// Who is told; a place of the board's that nobody has is empty. Defined by the board.
extern const struct entropy_client virtual_entropy_clients[VIRTUAL_ENTROPY_CLIENT_COUNT];

void virtual_entropy_init(void);
void virtual_entropy_deferred(void);

void virtual_entropy_filled(const struct entropy_filled *event);

// The source of each place.
bool virtual_entropy_first_is_present(void);
enum error virtual_entropy_first_request(struct transfer_buffer buffer, size_t length_bytes);
enum error virtual_entropy_first_cancel(void);
bool virtual_entropy_second_is_present(void);
enum error virtual_entropy_second_request(struct transfer_buffer buffer, size_t length_bytes);
enum error virtual_entropy_second_cancel(void);
bool virtual_entropy_third_is_present(void);
enum error virtual_entropy_third_request(struct transfer_buffer buffer, size_t length_bytes);
enum error virtual_entropy_third_cancel(void);
bool virtual_entropy_fourth_is_present(void);
enum error virtual_entropy_fourth_request(struct transfer_buffer buffer, size_t length_bytes);
enum error virtual_entropy_fourth_cancel(void);
