// SPDX-License-Identifier: Apache-2.0 OR MIT
// A path that begins in the published headers and leaves them.
#include "example.h"

#include <lib/../../lib/lib/invariant.h> // expect: include
