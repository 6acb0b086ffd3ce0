// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: chips
#include <hal/uart.h>
