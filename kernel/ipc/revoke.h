// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Revocation: the owner of an endpoint takes back entries that lead to it, STATIC ones excepted.
 */
#pragma once

#include <stdbool.h>

#include <lib/attributes.h>

#include "state.h"

/**
 * Begins to revoke every entry whose badge under `mask` is `badge`; both 0: altogether. The process
 * that runs waits until none is left. Such entries fail from now on, so none escapes.
 *
 * @return false: no badge is so. Nothing is done. Context: kernel.
 */
MUST_CHECK bool ipc_revoke_begin(struct ipc *self, uint32_t badge, uint32_t mask);
