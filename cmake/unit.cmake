# SPDX-License-Identifier: Apache-2.0 OR MIT
# Unit tests on the host, with the address and undefined-behaviour sanitizers.
#
# tests/unit/AREA/test_NAME.c is one test program (cmocka) and one CTest, unit/AREA/NAME. Other
# sources of the folder are helpers of all its programs. Everything links against the libraries
# lib, kernel, arch/host and capsules, of which it gets what it uses. AREA/unit.cmake may set:
#   UNIT_SOURCES   further sources, relative to the root, such as a pure encoder of a port
#   UNIT_INCLUDES  further folders for includes, relative to the root; they come first, so that a
#                  port's <arch_types.h> can take the place of the host's
#   UNIT_DEFINES   NAME or NAME=VALUE
#   UNIT_IPC       YES: with kernel/ipc in the place of kernel/without_ipc
#   UNIT_BENCH     YES: with the bench of tests/unit/bench, on which capsules run
#   UNIT_LINK_SCRIPT  a linker script, relative to the root, that adds to the linker's own. The
#                  bench has capsule_states.ld in ${bench_generated}
# A test sees the view of a board, and the private headers of kernel/.
# tests/unit/AREA/test_NAME.py is run by pytest against the tools that are built here.

set(BULKHEAD_SANITIZERS -fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
add_compile_options(-O1 -g -fwrapv -fno-strict-aliasing -fno-short-enums ${BULKHEAD_SANITIZERS})
add_link_options(${BULKHEAD_SANITIZERS})

find_path(cmocka_headers cmocka.h REQUIRED)
find_library(cmocka_library cmocka REQUIRED)

include(${CMAKE_SOURCE_DIR}/arch/host/arch.cmake)
bulkhead_views(${ARCH_FOLDERS})
add_subdirectory(tools)

# The host's C library has the memory functions, and the sanitizers watch them there.
file(GLOB lib_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/lib/*.c)
list(REMOVE_ITEM lib_sources ${CMAKE_SOURCE_DIR}/lib/memory.c)
file(GLOB kernel_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/kernel/*.c)
file(GLOB ipc_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/kernel/ipc/*.c)
file(GLOB without_ipc_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/kernel/without_ipc/*.c)
file(GLOB arch_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/arch/host/*.c)
file(GLOB capsule_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/capsules/*/*.c)
list(FILTER capsule_sources EXCLUDE REGEX /capsules/support/)
# Capsules that are like others, or have parts, are made first.
set(like_folder ${CMAKE_BINARY_DIR}/like)
file(GLOB generators CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/capsules/*.py)
execute_process(COMMAND ${CMAKE_COMMAND} -E env PYTHONDONTWRITEBYTECODE=1 ${BULKHEAD_PYTHON}
    ${CMAKE_SOURCE_DIR}/tools/capsules/like.py --root ${CMAKE_SOURCE_DIR} --output ${like_folder}
    RESULT_VARIABLE status OUTPUT_VARIABLE inputs ERROR_VARIABLE problem
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_STRIP_TRAILING_WHITESPACE)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "${problem}")
endif()
string(REPLACE "\n" ";" inputs "${inputs}")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${generators} ${inputs})
file(GLOB like_sources CONFIGURE_DEPENDS ${like_folder}/capsules/*/*.c)
foreach(source IN LISTS like_sources)
    get_filename_component(folder ${source} DIRECTORY)
    get_filename_component(capsule ${folder} NAME)
    list(FILTER capsule_sources EXCLUDE REGEX /capsules/${capsule}/)
endforeach()
list(APPEND capsule_sources ${like_sources})

set(unit_libraries)
function(unit_library name layer)
    if(ARGN)
        add_library(unit_${name} STATIC ${ARGN})
        target_compile_options(unit_${name} PRIVATE ${BULKHEAD_WARNINGS})
        bulkhead_layer(unit_${name} ${layer})
        list(APPEND unit_libraries unit_${name})
        set(unit_libraries ${unit_libraries} PARENT_SCOPE)
    endif()
endfunction()
unit_library(lib lib ${lib_sources})
unit_library(kernel kernel ${kernel_sources})
unit_library(ipc kernel ${ipc_sources})
unit_library(without_ipc kernel ${without_ipc_sources})
list(REMOVE_ITEM unit_libraries unit_ipc unit_without_ipc) # An area has one of them.
unit_library(arch arch ${arch_sources})
# The state of each capsule lies in one piece, so that a test can clear it as a restart does.
set(capsules)
foreach(source IN LISTS capsule_sources)
    get_filename_component(folder ${source} DIRECTORY)
    get_filename_component(capsule ${folder} NAME)
    list(APPEND sources_of_${capsule} ${source})
    list(APPEND capsules ${capsule})
endforeach()
list(REMOVE_DUPLICATES capsules)
set(bench_folder ${CMAKE_SOURCE_DIR}/tests/unit/bench)
set(bench_generated ${CMAKE_BINARY_DIR}/bench)
set(CAPSULE_STATES)
set(CAPSULE_STATE_NAMES)
foreach(capsule IN LISTS capsules)
    unit_library(capsule_${capsule} capsules ${sources_of_${capsule}})
    string(APPEND CAPSULE_STATES "        ${capsule}_state_start = .;\n"
        "        *libunit_capsule_${capsule}.a:*(.bss .bss.*)\n"
        "        ${capsule}_state_end = .;\n")
    string(APPEND CAPSULE_STATE_NAMES
        "extern uint8_t ${capsule}_state_start[], ${capsule}_state_end[];\n")
endforeach()
foreach(file capsule_states.ld capsule_states.h)
    configure_file(${bench_folder}/${file}.in ${bench_generated}/${file} @ONLY)
endforeach()

# How the sources of an area are compiled.
macro(unit_options target)
    target_compile_options(${target} PRIVATE ${BULKHEAD_WARNINGS})
    target_compile_definitions(${target} PRIVATE ${UNIT_DEFINES})
    bulkhead_layer(${target} boards)
    target_include_directories(${target} BEFORE PRIVATE ${like_folder})
    target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/kernel)
    target_include_directories(${target} BEFORE PRIVATE ${UNIT_INCLUDES})
    target_include_directories(${target} SYSTEM PRIVATE ${cmocka_headers})
endmacro()

file(GLOB areas CONFIGURE_DEPENDS LIST_DIRECTORIES true ${CMAKE_SOURCE_DIR}/tests/unit/*)
foreach(area_folder IN LISTS areas)
    file(GLOB tests CONFIGURE_DEPENDS ${area_folder}/test_*.c)
    file(GLOB helpers CONFIGURE_DEPENDS ${area_folder}/*.c)
    if(NOT tests)
        continue()
    endif()
    list(REMOVE_ITEM helpers ${tests})
    get_filename_component(area ${area_folder} NAME)
    set(UNIT_SOURCES)
    set(UNIT_INCLUDES)
    set(UNIT_DEFINES)
    set(UNIT_IPC NO)
    set(UNIT_BENCH NO)
    set(UNIT_LINK_SCRIPT)
    if(EXISTS ${area_folder}/unit.cmake)
        include(${area_folder}/unit.cmake)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${area_folder}/unit.cmake)
    endif()
    if(UNIT_BENCH)
        list(APPEND UNIT_SOURCES tests/unit/bench/bench.c tests/unit/capsules/fake_gates.c)
        list(APPEND UNIT_INCLUDES tests/unit/bench tests/unit/capsules)
        set(UNIT_LINK_SCRIPT ${bench_generated}/capsule_states.ld)
    endif()
    list(TRANSFORM UNIT_SOURCES PREPEND ${CMAKE_SOURCE_DIR}/)
    list(TRANSFORM UNIT_INCLUDES PREPEND ${CMAKE_SOURCE_DIR}/)
    if(UNIT_BENCH)
        list(APPEND UNIT_INCLUDES ${bench_generated})
    endif()

    set(ipc_library unit_without_ipc)
    if(UNIT_IPC)
        set(ipc_library unit_ipc)
    endif()

    # What all tests of the area share is compiled once.
    set(common unit_${area}_common)
    if(helpers OR UNIT_SOURCES)
        add_library(${common} OBJECT ${helpers} ${UNIT_SOURCES})
        unit_options(${common})
        set(common_objects $<TARGET_OBJECTS:${common}>)
    else()
        set(common_objects)
    endif()

    foreach(test IN LISTS tests)
        get_filename_component(name ${test} NAME_WE)
        string(REGEX REPLACE "^test_" "" name ${name})
        set(target unit_${area}_${name})
        add_executable(${target} ${test} ${common_objects})
        unit_options(${target})
        # Kernel and port need each other, so the libraries are searched until nothing is missing.
        target_link_libraries(${target} PRIVATE
            -Wl,--start-group ${unit_libraries} ${ipc_library} -Wl,--end-group ${cmocka_library})
        if(UNIT_LINK_SCRIPT)
            get_filename_component(script ${UNIT_LINK_SCRIPT} ABSOLUTE BASE_DIR ${CMAKE_SOURCE_DIR})
            target_link_options(${target} PRIVATE -Wl,-T,${script})
            set_target_properties(${target} PROPERTIES LINK_DEPENDS ${script})
        endif()
        set_target_properties(${target} PROPERTIES
            RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/unit/${area}
            RUNTIME_OUTPUT_NAME ${name})
        add_test(NAME unit/${area}/${name} COMMAND ${target})
        set_tests_properties(unit/${area}/${name} PROPERTIES TIMEOUT 300
            ENVIRONMENT "UBSAN_OPTIONS=print_stacktrace=1")
    endforeach()
endforeach()
