# SPDX-License-Identifier: Apache-2.0 OR MIT
# What turns a board into one whose capsules call the board at the begin of every basic block, so
# that they can be made to fail there. Include it after the board.cmake of the plain board.

list(APPEND BOARD_SHARED injection)
list(APPEND BOARD_TRUSTED_CAPSULES injection)
# A call behind which a function ends must come back to the function, too.
set(BOARD_CAPSULE_FLAGS -fsanitize-coverage=trace-pc -fno-optimize-sibling-calls)
set(BOARD_CAPSULE_SYMBOLS __sanitizer_cov_trace_pc)
# It looks at what the kernel keeps of processes.
list(APPEND BOARD_KERNEL_FLAGS -iquote ${CMAKE_SOURCE_DIR}/kernel)
# A capsule fails some hundred times a boot.
set(BOARD_CAPSULE_DELAY_MILLISECONDS 1)
# What was done takes a bit for each place; the kernel's memory has its limit here, too.
set(BOARD_KERNEL_STACK_BYTES 2304)
set(BOARD_PROGRAMS containment_load containment_ending containment_neighbour)

# How much text its capsules may have.
if(NOT DEFINED BOARD_INJECTION_TEXT_BYTES)
    set(BOARD_INJECTION_TEXT_BYTES 24576)
endif()
list(APPEND BOARD_FACTS BOARD_INJECTION_TEXT_BYTES=${BOARD_INJECTION_TEXT_BYTES})
