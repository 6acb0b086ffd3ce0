// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Broken invariants: facts that only a bug of ours can make untrue. trusted
 *
 * In kernel/, arch/ and chips/ a broken invariant stops the machine in a safe state. Capsules are
 * linked with a private invariant_failed() that traps, so that only the capsule stops. The check
 * stays on in every build.
 */
#pragma once

#include <lib/attributes.h>

#define invariant(condition) ((condition) ? (void)0 : invariant_failed())

/// Never returns. Context: any.
NORETURN void invariant_failed(void);
