// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `random`: random numbers out of a source of entropy, for one client (hal/random.h).
 *
 * It has the source fill a buffer of its own, gives the bytes to its client, and zeroes both its
 * copies when the client is done. A source that fails is the client's to know.
 */
#pragma once

#include <capsule.h>
#include <hal/entropy.h>
#include <hal/random.h>

/// The source. Defined by the board.
extern const struct entropy_source random_entropy;

/// Who gets the bytes. Defined by the board.
extern const struct random_client random_client;

void random_init(void);
void random_deferred(void);

void random_request(struct random_request *request);
void random_filled(const struct entropy_filled *event);
