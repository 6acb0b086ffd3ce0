// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <stdint.h>
