# SPDX-License-Identifier: Apache-2.0 OR MIT
# Toolchain of the kernel that ships: GCC of Debian's gcc-arm-none-eabi.

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_ASM_COMPILER arm-none-eabi-gcc)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_EXECUTABLE_SUFFIX_C .elf)
set(BULKHEAD_BINUTILS_PREFIX arm-none-eabi-)
