// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

/// What the board gives is an object.
void example_uart(void); // expect: extern
