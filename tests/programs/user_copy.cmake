# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_HEAP_BYTES 3072) # the driver's grant is large, and the heap is not used
