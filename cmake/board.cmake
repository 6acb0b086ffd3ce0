# SPDX-License-Identifier: Apache-2.0 OR MIT
# Facts of a board. boards/NAME/board.cmake sets, and the build hands on:
#
#   BOARD_ISA           folder of arch/, with an arch.cmake
#   BOARD_CPU           processor, as compilers and TABs name it
#   BOARD_CHIPS         folders of chips/
#   BOARD_SHARED        folders of boards/ without a board.cmake, whose sources it uses
#   BOARD_CAPSULES      folders of capsules/ or tests/capsules/, those with a timer first, which the
#                       kernel then finds sooner; default: all standard ones
#   BOARD_CAPSULES_HOSTILE  those of tests/capsules/ that stand for what the capsule checker
#                       refuses, and are not checked; default: none
#   BOARD_TRUSTED_CAPSULES  the board's own code that is listed like capsules
#   BOARD_KERNEL_TESTS  sources of such code that are compiled as a part of the kernel
#   BOARD_IPC           whether its kernel has IPC; then BOARD_FACTS has BOARD_SYSTEM_BASE and
#                       _BYTES, where the system description lies (abi/system.h); default: no
#   BOARD_WIRING        who is connected to whom where manifests leave a choice: SYMBOL=PROVIDER
#                       (tools/capsules/wiring.py); default: nothing
#   BOARD_CONSOLE_GROUPS  groups of commands of the process console; default: all
#   BOARD_CONSOLE_FAULT_DETAILS  whether a fault's report ends with what there is to know about the
#                       process; default: yes
#   BOARD_KERNEL_FLAGS  flags of the compiler for the kernel of this board; default: none
#   BOARD_CAPSULE_FLAGS  more flags of the compiler for capsules, and BOARD_CAPSULE_SYMBOLS, what
#                       these have them call in the board's own code; default: none
#   BOARD_CAPSULE_FLAGS_<capsule>  the same for one of them; default: none
#   BOARD_FOR_DRIVERS_ONLY  whether it is there for a few drivers: only tests that say RUNS_ON =
#                       "drivers" run on it, and nothing is measured; default: no
#   BOARD_PROGRAM_GROUPS  folders of tests/ whose programs are built; default: attack programs bench
#   BOARD_PROGRAMS      programs of these folders that are built; default: all
#   BOARD_LINKER_SCRIPT
#   BOARD_KERNEL_STACK_BYTES  compared with the computed worst case
#   BOARD_TIME_HZ       of the clock that port_time_now() gives
#   BOARD_EMULATOR      the emulator and the options that belong to this board
#   BOARD_LOADER_BYTES_MAX  of a file that the emulator loads at once; default: any number
#   BOARD_VARIANTS      suffixes of further names under which the same build is started, with
#                       BOARD_VARIANT_<suffix>, more options of the emulator
#   BOARD_SECOND_LINE   options of the emulator that connect a serial port, which the kernel leaves
#                       to programs, to its character device `second`; default: there is none
#   BOARD_FLASH_, BOARD_RAM_, BOARD_APPS_, BOARD_POOL_BASE and _BYTES
#                       memory of the kernel; images of programs; memory of programs
#   BOARD_PROCESSES_MAX, BOARD_GRANT_RESERVE_BYTES (kept free in each block of a program),
#   BOARD_TERMINAL_BUFFER_BYTES  sizes that have a default
#   BOARD_CAPSULE_DELAY_MILLISECONDS  after how long a capsule that has failed is restarted for the
#                       first time (0: never); 10 if not set
#   BOARD_PROGRAM_STACK_BYTES, BOARD_PROGRAM_HEAP_BYTES  what programs get that ask for nothing
#   BOARD_SAMPLES       samples that run where nothing else is asked for; default: all but those
#                       that say that they are about a driver that the board does not have
#   BOARD_FACTS         NAME=NUMBER, further facts for C and the linker script: addresses and lines
#                       of devices as the board's code wants them, BOARD_BOTTOM_HALF_COUNT, and for
#                       tests of isolation BOARD_UART_BASE, the registers of the serial port
#   BOARD_TEXTS         what C knows beside: NAME TEXT, each a macro; default: none
#
# All numbers stand here only: linker scripts see them as symbols, C sees them in <board_facts.h>,
# tools in <build>/board.json.

set(BOARD_CAPSULES alarm terminal process_console console led button low_level_debug)
set(BOARD_CAPSULES_HOSTILE)
set(BOARD_TRUSTED_CAPSULES)
set(BOARD_KERNEL_TESTS)
set(BOARD_IPC NO)
set(BOARD_WIRING)
set(BOARD_KERNEL_FLAGS)
set(BOARD_CAPSULE_FLAGS)
set(BOARD_CAPSULE_SYMBOLS)
set(BOARD_FOR_DRIVERS_ONLY NO)
set(BOARD_PROGRAM_GROUPS attack programs bench)
set(BOARD_PROGRAMS)
set(BOARD_CONSOLE_GROUPS overview details control machine)
set(BOARD_CONSOLE_FAULT_DETAILS YES)
set(BOARD_LOADER_BYTES_MAX 0)
set(BOARD_VARIANTS)
set(BOARD_SECOND_LINE)
set(BOARD_FACTS)
set(BOARD_TEXTS)
set(BOARD_SAMPLES)
set(BOARD_PROCESSES_MAX 8)
set(BOARD_GRANT_RESERVE_BYTES 416) # one grant of each driver and the padding between them
set(BOARD_TERMINAL_BUFFER_BYTES 192)
set(BOARD_CAPSULE_DELAY_MILLISECONDS 10)
set(BOARD_PROGRAM_STACK_BYTES 2048)
set(BOARD_PROGRAM_HEAP_BYTES 1024)

# Says where programs are linked:
#   bulkhead_slots(FLASH_BYTES N RAM_BYTES N COUNT N)               one behind the other
#   bulkhead_slots(FLASH_BYTES N RAM_BYTES N AT FLASH:RAM...)       at these places
# Sets BOARD_SLOTS, a list of FLASH:RAM, BOARD_SLOT_FLASH_BYTES and BOARD_SLOT_RAM_BYTES.
function(bulkhead_slots)
    cmake_parse_arguments(PARSE_ARGV 0 slot "" "FLASH_BYTES;RAM_BYTES;COUNT" "AT")
    set(slots ${slot_AT})
    if(slot_COUNT)
        math(EXPR last "${slot_COUNT} - 1")
        foreach(index RANGE ${last})
            math(EXPR flash "${BOARD_APPS_BASE} + ${index} * ${slot_FLASH_BYTES}"
                OUTPUT_FORMAT HEXADECIMAL)
            math(EXPR ram "${BOARD_POOL_BASE} + ${index} * ${slot_RAM_BYTES}"
                OUTPUT_FORMAT HEXADECIMAL)
            list(APPEND slots ${flash}:${ram})
        endforeach()
    endif()
    list(LENGTH slots count)
    if(count LESS 3)
        message(FATAL_ERROR "board ${BULKHEAD_BOARD}: fewer than 3 slots; tests need them")
    endif()
    set(BOARD_SLOTS ${slots} PARENT_SCOPE)
    set(BOARD_SLOT_FLASH_BYTES ${slot_FLASH_BYTES} PARENT_SCOPE)
    set(BOARD_SLOT_RAM_BYTES ${slot_RAM_BYTES} PARENT_SCOPE)
endfunction()

set(board_file ${CMAKE_SOURCE_DIR}/boards/${BULKHEAD_BOARD}/board.cmake)
if(NOT EXISTS ${board_file})
    message(FATAL_ERROR "no board ${BULKHEAD_BOARD}: ${board_file} is missing")
endif()
include(${board_file})
include(${CMAKE_SOURCE_DIR}/arch/${BOARD_ISA}/arch.cmake)
foreach(fact BOARD_CPU BOARD_CHIPS BOARD_CAPSULES BOARD_LINKER_SCRIPT BOARD_EMULATOR BOARD_SLOTS
        ARCH_FOLDERS ARCH_TOOLCHAIN)
    if(NOT ${fact})
        message(FATAL_ERROR "board ${BULKHEAD_BOARD}: ${fact} is not set")
    endif()
endforeach()

# Facts for C and the linker script, as NAME=VALUE.
set(board_facts)
foreach(fact BOARD_FLASH_BASE BOARD_FLASH_BYTES BOARD_RAM_BASE BOARD_RAM_BYTES BOARD_APPS_BASE
        BOARD_APPS_BYTES BOARD_POOL_BASE BOARD_POOL_BYTES BOARD_SLOT_FLASH_BYTES
        BOARD_SLOT_RAM_BYTES BOARD_KERNEL_STACK_BYTES BOARD_TIME_HZ BOARD_PROCESSES_MAX
        BOARD_GRANT_RESERVE_BYTES BOARD_TERMINAL_BUFFER_BYTES BOARD_CAPSULE_DELAY_MILLISECONDS)
    if(NOT DEFINED ${fact})
        message(FATAL_ERROR "board ${BULKHEAD_BOARD}: ${fact} is not set")
    endif()
    list(APPEND board_facts ${fact}=${${fact}})
endforeach()
set(index 0)
foreach(slot IN LISTS BOARD_SLOTS)
    string(REPLACE ":" ";" places ${slot})
    list(GET places 0 flash)
    list(GET places 1 ram)
    list(APPEND board_facts BOARD_SLOT_${index}_FLASH=${flash} BOARD_SLOT_${index}_RAM=${ram})
    math(EXPR index "${index} + 1")
endforeach()
list(APPEND board_facts BOARD_SLOT_COUNT=${index} ${BOARD_FACTS})

set(facts_text "// SPDX-License-Identifier: Apache-2.0 OR MIT\n")
string(APPEND facts_text
    "// Generated from boards/${BULKHEAD_BOARD}/board.cmake.\n#pragma once\n\n")
string(APPEND facts_text "#define BOARD_NAME \"${BULKHEAD_BOARD}\"\n")
foreach(fact IN LISTS board_facts)
    if(NOT fact MATCHES "^([A-Z][A-Z0-9_]*)=(0x[0-9A-Fa-f]+|[0-9]+)$")
        message(FATAL_ERROR "board ${BULKHEAD_BOARD}: not NAME=NUMBER: ${fact}")
    endif()
    string(APPEND facts_text "#define ${CMAKE_MATCH_1} ${CMAKE_MATCH_2}u\n")
endforeach()
foreach(text IN LISTS BOARD_TEXTS)
    string(APPEND facts_text "#define ${text}\n")
endforeach()
set(BULKHEAD_FACTS_HEADER ${CMAKE_BINARY_DIR}/generated/board_facts.h)
file(CONFIGURE OUTPUT ${BULKHEAD_FACTS_HEADER} CONTENT "${facts_text}")
# Tables, thunks and structures of contracts, made of manifests. A capsule's number is its place in
# the list.
list(TRANSFORM BOARD_CONSOLE_GROUPS PREPEND &process_console_ OUTPUT_VARIABLE groups)
list(JOIN groups ", " groups)
set(details NULL)
if(BOARD_CONSOLE_FAULT_DETAILS)
    set(details process_console_process_details)
endif()
set(BULKHEAD_GENERATED ${CMAKE_BINARY_DIR}/generated)
file(GLOB generators CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/capsules/*.py)
execute_process(COMMAND ${CMAKE_COMMAND} -E env PYTHONDONTWRITEBYTECODE=1 ${BULKHEAD_PYTHON}
    ${CMAKE_SOURCE_DIR}/tools/capsules/generate.py --root ${CMAKE_SOURCE_DIR}
    --board ${BULKHEAD_BOARD} --output ${BULKHEAD_GENERATED} --capsule ${BOARD_CAPSULES}
    --trusted ${BOARD_TRUSTED_CAPSULES} --chip ${BOARD_CHIPS}
    --folder ${BOARD_SHARED} ${BULKHEAD_BOARD} --wiring ${BOARD_WIRING}
    --define "BOARD_CONSOLE_GROUPS=${groups}" "BOARD_CONSOLE_FAULT_DETAILS=${details}"
    RESULT_VARIABLE status ERROR_VARIABLE problem ERROR_STRIP_TRAILING_WHITESPACE)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "${problem}")
endif()
file(STRINGS ${BULKHEAD_GENERATED}/wiring_inputs.txt inputs)
list(TRANSFORM inputs PREPEND ${CMAKE_SOURCE_DIR}/)
file(GLOB contracts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/hal/*.h)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${generators} ${inputs})

set(BULKHEAD_FACTS_SYMBOLS ${board_facts})
list(TRANSFORM BULKHEAD_FACTS_SYMBOLS PREPEND -Wl,--defsym=)

# Writes what the tools that run the board need to know: <build>/board.json.
function(bulkhead_board_json)
    set(programs)
    foreach(group samples attack programs bench)
        get_property(names GLOBAL PROPERTY BULKHEAD_NAMES_${group})
        list(APPEND programs ${names})
    endforeach()
    get_property(samples GLOBAL PROPERTY BULKHEAD_NAMES_samples)
    foreach(sample IN LISTS BOARD_SAMPLES)
        if(NOT sample IN_LIST samples)
            message(FATAL_ERROR "board ${BULKHEAD_BOARD}: no sample ${sample}")
        endif()
    endforeach()
    if(BOARD_SAMPLES)
        set(samples ${BOARD_SAMPLES})
    else()
        get_property(idle_samples GLOBAL PROPERTY BULKHEAD_IDLE_SAMPLES)
        list(REMOVE_ITEM samples ${idle_samples})
    endif()
    set(second_line)
    if(BOARD_SECOND_LINE)
        list(JOIN BOARD_SECOND_LINE "\", \"" second_line)
        set(second_line "\"${second_line}\"")
    endif()
    foreach(list IN ITEMS samples programs BOARD_CAPSULES BOARD_EMULATOR BOARD_SLOTS ARCH_FOLDERS)
        list(JOIN ${list} "\", \"" ${list})
    endforeach()
    set(variants)
    foreach(suffix IN LISTS BOARD_VARIANTS)
        list(JOIN BOARD_VARIANT_${suffix} "\", \"" options)
        list(APPEND variants "\"${suffix}\": [\"${options}\"]")
    endforeach()
    list(JOIN variants ", " variants)
    set(facts)
    foreach(fact IN LISTS board_facts)
        string(REGEX REPLACE "^([^=]+)=(.*)$" "\"\\1\": \"\\2\"" fact ${fact})
        list(APPEND facts "${fact}")
    endforeach()
    list(JOIN facts ",\n        " facts)
    # Whether it is compiled as boards ship: what is measured is about that.
    set(as_shipped false)
    if(CMAKE_C_COMPILER_ID STREQUAL "GNU" AND BULKHEAD_LINK_TIME_OPTIMISATION
            AND BULKHEAD_OPTIMISATION STREQUAL "-Os" AND BULKHEAD_WITH_CAPSULE_TRAPS)
        set(as_shipped true)
    endif()
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/board.json @ONLY CONTENT [[
{
    "board": "@BULKHEAD_BOARD@",
    "isa": "@BOARD_ISA@",
    "arch_folders": ["@ARCH_FOLDERS@"],
    "toolchain": "@ARCH_TOOLCHAIN@",
    "as_shipped": @as_shipped@,
    "binutils_prefix": "@BULKHEAD_BINUTILS_PREFIX@",
    "cpu": "@BOARD_CPU@",
    "emulator": ["@BOARD_EMULATOR@"],
    "variants": {@variants@},
    "second_line": [@second_line@],
    "apps_base": "@BOARD_APPS_BASE@",
    "apps_bytes": "@BOARD_APPS_BYTES@",
    "pool_base": "@BOARD_POOL_BASE@",
    "pool_bytes": "@BOARD_POOL_BYTES@",
    "loader_bytes_max": "@BOARD_LOADER_BYTES_MAX@",
    "slots": ["@BOARD_SLOTS@"],
    "facts": {
        @facts@
    },
    "tools": "@BULKHEAD_TOOLS_DIR@/bin",
    "capsules": ["@BOARD_CAPSULES@"],
    "samples": ["@samples@"],
    "programs": ["@programs@"]
}
]])
endfunction()
