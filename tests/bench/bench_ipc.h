// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What the system description of tools/bench gives bench_ipc_client: a call entry to the server
/// and a notify entry to its own word.
#pragma once

enum { SERVER = 1, OWN_WORD = 2 };
