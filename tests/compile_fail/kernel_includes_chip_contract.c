// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: hal/uart\.h.*(No such file or directory|file not found)
#include <hal/uart.h>
