# SPDX-License-Identifier: Apache-2.0 OR MIT
# Who may include whom. Each layer sees one folder of links, its view, which holds what the layer
# may include and nothing else; so an include against the rules finds no file.
#
# bulkhead_view(LAYER DIRECTORY [LINK TARGET]...)  makes a view from pairs of name and target.
# bulkhead_views(ISA)  makes the views of all layers below ${BULKHEAD_VIEWS}.

set(BULKHEAD_VIEWS ${CMAKE_BINARY_DIR}/view)

function(bulkhead_view layer)
    set(view ${BULKHEAD_VIEWS}/${layer})
    file(REMOVE_RECURSE ${view})
    file(MAKE_DIRECTORY ${view})
    set(pairs ${ARGN})
    while(pairs)
        list(POP_FRONT pairs name target)
        get_filename_component(folder ${view}/${name} DIRECTORY)
        file(MAKE_DIRECTORY ${folder})
        file(CREATE_LINK ${target} ${view}/${name} SYMBOLIC)
    endwhile()
endfunction()

# Headers of lib/ that say "trusted" are open to capsules.
function(bulkhead_trusted_headers result)
    file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/lib/*.h)
    set(pairs)
    foreach(header IN LISTS headers)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
        file(STRINGS ${header} marks REGEX "[.] trusted$" LIMIT_COUNT 1)
        if(marks)
            get_filename_component(name ${header} NAME)
            list(APPEND pairs lib/${name} ${header})
        endif()
    endforeach()
    set(${result} ${pairs} PARENT_SCOPE)
endfunction()

function(bulkhead_views isa)
    set(source ${CMAKE_SOURCE_DIR})
    set(abi abi ${source}/abi)
    set(lib lib ${source}/lib)
    set(hal hal ${source}/hal)
    set(kernel kernel ${source}/kernel/include/kernel)
    set(capsule capsule.h ${source}/kernel/include/capsule.h)
    set(types arch_types.h ${source}/arch/${isa}/include/arch_types.h)
    set(mmio arch ${source}/arch/${isa}/include/arch)
    bulkhead_trusted_headers(trusted)

    bulkhead_view(abi)
    bulkhead_view(lib ${lib})
    bulkhead_view(hal ${abi} ${lib} ${hal})
    bulkhead_view(kernel ${abi} ${lib} ${kernel} ${capsule} ${types})
    bulkhead_view(arch ${abi} ${lib} ${kernel} ${types} ${mmio}
        generated/arch_offsets.h ${CMAKE_BINARY_DIR}/generated/arch_offsets.h)
    # The port header names abi/ and the types of the instruction set.
    bulkhead_view(chips ${abi} ${lib} ${hal} ${kernel} ${types} ${mmio})
    bulkhead_view(capsules ${abi} ${hal} ${capsule} ${trusted})
    bulkhead_view(boards ${abi} ${lib} ${hal} ${kernel} ${capsule} ${types} ${mmio}
        boards ${source}/boards chips ${source}/chips capsules ${source}/capsules
        tests/capsules ${source}/tests/capsules)
    bulkhead_view(user ${abi} bulkhead ${source}/user/runtime/include/bulkhead)
    bulkhead_view(tools ${abi})
endfunction()

# Gives a target the view of its layer and its own folder for quoted includes. Nothing else.
function(bulkhead_layer target layer)
    target_include_directories(${target} PRIVATE ${BULKHEAD_VIEWS}/${layer})
endfunction()
