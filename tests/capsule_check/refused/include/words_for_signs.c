// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include <iso646.h> // expect: include
