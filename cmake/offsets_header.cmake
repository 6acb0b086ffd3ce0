# SPDX-License-Identifier: Apache-2.0 OR MIT
# Makes HEADER from the lines of TEXT that read: .ascii "->NAME VALUE".

file(STRINGS ${TEXT} lines REGEX "->[A-Z][A-Z0-9_]* ")
set(content "// SPDX-License-Identifier: Apache-2.0 OR MIT\n")
string(APPEND content "// Generated from offsets.c.\n#pragma once\n")
foreach(line IN LISTS lines)
    if(NOT line MATCHES "->([A-Z][A-Z0-9_]*) [#$]?(-?[0-9]+)")
        message(FATAL_ERROR "offsets: not a number: ${line}")
    endif()
    string(APPEND content "#define ${CMAKE_MATCH_1} ${CMAKE_MATCH_2}\n")
endforeach()
if(NOT lines)
    message(FATAL_ERROR "offsets: ${TEXT} holds no marked line")
endif()
file(WRITE ${HEADER} "${content}")
