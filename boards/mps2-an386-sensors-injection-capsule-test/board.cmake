# SPDX-License-Identifier: Apache-2.0 OR MIT
# The board with sensors, and with capsules that are made to fail at every basic block. The first
# three thermometers and the first clock are not there, so that those which stand for them are asked
# as well.

include(${CMAKE_SOURCE_DIR}/boards/mps2-an386-sensors/board.cmake)
set(BOARD_INJECTION_TEXT_BYTES 65536)
include(${CMAKE_SOURCE_DIR}/boards/injection/injection.cmake)
list(APPEND BOARD_SHARED mps2-an386-sensors)
foreach(device thermometer thermometer_second thermometer_third clock)
    list(TRANSFORM BOARD_EMULATOR REPLACE "^[a-z0-9]+,id=${device},.*" "absent")
    list(FIND BOARD_EMULATOR absent place)
    list(REMOVE_AT BOARD_EMULATOR ${place})
    math(EXPR place "${place} - 1")
    list(REMOVE_AT BOARD_EMULATOR ${place})
endforeach()
# What was done takes more room than the board may take.
list(TRANSFORM BOARD_FACTS REPLACE "(BOARD_KERNEL_MEMORY_BYTES_MAX)=.*" "\\1=16384")
