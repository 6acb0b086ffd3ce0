// SPDX-License-Identifier: Apache-2.0 OR MIT
// A path that begins in the published headers and leaves them.
#include <lib/../../lib/lib/range.h> // expect: include

#include "example.h"
