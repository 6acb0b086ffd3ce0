// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: hal
#include <abi/error.h>
