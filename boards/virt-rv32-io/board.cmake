# SPDX-License-Identifier: Apache-2.0 OR MIT
# The machine of the plain board with a network, a screen, a panel over it, keys and an engine for
# ciphers, as far as it is started with them: without one its drivers answer that there is no
# device.

# The screen, behind its bus, and its memory are among the devices.
set(RISCV_DEVICES_BYTES 0x80000000)
include(${CMAKE_SOURCE_DIR}/boards/virt/virt.cmake)
list(APPEND BOARD_CAPSULES virtual_ethernet ethernet_tap ipv6 udp eui64 screen text_screen crc
    sha256 sha hmac aes touch button)
# Programs see all frames; each protocol has a place for those of its type.
set(BOARD_WIRING
    virtual_ethernet_clients[VIRTUAL_ETHERNET_FIRST]=ethernet_tap
    ethernet_tap_device=virtual_ethernet[VIRTUAL_ETHERNET_FIRST]
    virtual_ethernet_clients[VIRTUAL_ETHERNET_SECOND]=ipv6
    ipv6_port=virtual_ethernet[VIRTUAL_ETHERNET_SECOND])
set(BOARD_FOR_DRIVERS_ONLY YES)
set(BOARD_PROGRAMS ethernet_frames ethernet_hostile udp_echo udp_second udp_leave screen_draw
    crc_sums text_show digests ciphers touch_and_keys)
# Frames and the code of the drivers need more room than the plain board may take.
list(TRANSFORM VIRT_DEVICES REPLACE "(BOARD_KERNEL_MEMORY_BYTES_MAX)=.*" "\\1=24576")
set(BOARD_GRANT_RESERVE_BYTES 1536)
set(BOARD_FACTS BOARD_BOTTOM_HALF_COUNT=9 ${VIRT_DEVICES}
    BOARD_PCI_DISPLAY_DEVICE=5)
