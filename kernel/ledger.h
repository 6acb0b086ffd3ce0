// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The ledger's part in what follows the abort of a capsule.
#pragma once

#include <stdbool.h>
#include <stdint.h>

/**
 * Takes back the buffers of a capsule that has failed: what it owned goes home under a new name,
 * and devices that hold one are asked to give it back. Context: kernel.
 */
void ledger_reclaim(uint32_t capsule);

/// Says whether no device holds a buffer of a capsule. Context: kernel.
bool ledger_has_all(uint32_t capsule);
