// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `sha256`: the hash functions SHA-256 and SHA-224 (hal/digest.h).
 *
 * It has no state: whoever calls it brings all that there is. One call makes SHA256_ROUNDS of the
 * 64 rounds of a block.
 *
 * Source: FIPS 180-4, 4.1.2 (functions), 4.2.2 (constants), 5.1.1 (padding), 5.3.2, 5.3.3 (first
 * values), 6.2.2 (rounds).
 */
#pragma once

#include <capsule.h>
#include <hal/digest.h>

enum { SHA256_ROUNDS = 16 };

void sha256_start(struct digest *digest);
enum error sha256_go_on(struct digest *digest);
