# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_NEEDS_IPC YES) # maps lie where a board with IPC has memory for them
