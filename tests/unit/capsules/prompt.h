// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The process console as somebody at the serial line sees it.
#pragma once

#include "fake_gates.h"

/// What erases the prompt that stands on the screen when a test begins.
#define ERASE "\r\x1B[K"
#define PROMPT "\x1B[1mtock$ \x1B[0m"
#define CONTROL_T "\x14" ///< takes the focus on

/// Types a line; what is printed after the echo must be `answer`, and a prompt.
void prompt_expect(const char *line, const char *answer);
