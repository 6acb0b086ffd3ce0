// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: chips
// expect: process\.h.*(No such file or directory|file not found)
#include "process.h"
