// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

#include <stdint.h>

/// An array of arrays as a parameter is a pointer to an array.
uint32_t example_row_count(uint32_t rows[2][4]); // expect: pointer-type
