// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

#include <stddef.h>

size_t checked_index(size_t index, size_t count);
