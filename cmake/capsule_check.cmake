# SPDX-License-Identifier: Apache-2.0 OR MIT
# The capsule checker in the build: what it refuses is not linked.
#
# bulkhead_check(NAME PROFILE SOURCE...)  has the C files of one capsule (or, with the profile chip,
# of one folder of chips/) checked. Where GCC compiles the kernel, it also has to agree with Clang
# about the types of capsules (<build>/checked/NAME/).
# bulkhead_check_all(PROFILE)  behind all of them. It checks what was named, by one call of the
# checker: most of what a call for a small capsule takes is Clang's library being loaded.
#
# Both append to BULKHEAD_CHECKED what has to be there before capsules are linked. Clang's options
# stand in <build>/capsule_check_flags.txt, one a line.

set(BULKHEAD_CHECKER ${BULKHEAD_TOOLS_DIR}/bin/capsule-check)
set(BULKHEAD_CHECKED)

find_path(clang_headers stdint.h REQUIRED NO_CMAKE_FIND_ROOT_PATH NO_DEFAULT_PATH
    PATHS /usr/lib/llvm-19/lib/clang/19/include)
set(checker_flags --target=${BULKHEAD_CLANG_TARGET} ${BULKHEAD_MACHINE_FLAGS} -std=gnu17
    -ffreestanding -nostdinc -isystem ${clang_headers} -fno-short-enums -Wall -Wextra
    -Wformat=2 -Wconversion -Wsign-conversion -Wshadow -Wcast-qual -Wwrite-strings
    -Wtautological-unsigned-zero-compare -Wtautological-type-limit-compare
    -Wimplicit-fallthrough -Wstrict-prototypes -Wold-style-definition -Wthread-safety
    -Wno-unused-command-line-argument)
list(JOIN checker_flags "\n" text)
string(APPEND text "\n-I${BULKHEAD_VIEWS}/capsules")
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/capsule_check_flags.txt CONTENT "${text}\n")

file(GLOB checker_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/capsule-check/*.[ch])
file(GLOB published_headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/abi/*.h
    ${CMAKE_SOURCE_DIR}/hal/*.h ${CMAKE_SOURCE_DIR}/lib/*.h
    ${CMAKE_SOURCE_DIR}/kernel/include/*.h ${CMAKE_SOURCE_DIR}/kernel/include/kernel/*.h
    ${CMAKE_SOURCE_DIR}/capsules/support/*.h ${CMAKE_BINARY_DIR}/generated/hand_over/*.h
    ${CMAKE_SOURCE_DIR}/arch/*/include/*.h ${CMAKE_SOURCE_DIR}/arch/*/include/arch/*.h)

function(bulkhead_check name profile)
    list(GET ARGN 0 first)
    get_filename_component(folder ${first} DIRECTORY)
    file(GLOB headers CONFIGURE_DEPENDS ${folder}/*.h)
    list(APPEND BULKHEAD_CHECK_${profile}_ARGUMENTS --capsule ${name})
    list(APPEND BULKHEAD_CHECK_${profile}_DEPENDS ${ARGN} ${headers})
    if(profile STREQUAL "capsule" AND CMAKE_C_COMPILER_ID STREQUAL "GNU")
        set(types_folder ${CMAKE_BINARY_DIR}/checked/${name})
        file(MAKE_DIRECTORY ${types_folder})
        set(types_files)
        foreach(source IN LISTS ARGN)
            get_filename_component(source_name ${source} NAME)
            list(APPEND types_files ${types_folder}/${source_name}.types.c)
        endforeach()
        list(APPEND BULKHEAD_CHECK_${profile}_ARGUMENTS --types ${types_folder})
        set(stamp ${CMAKE_BINARY_DIR}/checked/types_${name})
        add_custom_command(OUTPUT ${stamp}
            COMMAND ${CMAKE_C_COMPILER} ${BULKHEAD_MACHINE_FLAGS} ${BULKHEAD_KERNEL_MACHINE_FLAGS}
                -std=gnu17 ${BULKHEAD_SAFETY_FLAGS} -ffreestanding -nostdinc
                -isystem ${compiler_headers} -I${BULKHEAD_VIEWS}/capsules -w -fsyntax-only
                -fno-diagnostics-show-caret ${types_files}
            COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
            DEPENDS ${CMAKE_BINARY_DIR}/checked/${profile}s
            COMMENT "types of ${name}" VERBATIM)
        list(APPEND BULKHEAD_CHECKED ${stamp})
    endif()
    list(APPEND BULKHEAD_CHECK_${profile}_ARGUMENTS ${ARGN})
    foreach(list CHECK_${profile}_ARGUMENTS CHECK_${profile}_DEPENDS CHECKED)
        set(BULKHEAD_${list} ${BULKHEAD_${list}} PARENT_SCOPE)
    endforeach()
endfunction()

function(bulkhead_check_all profile)
    if(NOT BULKHEAD_CHECK_${profile}_ARGUMENTS)
        return()
    endif()
    set(view ${BULKHEAD_VIEWS}/${profile}s)
    set(stamp ${CMAKE_BINARY_DIR}/checked/${profile}s)
    add_custom_command(OUTPUT ${stamp}
        COMMAND ${BULKHEAD_CHECKER} --profile ${profile} --trusted ${view}
            ${BULKHEAD_CHECK_${profile}_ARGUMENTS} -- ${checker_flags} -I${view}
        COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
        DEPENDS ${BULKHEAD_CHECK_${profile}_DEPENDS} ${published_headers} ${checker_sources}
            host_tools
        COMMENT "capsule-check: ${profile}s" VERBATIM)
    set(BULKHEAD_CHECKED ${BULKHEAD_CHECKED} ${stamp} PARENT_SCOPE)
endfunction()
