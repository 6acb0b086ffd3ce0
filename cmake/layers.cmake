# SPDX-License-Identifier: Apache-2.0 OR MIT
# Who may include whom. Each layer sees one folder of links, its view, which holds what the layer
# may include and nothing else; so an include against the rules finds no file.
#
# bulkhead_view(LAYER DIRECTORY [LINK TARGET]...)  makes a view from pairs of name and target.
# bulkhead_views(FOLDER...)  makes the views of all layers below ${BULKHEAD_VIEWS}, with an
#     instruction set that is made of these folders of arch/.

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

# The public headers of the folders of arch/, merged: arch_types.h with what it includes, and
# arch/NAME.h.
function(bulkhead_arch_headers result_types result_mmio)
    set(types)
    set(mmio)
    foreach(folder IN LISTS ARGN)
        file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/arch/${folder}/include/*.h
            ${CMAKE_SOURCE_DIR}/arch/${folder}/include/arch/*.h)
        foreach(header IN LISTS headers)
            file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR}/arch/${folder}/include ${header})
            if(name IN_LIST types OR name IN_LIST mmio)
                message(FATAL_ERROR "two folders of arch/ (${ARGN}) have a header ${name}")
            endif()
            if(name MATCHES "/")
                list(APPEND mmio ${name} ${header})
            else()
                list(APPEND types ${name} ${header})
            endif()
        endforeach()
    endforeach()
    if(NOT "arch_types.h" IN_LIST types)
        message(FATAL_ERROR "no folder of arch/ (${ARGN}) has include/arch_types.h")
    endif()
    set(${result_types} ${types} PARENT_SCOPE)
    set(${result_mmio} ${mmio} PARENT_SCOPE)
endfunction()

# Functions that hand buffers over, made from the contracts in hal/.
function(bulkhead_hand_over_headers result)
    set(folder ${CMAKE_BINARY_DIR}/generated/hand_over)
    file(GLOB inputs CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/hal/*.h
        ${CMAKE_SOURCE_DIR}/tools/capsules/*.py)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${inputs})
    execute_process(COMMAND ${CMAKE_COMMAND} -E env PYTHONDONTWRITEBYTECODE=1 ${BULKHEAD_PYTHON}
        ${CMAKE_SOURCE_DIR}/tools/capsules/hand_over.py --root ${CMAKE_SOURCE_DIR}
        --output ${folder} COMMAND_ERROR_IS_FATAL ANY)
    file(GLOB headers RELATIVE ${folder} ${folder}/*.h)
    set(pairs)
    foreach(header IN LISTS headers)
        list(APPEND pairs hand_over/${header} ${folder}/${header})
    endforeach()
    set(${result} ${pairs} PARENT_SCOPE)
endfunction()

function(bulkhead_views)
    set(source ${CMAKE_SOURCE_DIR})
    set(abi abi ${source}/abi)
    set(lib lib ${source}/lib)
    set(hal hal ${source}/hal)
    set(kernel kernel ${source}/kernel/include/kernel)
    set(capsule capsule.h ${source}/kernel/include/capsule.h
        capsule_lease.h ${source}/kernel/include/capsule_lease.h)
    bulkhead_arch_headers(types mmio ${ARGN})
    bulkhead_trusted_headers(trusted)
    bulkhead_hand_over_headers(hand_over)
    set(facts board_facts.h ${CMAKE_BINARY_DIR}/generated/board_facts.h)

    set(runtime)
    set(folder ${source}/user/runtime)
    file(GLOB headers CONFIGURE_DEPENDS ${folder}/include/bulkhead/*.h
        ${folder}/${ARCH_TOOLCHAIN}/include/bulkhead/*.h)
    foreach(header IN LISTS headers)
        get_filename_component(name ${header} NAME)
        list(APPEND runtime bulkhead/${name} ${header})
    endforeach()
    set(runtime ${runtime} ipc.h ${source}/user/ipc/include/ipc.h ipc ${source}/user/ipc/include/ipc
        microkit.h ${source}/user/libmicrokit/include/microkit.h
        sel4 ${source}/user/libmicrokit/include/sel4)

    bulkhead_view(abi)
    bulkhead_view(lib ${lib})
    bulkhead_view(hal ${abi} ${lib} ${hal})
    bulkhead_view(kernel ${abi} ${lib} ${kernel} ${capsule} ${types})
    bulkhead_view(arch ${abi} ${lib} ${kernel} ${types} ${mmio}
        generated/arch_offsets.h ${CMAKE_BINARY_DIR}/generated/arch_offsets.h)
    # The port header names abi/ and the types of the instruction set.
    bulkhead_view(chips ${abi} ${lib} ${hal} ${kernel} ${types} ${mmio})
    file(GLOB headers CONFIGURE_DEPENDS ${source}/capsules/support/*.h)
    set(support)
    foreach(header IN LISTS headers)
        get_filename_component(name ${header} NAME)
        list(APPEND support support/${name} ${header})
    endforeach()
    bulkhead_view(capsules ${abi} ${hal} ${capsule} ${trusted} ${hand_over} ${support})
    bulkhead_view(boards ${abi} ${lib} ${hal} ${kernel} ${capsule} ${types} ${mmio} ${hand_over}
        boards ${source}/boards chips ${source}/chips capsules ${source}/capsules
        tests/capsules ${source}/tests/capsules ${facts}
        board_capsules.h ${CMAKE_BINARY_DIR}/generated/board_capsules.h)
    bulkhead_view(user ${abi} ${runtime})
    bulkhead_view(facts ${facts})
    bulkhead_view(tools ${abi})
endfunction()

# Gives a target the view of its layer and its own folder for quoted includes; to one of arch/ also
# the other folders of its instruction set. Nothing else.
function(bulkhead_layer target layer)
    target_include_directories(${target} PRIVATE ${BULKHEAD_VIEWS}/${layer})
    if(layer STREQUAL "arch")
        foreach(folder IN LISTS ARCH_FOLDERS)
            target_compile_options(${target} PRIVATE
                "SHELL:-iquote ${CMAKE_SOURCE_DIR}/arch/${folder}")
        endforeach()
    elseif(layer STREQUAL "kernel")
        # Parts of the kernel in folders of their own see its private headers.
        target_compile_options(${target} PRIVATE "SHELL:-iquote ${CMAKE_SOURCE_DIR}/kernel")
    endif()
endfunction()
