// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include "example_large.h"
