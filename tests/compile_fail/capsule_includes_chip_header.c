// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: capsules
// expect: chips/mps2/uart\.h.*(No such file or directory|file not found)
#include <chips/mps2/uart.h>
