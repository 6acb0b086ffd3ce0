# SPDX-License-Identifier: Apache-2.0 OR MIT
# The queues of the serial sample, and its virtualiser, with partners that the tests write.
set(UNIT_SOURCES user/samples/system/virtualiser.c tests/unit/arch/random.c)
set(UNIT_INCLUDES tests/unit/user_ipc/include tests/unit/arch user/ipc/include
    user/libmicrokit/include user/samples/system)
