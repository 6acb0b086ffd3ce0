// SPDX-License-Identifier: Apache-2.0 OR MIT
/** What the virtualiser does to others, for tests. */
#pragma once

#include <microkit.h>

/// How often each channel was notified.
extern unsigned fake_notifications[MICROKIT_MAX_CHANNELS];
