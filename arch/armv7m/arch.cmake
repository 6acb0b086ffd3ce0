# SPDX-License-Identifier: Apache-2.0 OR MIT
# What the build needs to know about this instruction set.

set(ARCH_FOLDERS arm armv7m)   # folders of arch/ that it is made of
set(ARCH_TOOLCHAIN arm)        # cmake/toolchain/, user/runtime/, tests/*/
if(BOARD_IPC)
    list(APPEND ARCH_FOLDERS arm_ipc)
endif()
