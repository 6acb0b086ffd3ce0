# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_HEAP_BYTES 4096) # it grows by several kilobytes to look at them
