# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_SOURCES ${ARCH_TOOLCHAIN}/registers_probe.S)
