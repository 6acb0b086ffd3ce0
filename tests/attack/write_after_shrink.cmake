# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_HEAP_BYTES 9216) # enough to give back a whole rounding unit
