// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: stdio\.h.*(No such file or directory|file not found)
#include <stdio.h>
