# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_COMPILE_OPTIONS -iquote ${CMAKE_SOURCE_DIR}/tests/programs)
