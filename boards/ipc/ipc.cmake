# SPDX-License-Identifier: Apache-2.0 OR MIT
# What turns a board into one with IPC. Include it after the board.cmake of the plain board, whose
# kernel flash ends with the system description. For tools/system the board sets before:
#
#   BOARD_REGIONS_BASE and _BYTES  memory for memory regions, which is nobody else's
#   BOARD_UNIT            protection unit: armv7m, armv8m or pmp
#   BOARD_UNIT_ENTRIES    how many of its entries are a program's: for its image, memory and maps
#   BOARD_PROGRAM_DEVICES devices that programs may have, as "NAME BASE BYTES FLAG LINE..."; FLAG is
#                         plain, or trusted for one that reaches all memory

set(BOARD_IPC YES)
list(APPEND BOARD_SHARED ipc)
set(system_bytes 0x4000)
math(EXPR system_base "${BOARD_FLASH_BASE} + ${BOARD_FLASH_BYTES} - ${system_bytes}"
    OUTPUT_FORMAT HEXADECIMAL)
list(APPEND BOARD_FACTS BOARD_SYSTEM_BASE=${system_base} BOARD_SYSTEM_BYTES=${system_bytes}
    BOARD_REGIONS_BASE=${BOARD_REGIONS_BASE}
    BOARD_REGIONS_BYTES=${BOARD_REGIONS_BYTES})

# The devices for C: BOARD_PROGRAM_RANGES and BOARD_PROGRAM_LINES, what initialisers of arrays hold.
set(ranges)
set(lines)
foreach(device IN LISTS BOARD_PROGRAM_DEVICES)
    if(NOT device MATCHES "^[^ ]+ (0x[0-9A-Fa-f]+) (0x[0-9A-Fa-f]+) (plain|trusted)(( [0-9]+)*)$")
        message(FATAL_ERROR "board ${BULKHEAD_BOARD}: not NAME BASE BYTES FLAG LINE...: ${device}")
    endif()
    string(APPEND ranges "{${CMAKE_MATCH_1}, ${CMAKE_MATCH_1} + ${CMAKE_MATCH_2}}, ")
    string(REPLACE " " ", " device_lines "${CMAKE_MATCH_4}")
    string(APPEND lines "${device_lines}")
endforeach()
string(REGEX REPLACE ", $" "" ranges "${ranges}")
string(REGEX REPLACE "^, " "" lines "${lines}")
set(BOARD_TEXTS "BOARD_PROGRAM_RANGES ${ranges}" "BOARD_PROGRAM_LINES ${lines}")
