# SPDX-License-Identifier: Apache-2.0 OR MIT
# What the build needs to know about this instruction set.

set(ARCH_FOLDERS arm armv8m armv8m_plain) # folders of arch/ that it is made of
set(ARCH_TOOLCHAIN arm)                   # cmake/toolchain/, user/runtime/, tests/*/
if(BOARD_IPC)
    list(REMOVE_ITEM ARCH_FOLDERS armv8m_plain)
    list(APPEND ARCH_FOLDERS arm_ipc armv8m_ipc)
endif()
