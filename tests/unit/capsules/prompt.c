// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "prompt.h"

#include <stdio.h>

void prompt_expect(const char *line, const char *answer)
{
    char typed[80];
    char expected[4096];
    snprintf(typed, sizeof typed, "%s\r", line);
    snprintf(expected, sizeof expected, "%s\r\n%s" PROMPT, line, answer);
    fake_type(typed);
    fake_run();
    fake_expect_output(expected);
}
