# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_COMPILE_OPTIONS -iquote ${CMAKE_SOURCE_DIR}/tests/programs)
set(PROGRAM_HEAP_BYTES 3072) # the grant of the driver is large, and the heap is not used
