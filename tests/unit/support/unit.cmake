# SPDX-License-Identifier: Apache-2.0 OR MIT
# The headers that capsules share are in no view of boards.
set(UNIT_INCLUDES capsules)
