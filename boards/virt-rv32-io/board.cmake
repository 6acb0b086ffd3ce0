# SPDX-License-Identifier: Apache-2.0 OR MIT
# The machine of the plain board with a network and a screen, if it is started with them: without
# one, or the other, the drivers answer that there is no device.

include(${CMAKE_SOURCE_DIR}/boards/virt/virt.cmake)
list(APPEND BOARD_CAPSULES ethernet_tap eui64 screen text_screen crc)
set(BOARD_FOR_DRIVERS_ONLY YES)
set(BOARD_PROGRAMS ethernet_frames ethernet_hostile screen_draw crc_sums text_show)
# Frames and the code of the drivers need more room than the plain board may take.
list(TRANSFORM VIRT_DEVICES REPLACE "(BOARD_KERNEL_MEMORY_BYTES_MAX)=.*" "\\1=24576")
set(BOARD_GRANT_RESERVE_BYTES 768)
set(BOARD_FACTS BOARD_BOTTOM_HALF_COUNT=9 ${VIRT_DEVICES}
    BOARD_PCI_DISPLAY_DEVICE=5)
