// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The end: what is kept over a reset about why. See also port_panic() and kernel_panic().
#pragma once

/// Why the previous run ended in a panic, or null. Constant until the next panic.
const char *panic_previous(void);

/// Looks at what the previous run left and makes room for this one. Context: init.
void panic_record_open(void);
