# SPDX-License-Identifier: Apache-2.0 OR MIT
# The plain board with capsules that trap and loop.

include(${CMAKE_SOURCE_DIR}/boards/mps2-an505/board.cmake)
include(${CMAKE_SOURCE_DIR}/boards/capsule_test/capsule_test.cmake)
