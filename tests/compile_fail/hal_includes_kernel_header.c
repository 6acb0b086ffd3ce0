// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: hal
// expect: kernel/port\.h.*(No such file or directory|file not found)
#include <kernel/port.h>
