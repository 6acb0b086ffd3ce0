// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

struct command;
void example_part(struct command *command);
