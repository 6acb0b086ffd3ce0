# SPDX-License-Identifier: Apache-2.0 OR MIT
# Fuzz targets: Clang's fuzzer with the address and undefined-behaviour sanitizers.
#
# tests/fuzz/target_NAME.c is one target, <build>/bin/NAME. Targets of the kernel link the whole
# kernel on arch/host with the standard capsules; the linker puts what they all remember in one
# place (machine_state.ld), so that each input finds a machine just powered on. The board is made of
# manifests like every other; its chip is tests/fuzz/simulated.

if(NOT CMAKE_C_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "fuzz targets need Clang, whose libraries have the fuzzer")
endif()
set(fuzz_folder ${CMAKE_SOURCE_DIR}/tests/fuzz)
set(fuzz_capsules
    terminal process_console console alarm led button low_level_debug random rng)
# Addresses of the simulated machine have 32 bits, and the linker gives the board some of them.
add_compile_options(-O2 -g -fwrapv -fno-strict-aliasing -fno-short-enums -fno-pie
    -fno-omit-frame-pointer)
# What is fuzzed. The simulation and the checks are faster without, and no places to be explored.
set(simulated)
# Crossings end by longjmp(), behind which the search for uses of dead variables costs a lot.
set(fuzzed -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
    -fsanitize-address-use-after-return=never)
add_link_options(-no-pie -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all)

# ----------------------------------------------------------------------------------------------
# The board

set(generated ${CMAKE_BINARY_DIR}/generated)
# The repository as the generator reads it, with one chip more.
set(root ${CMAKE_BINARY_DIR}/root)
file(MAKE_DIRECTORY ${root}/chips)
foreach(folder abi lib hal kernel capsules boards tests)
    file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${folder} ${root}/${folder} SYMBOLIC)
endforeach()
file(CREATE_LINK ${fuzz_folder}/simulated ${root}/chips/simulated SYMBOLIC)
set(groups overview details control machine)
list(TRANSFORM groups PREPEND &process_console_)
list(JOIN groups ", " groups)
execute_process(COMMAND ${CMAKE_COMMAND} -E env PYTHONDONTWRITEBYTECODE=1 ${BULKHEAD_PYTHON}
    ${CMAKE_SOURCE_DIR}/tools/capsules/generate.py --root ${root} --board simulated
    --output ${generated} --capsule ${fuzz_capsules} --chip simulated
    --define "BOARD_CONSOLE_GROUPS=${groups}"
    "BOARD_CONSOLE_FAULT_DETAILS=process_console_process_details"
    RESULT_VARIABLE status ERROR_VARIABLE problem ERROR_STRIP_TRAILING_WHITESPACE)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "${problem}")
endif()
file(STRINGS ${generated}/wiring_inputs.txt inputs)
list(TRANSFORM inputs PREPEND ${root}/)
file(GLOB generators CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/capsules/*.py)
file(GLOB contracts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/hal/*.h)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${inputs} ${generators})

# Where things are is what arch/host/host.h says.
set(facts_text "// SPDX-License-Identifier: Apache-2.0 OR MIT\n#pragma once\n\n")
string(APPEND facts_text "#define BOARD_NAME \"simulated\"\n")
foreach(fact TIME_HZ=1000000 APPS_BASE=0x40000 APPS_BYTES=0x60000 POOL_BASE=0x20010000
        POOL_BYTES=0x30000 PROCESSES_MAX=4 GRANT_RESERVE_BYTES=384 TERMINAL_BUFFER_BYTES=192
        CAPSULE_DELAY_MILLISECONDS=10 BOTTOM_HALF_COUNT=3)
    string(REPLACE "=" " " fact ${fact})
    string(APPEND facts_text "#define BOARD_${fact}u\n")
endforeach()
file(CONFIGURE OUTPUT ${generated}/board_facts.h CONTENT "${facts_text}")

# ----------------------------------------------------------------------------------------------
# The machine, in libraries that the linker's script can name

include(${CMAKE_SOURCE_DIR}/arch/host/arch.cmake)
bulkhead_views(${ARCH_FOLDERS})
file(CREATE_LINK ${root}/chips ${BULKHEAD_VIEWS}/boards/chips SYMBOLIC)

function(machine_library name layer flags)
    add_library(${name} STATIC ${ARGN})
    target_compile_options(${name} PRIVATE ${BULKHEAD_WARNINGS} ${${flags}})
    bulkhead_layer(${name} ${layer})
endfunction()
file(GLOB lib_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/lib/*.c)
list(REMOVE_ITEM lib_sources ${CMAKE_SOURCE_DIR}/lib/memory.c)
file(GLOB kernel_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/kernel/*.c)
file(GLOB ipc_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/kernel/ipc/*.c)
file(GLOB without_ipc_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/kernel/without_ipc/*.c)
file(GLOB arch_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/arch/host/*.c)
# The simulated memory is no variable of the machine; host_open() sees to it.
list(REMOVE_ITEM arch_sources ${CMAKE_SOURCE_DIR}/arch/host/memory.c)
machine_library(machine_lib lib fuzzed ${lib_sources})
machine_library(machine_kernel kernel fuzzed ${kernel_sources})
machine_library(machine_ipc kernel fuzzed ${ipc_sources})
machine_library(machine_without_ipc kernel fuzzed ${without_ipc_sources})
machine_library(machine_encoders arch fuzzed ${CMAKE_SOURCE_DIR}/arch/armv7m/mpu_v7.c
    ${CMAKE_SOURCE_DIR}/arch/armv8m/mpu_v8.c ${CMAKE_SOURCE_DIR}/arch/riscv/pmp.c)
machine_library(machine_arch arch simulated ${arch_sources})
machine_library(host_memory arch simulated ${CMAKE_SOURCE_DIR}/arch/host/memory.c)
set(libraries machine_lib machine_kernel machine_encoders machine_arch host_memory)
set(states "")
foreach(capsule IN LISTS fuzz_capsules)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/capsules/${capsule}/*.c)
    machine_library(capsule_${capsule} capsules fuzzed ${sources})
    # A restart clears the state of a capsule as one piece, with what would be guards in it.
    target_compile_options(capsule_${capsule} PRIVATE "SHELL:-mllvm -asan-globals=0")
    list(APPEND libraries capsule_${capsule})
    string(APPEND states "        ${capsule}_capsule_state = .;\n"
        "        *libcapsule_${capsule}.a:*(.data .data.* .bss .bss.* COMMON)\n"
        "        . = ALIGN(32);\n")
endforeach()
set(MACHINE_CAPSULE_STATES ${states})
configure_file(${fuzz_folder}/machine_state.ld.in ${generated}/machine_state.ld @ONLY)

set(standard ${CMAKE_SOURCE_DIR}/boards/standard)
machine_library(machine_board boards simulated ${standard}/board.c ${standard}/process_console.c
    ${standard}/terminal.c ${fuzz_folder}/board.c ${fuzz_folder}/simulated/devices.c
    ${generated}/board_wiring.c)
target_compile_options(machine_board PRIVATE "SHELL:-iquote ${CMAKE_SOURCE_DIR}/arch/host")
list(APPEND libraries machine_board)

# What targets share, beside what the unit tests have: images, and models of protection units.
set(unit ${CMAKE_SOURCE_DIR}/tests/unit)
find_path(cmocka_headers cmocka.h REQUIRED)
add_library(fuzz_common OBJECT ${fuzz_folder}/simulation.c ${fuzz_folder}/invariants.c
    ${fuzz_folder}/output.c ${fuzz_folder}/programs.c ${unit}/arch/random.c ${unit}/kernel/images.c
    ${unit}/kernel/real_units.c
    ${unit}/arch/mpu_v7_model.c ${unit}/arch/mpu_v8_model.c ${unit}/arch/pmp_model.c)

function(fuzz_options target)
    target_compile_options(${target} PRIVATE ${BULKHEAD_WARNINGS})
    bulkhead_layer(${target} boards)
    set(folders kernel kernel/ipc arch/host arch/armv7m arch/armv8m arch/riscv tests/programs
        tests/unit/arch tests/unit/ipc tests/unit/kernel)
    list(TRANSFORM folders PREPEND ${CMAKE_SOURCE_DIR}/)
    target_include_directories(${target} PRIVATE ${folders})
    target_include_directories(${target} SYSTEM PRIVATE ${cmocka_headers})
endfunction()
fuzz_options(fuzz_common)

set(place_symbols pool_start=0x20010000 kernel_text_start=0x1000 kernel_text_end=0x8000
    kernel_memory_start=0x20000000 kernel_memory_end=0x20002000 kernel_stack_start=0x20000000
    kernel_stack_end=0x20000800)
list(TRANSFORM place_symbols PREPEND -Wl,--defsym=)
# Calls that checks stand around.
set(watched kernel_system_call user_window_copy_in user_window_copy_out port_reset machine_panic)
list(TRANSFORM watched PREPEND -Wl,--wrap=)

# A target of the kernel: fuzz_target(NAME[_broken] [SOURCE...] [IPC] [WRAP FUNCTION])
function(fuzz_target name)
    cmake_parse_arguments(PARSE_ARGV 1 target "IPC" "WRAP" "")
    set(ipc machine_without_ipc)
    set(watched_here ${watched})
    if(target_IPC)
        set(ipc machine_ipc)
        list(APPEND watched_here -Wl,--wrap=kernel_ipc_call,--wrap=kernel_ipc_switch)
    endif()
    string(REGEX REPLACE "_broken$" "" plain ${name})
    set(sources ${fuzz_folder}/target_${plain}.c ${target_UNPARSED_ARGUMENTS})
    set(options)
    if(target_WRAP)
        list(APPEND sources ${fuzz_folder}/broken_${plain}.c)
        set(options -Wl,--wrap=${target_WRAP})
    endif()
    add_executable(${name} ${sources} $<TARGET_OBJECTS:fuzz_common>)
    fuzz_options(${name})
    # Kernel and port need each other, so the libraries are searched until nothing is missing.
    target_link_libraries(${name} PRIVATE -Wl,--start-group ${libraries} ${ipc} -Wl,--end-group)
    target_link_options(${name} PRIVATE ${place_symbols} ${watched_here} ${options}
        -Wl,-T,${generated}/machine_state.ld)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin
        LINK_DEPENDS ${generated}/machine_state.ld)
endfunction()

# Each target a second time with a mistake (broken_NAME.c in the place of some functions), which it
# must find: that shows that it can.
set(call_helpers ${fuzz_folder}/records.c ${fuzz_folder}/happenings.c)
fuzz_target(system_calls ${call_helpers})
fuzz_target(system_calls_broken ${call_helpers} WRAP user_range_check)
set(ipc_helpers ${call_helpers} ${fuzz_folder}/ipc_description.c
    ${fuzz_folder}/ipc_watch.c ${unit}/ipc/invariants.c)
fuzz_target(ipc_calls ${ipc_helpers} IPC)
fuzz_target(ipc_calls_broken ${ipc_helpers} IPC WRAP endpoint_leave)
fuzz_target(user_access ${fuzz_folder}/records.c)
fuzz_target(user_access_broken ${fuzz_folder}/records.c WRAP utf8_check_byte)
fuzz_target(images)
fuzz_target(images_broken WRAP image_decode)
fuzz_target(process_console)
fuzz_target(process_console_broken WRAP console_filter_pass)

# The tool that reads what others made.
file(GLOB tool_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/tbf/*.c)
list(REMOVE_ITEM tool_sources ${CMAKE_SOURCE_DIR}/tools/tbf/main.c)
add_library(tool STATIC ${tool_sources})
add_executable(tabs ${fuzz_folder}/target_tabs.c)
add_executable(tabs_broken ${fuzz_folder}/target_tabs.c ${fuzz_folder}/broken_tabs.c)
target_link_options(tabs_broken PRIVATE -Wl,--wrap=text_escape)
foreach(target tool tabs tabs_broken)
    target_compile_options(${target} PRIVATE ${BULKHEAD_WARNINGS} ${fuzzed})
    target_include_directories(${target} PRIVATE ${BULKHEAD_VIEWS}/tools
        ${CMAKE_SOURCE_DIR}/tools/tbf)
endforeach()
foreach(target tabs tabs_broken)
    target_link_libraries(${target} PRIVATE tool)
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endforeach()

# The tool that reads system files. Its parser is a library of the host's.
file(GLOB system_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/system/*.c)
list(FILTER system_sources EXCLUDE REGEX "/(main|command_[a-z]*)[.]c$")
add_library(system_tool STATIC ${system_sources})
target_link_libraries(system_tool PRIVATE xml2)
include(${CMAKE_SOURCE_DIR}/tools/system/encoders.cmake)
bulkhead_encoders(system_tool ${CMAKE_SOURCE_DIR})
add_executable(system_files ${fuzz_folder}/target_system_files.c)
add_executable(system_files_broken ${fuzz_folder}/target_system_files.c
    ${fuzz_folder}/broken_system_files.c)
target_link_options(system_files_broken PRIVATE -Wl,--wrap=text_escape)
foreach(target system_tool system_files system_files_broken)
    target_compile_options(${target} PRIVATE ${BULKHEAD_WARNINGS} ${fuzzed})
    target_include_directories(${target} PRIVATE ${BULKHEAD_VIEWS}/tools
        ${CMAKE_SOURCE_DIR}/tools/tbf ${CMAKE_SOURCE_DIR}/tools/system)
    target_include_directories(${target} SYSTEM PRIVATE /usr/include/libxml2) # libxml2-dev
endforeach()
foreach(target system_files system_files_broken)
    target_link_libraries(${target} PRIVATE system_tool tool)
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endforeach()
