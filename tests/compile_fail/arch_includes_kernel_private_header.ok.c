// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: arch
#include <kernel/port.h>
