// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Systems with budgets: rows that get one, time that passes, and a client that calls a passive
 * server.
 */
#pragma once

#include "system.h"

// A tick of the machine is a microsecond.
enum { BUDGET = 1000, PERIOD = 5000, URGENT = 10, LAZY = 20 };

/// The row that was added last gets a budget.
void budget_give(uint32_t budget, uint32_t period);
void flags_give(unsigned flags);

/// The kernel has its turn, and no time passes.
void kernel_runs(void);

/// Time passes, then the kernel has its turn.
void pass(uint32_t ticks);

bool runs(unsigned row);

/// What of the budget of a process that does not run now could be used.
uint32_t left_of(unsigned row);

enum { CLIENT, SERVER, BACK, OTHER, ENTRY = 1 };

/// Client (budget) calls server (passive), which calls back (passive); another one may call the
/// server, too. All entries have index 1.
void chain_boot(unsigned server_flags);

void passive_boot(void);

void calls(unsigned from, unsigned to);
