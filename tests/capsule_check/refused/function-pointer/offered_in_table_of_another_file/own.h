// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

#include <hal/alarm.h>

void example_timer(void);
