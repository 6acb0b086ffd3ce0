# SPDX-License-Identifier: Apache-2.0 OR MIT
# The strictest warnings of both compilers; every one is an error. Sets BULKHEAD_WARNINGS.

set(BULKHEAD_WARNINGS
    -Wall -Wextra -Werror
    -Wcast-qual -Wconversion -Wdouble-promotion -Wfloat-equal -Wformat=2 -Wimplicit-fallthrough
    -Wmissing-declarations -Wmissing-include-dirs -Wmissing-prototypes -Wnested-externs
    -Wold-style-definition -Wpointer-arith -Wredundant-decls -Wshadow -Wsign-conversion
    -Wstrict-prototypes -Wswitch -Wundef -Wvla -Wwrite-strings)

if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    list(APPEND BULKHEAD_WARNINGS
        -Walloca -Wcast-align=strict -Wduplicated-branches -Wduplicated-cond -Wlogical-op
        -Wstrict-aliasing=2 -Wtrampolines)
else()
    list(APPEND BULKHEAD_WARNINGS
        -Wcast-align -Wcomma -Wextra-semi-stmt
        -Wmissing-variable-declarations -Wthread-safety -Wunreachable-code
        # Zero-length arrays and statement expressions are part of the dialect (gnu17).
        -Wno-gnu)
endif()
