// SPDX-License-Identifier: Apache-2.0 OR MIT
// Likewise from those that are shared.
#include <support/../../lib/lib/range.h> // expect: include

#include "example.h"
