# SPDX-License-Identifier: Apache-2.0 OR MIT
# The kernel's encoders of protection units, which the tool `system` asks. They and unit.c, which
# calls them, are compiled for the host as unit tests compile them.
#
# bulkhead_encoders(TARGET SOURCE_FOLDER): adds them to a target that has unit.c among its sources.

function(bulkhead_encoders target source)
    set(view ${CMAKE_BINARY_DIR}/view/encoders)
    file(MAKE_DIRECTORY ${view})
    foreach(link abi lib kernel=kernel/include/kernel arch_types.h=arch/host/include/arch_types.h)
        string(REPLACE "=" ";" parts ${link})
        list(GET parts 0 name)
        list(GET parts -1 place)
        file(CREATE_LINK ${source}/${place} ${view}/${name} SYMBOLIC)
    endforeach()
    set(encoders ${source}/arch/armv7m/mpu_v7.c ${source}/arch/armv8m/mpu_v8.c
        ${source}/arch/riscv/pmp.c ${source}/kernel/block.c)
    target_sources(${target} PRIVATE ${encoders})
    target_include_directories(${target} PRIVATE ${view} ${source}/arch/armv7m
        ${source}/arch/armv8m ${source}/arch/riscv)
endfunction()
