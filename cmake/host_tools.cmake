# SPDX-License-Identifier: Apache-2.0 OR MIT
# The host tools, built by the native compiler in one folder that all boards share.

set(BULKHEAD_TBF ${BULKHEAD_TOOLS_DIR}/bin/tbf)
add_custom_target(host_tools
    COMMAND ${CMAKE_COMMAND} -S ${CMAKE_SOURCE_DIR}/tools -B ${BULKHEAD_TOOLS_DIR} -G Ninja
        --log-level=WARNING
    COMMAND ${CMAKE_COMMAND} --build ${BULKHEAD_TOOLS_DIR} -- --quiet
    BYPRODUCTS ${BULKHEAD_TBF}
    COMMENT "host tools"
    VERBATIM)
