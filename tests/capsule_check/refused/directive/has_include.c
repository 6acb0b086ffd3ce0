// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#if __has_include(<arm_acle.h>) // expect: directive
#endif                          // expect: directive
