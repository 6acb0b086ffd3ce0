// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: arch/mmio\.h.*(No such file or directory|file not found)
#include <arch/mmio.h>
