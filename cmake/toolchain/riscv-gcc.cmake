# SPDX-License-Identifier: Apache-2.0 OR MIT
# Toolchain of the kernel that ships: GCC of Debian's gcc-riscv64-unknown-elf, which builds for 32
# bits too.

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR riscv)
set(CMAKE_C_COMPILER riscv64-unknown-elf-gcc)
set(CMAKE_ASM_COMPILER riscv64-unknown-elf-gcc)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_EXECUTABLE_SUFFIX_C .elf)
set(BULKHEAD_BINUTILS_PREFIX riscv64-unknown-elf-)
