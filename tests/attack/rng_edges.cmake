# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_HEAP_BYTES 0) # it allocates nothing, and boards are small
