// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

#include "example.h"

void terminal_focus_set(struct terminal_focus *focus);
