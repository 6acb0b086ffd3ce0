# SPDX-License-Identifier: Apache-2.0 OR MIT
# The second compiler: Clang builds the same sources and carries the static checks. Linker,
# archiver and libgcc are those of the GNU toolchain. The option -mcpu narrows the target.

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_C_COMPILER clang-19)
set(CMAKE_C_COMPILER_TARGET thumbv7em-none-eabi)
set(CMAKE_ASM_COMPILER clang-19)
set(CMAKE_ASM_COMPILER_TARGET thumbv7em-none-eabi)
set(CMAKE_AR /usr/bin/arm-none-eabi-ar CACHE FILEPATH "archiver")
set(CMAKE_RANLIB /usr/bin/arm-none-eabi-ranlib CACHE FILEPATH "archive indexer")
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_EXECUTABLE_SUFFIX_C .elf)
set(BULKHEAD_BINUTILS_PREFIX arm-none-eabi-)
