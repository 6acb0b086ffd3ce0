# SPDX-License-Identifier: Apache-2.0 OR MIT
# lib/memory.c under names of its own, beside the functions of the host's C library.
set(UNIT_SOURCES lib/memory.c tests/unit/arch/random.c)
set(UNIT_INCLUDES tests/unit/arch)
set(UNIT_DEFINES
    memcpy=lib_memcpy
    memmove=lib_memmove
    memset=lib_memset
    memcmp=lib_memcmp
    memory_clear=lib_memory_clear)
