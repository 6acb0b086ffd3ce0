# SPDX-License-Identifier: Apache-2.0 OR MIT
# Flags for code that runs on the board. From board.cmake: BOARD_CPU. From toolchain/ARCH.cmake:
#
# BULKHEAD_MACHINE_FLAGS  processor and calling convention
# BULKHEAD_KERNEL_MACHINE_FLAGS  what the kernel is compiled with beyond these
# BULKHEAD_KERNEL_GCC_FLAGS  the same for GCC only
# BULKHEAD_WHOLE_GCC_FLAGS  what the trusted layers want beyond these when GCC optimises them as one
# BULKHEAD_CAPSULE_GCC_FLAGS  what capsules want, with GCC
# BULKHEAD_LD_FLAGS       what every call of the linker wants
# BULKHEAD_PICOLIBC       the C library of programs
# BULKHEAD_CLANG_TARGET   what Clang calls the processor family
# BULKHEAD_ELF_MACHINE    name of the processor family for tools that read ELF files
#
# Made here:
#
# BULKHEAD_SAFETY_FLAGS   a dialect of C with fewer surprises, for everything on the board
# BULKHEAD_KERNEL_FLAGS   freestanding, no header but the compiler's own
# BULKHEAD_CAPSULE_TRAPS  what a capsule does wrong at run time becomes a trap

find_program(BULKHEAD_LD ${BULKHEAD_BINUTILS_PREFIX}ld REQUIRED)
find_program(BULKHEAD_OBJCOPY ${BULKHEAD_BINUTILS_PREFIX}objcopy REQUIRED)
find_program(BULKHEAD_NM ${BULKHEAD_BINUTILS_PREFIX}nm REQUIRED)
find_program(BULKHEAD_READELF ${BULKHEAD_BINUTILS_PREFIX}readelf REQUIRED)
find_program(BULKHEAD_GCC ${BULKHEAD_BINUTILS_PREFIX}gcc REQUIRED)

include(${CMAKE_SOURCE_DIR}/cmake/toolchain/${ARCH_TOOLCHAIN}.cmake)
list(APPEND BULKHEAD_KERNEL_MACHINE_FLAGS ${BOARD_KERNEL_FLAGS})
execute_process(COMMAND ${BULKHEAD_GCC} ${BULKHEAD_MACHINE_FLAGS} -print-libgcc-file-name
    OUTPUT_VARIABLE BULKHEAD_LIBGCC OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_C_COMPILER} -print-file-name=include
    OUTPUT_VARIABLE compiler_headers OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)

set(BULKHEAD_SAFETY_FLAGS
    ${BULKHEAD_OPTIMISATION} -g -fno-common -ffunction-sections -fdata-sections
    -fno-strict-aliasing -fno-delete-null-pointer-checks -ftrivial-auto-var-init=zero
    -fno-short-enums -fno-unwind-tables -fno-asynchronous-unwind-tables -fomit-frame-pointer
    -ffile-prefix-map=${CMAKE_SOURCE_DIR}/= -ffile-prefix-map=${CMAKE_BINARY_DIR}/=)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    option(BULKHEAD_LINK_TIME_OPTIMISATION "optimise the trusted layers as one unit" ON)
elseif(BULKHEAD_LINK_TIME_OPTIMISATION)
    message(FATAL_ERROR "BULKHEAD_LINK_TIME_OPTIMISATION needs GCC")
endif()
set(BULKHEAD_CAPSULE_TRAPS
    -fsanitize=null,shift,integer-divide-by-zero,signed-integer-overflow,unreachable)

if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    set(BULKHEAD_STACK_FLAGS -fstack-usage -fcallgraph-info=su)
    list(APPEND BULKHEAD_CAPSULE_TRAPS
        -fsanitize=bounds-strict -fsanitize-undefined-trap-on-error)
else()
    list(APPEND BULKHEAD_SAFETY_FLAGS -fno-finite-loops -fstrict-flex-arrays=3)
    list(APPEND BULKHEAD_CAPSULE_TRAPS -fsanitize=array-bounds,local-bounds -fsanitize-trap=all)
    # The GNU linker links both builds, so that one linker script is enough.
    add_link_options(--ld-path=${BULKHEAD_LD})
endif()

# Debian's cross compilers may find headers of a C library; the kernel has none.
set(BULKHEAD_KERNEL_FLAGS -ffreestanding -nostdinc -isystem ${compiler_headers}
    ${BULKHEAD_STACK_FLAGS})
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    execute_process(COMMAND ${CMAKE_C_COMPILER} -print-file-name=include-fixed
        OUTPUT_VARIABLE fixed_headers OUTPUT_STRIP_TRAILING_WHITESPACE)
    # What is left out here would win instructions in loops for code that is larger by 2 %.
    list(APPEND BULKHEAD_KERNEL_FLAGS -idirafter ${fixed_headers} ${BULKHEAD_KERNEL_GCC_FLAGS}
        -fno-tree-loop-im -fno-move-loop-invariants -fno-tree-dominator-opts
        -fno-tree-tail-merge -fno-if-conversion -fno-partial-inlining)
endif()

add_compile_options(${BULKHEAD_MACHINE_FLAGS})
add_compile_options("$<$<COMPILE_LANGUAGE:C>:${BULKHEAD_WARNINGS}>"
    "$<$<COMPILE_LANGUAGE:C>:${BULKHEAD_SAFETY_FLAGS}>" "$<$<COMPILE_LANGUAGE:ASM>:-g>")

bulkhead_views(${ARCH_FOLDERS})
