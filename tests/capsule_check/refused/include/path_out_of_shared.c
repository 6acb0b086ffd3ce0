// SPDX-License-Identifier: Apache-2.0 OR MIT
// Likewise from those that are shared.
#include "example.h"

#include <support/../../lib/lib/invariant.h> // expect: include
