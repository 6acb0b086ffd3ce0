// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What a message carries from one process to another: words, words in the buffers, capabilities.
 *
 * Context of all: kernel. Process memory that is refused on the way cuts the message there.
 */
#pragma once

#include <lib/attributes.h>

#include "state.h"

/**
 * Fetches the capabilities that a message is to carry from the buffer of the process that sends it,
 * once. Its information stands in `message`.
 *
 * @retval ERROR_INVALID  there is no buffer, or one of them cannot be passed.
 * @retval ERROR_FAULT    the buffer cannot be read.
 */
MUST_CHECK enum error message_offers_fetch(struct ipc *from);

/**
 * Moves a message whose operands stand in from->message. The results are in to->message: it named
 * the window for capabilities. Its status is ERROR_TRUNCATED if anything was left behind.
 * from->message stays as it is.
 *
 * @param may_grant  it may carry capabilities; else they are left out, which is no error.
 */
void message_transfer(struct ipc *from, struct ipc *to, uint64_t badge, bool may_grant);

/// The same for a message of `length` words that the kernel makes.
void message_put(struct ipc *to, uint32_t label, const uint32_t word[], uint32_t length,
                 uint64_t badge);

/// Fills in what a receiver gets. Registers behind the length that `info` says are 0.
void message_results(struct ipc *to, uint32_t status, uint32_t info, const uint32_t word[],
                     uint64_t badge);

/// Tells people that a message was cut because of a process: it is too long, or its buffer cannot
/// be used. Once for each, so that no program can flood them.
void message_blame(struct ipc *whose);

/// Takes the first words, up to `most`, of a message that the kernel receives. Returns how many.
uint32_t message_get(struct ipc *from, uint32_t word[], uint32_t most);
