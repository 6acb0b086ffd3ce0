# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_COMPILE_OPTIONS -I ${BULKHEAD_VIEWS}/facts) # it knows where to hit the board
