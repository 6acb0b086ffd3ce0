# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_HEAP_BYTES 64) # for a break that moves
