// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The program as a whole, between the runtime and the entry points.
#pragma once

/// Starts the protection domain and answers its events for ever.
_Noreturn void microkit_run(void);

/// Runs the upcalls that wait. A program that subscribes to nothing has none.
void microkit_upcalls_run(void);
