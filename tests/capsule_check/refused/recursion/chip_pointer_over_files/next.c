// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include "steps.h"

step_fn *const chip_next = chip_step;
