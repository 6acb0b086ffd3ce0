// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: arch
// expect: process\.h.*(No such file or directory|file not found)
#include "process.h"
