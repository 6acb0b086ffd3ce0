# SPDX-License-Identifier: Apache-2.0 OR MIT
# The kernel of one board: a target for each layer, the capsules in one object of their own,
# <build>/kernel.elf, and what is checked while building.

# Adds a layer as a set of objects: bulkhead_objects(NAME LAYER FLAGS_VARIABLE SOURCE...).
function(bulkhead_objects name layer flags)
    add_library(${name} OBJECT ${ARGN})
    bulkhead_layer(${name} ${layer})
    target_compile_options(${name} PRIVATE ${BULKHEAD_KERNEL_MACHINE_FLAGS}
        "$<$<COMPILE_LANGUAGE:C>:${BULKHEAD_KERNEL_FLAGS}>"
        "$<$<COMPILE_LANGUAGE:C>:${${flags}}>")
endfunction()

# Each header must compile on its own with nothing but what its layer sees. A plain build has one
# compiler say so for both; tests ask the other one how it would compile them.
function(bulkhead_header_check layer)
    set(sources)
    foreach(header IN LISTS ARGN)
        if(header MATCHES "^<")
            string(REGEX REPLACE "[<>]" "" name ${header})
            set(line "#include ${header}\n")
        else()
            file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR} ${header})
            set(line "#include \"${header}\"\n")
        endif()
        set(source ${CMAKE_BINARY_DIR}/header_check/${layer}/${name}.c)
        file(CONFIGURE OUTPUT ${source} CONTENT ${line})
        list(APPEND sources ${source})
    endforeach()
    if(sources)
        bulkhead_objects(header_check_${layer} ${layer} trusted_flags ${sources})
        add_dependencies(header_check_${layer} arch_offsets)
        if(NOT CMAKE_C_COMPILER_ID STREQUAL "Clang")
            set_target_properties(header_check_${layer} PROPERTIES EXCLUDE_FROM_ALL YES)
        endif()
    endif()
endfunction()

set(trusted_flags -fwrapv)
# Signed overflow in a capsule is a mistake that must trap, so it does not wrap there.
# Off for a measurement of what the traps cost only (tools/bench/traps.py).
option(BULKHEAD_WITH_CAPSULE_TRAPS "mistakes of capsules that run time can see are traps" ON)
set(capsule_flags ${BOARD_CAPSULE_FLAGS})
if(BULKHEAD_WITH_CAPSULE_TRAPS)
    list(APPEND capsule_flags ${BULKHEAD_CAPSULE_TRAPS})
endif()
# The memory functions must not be compiled into calls of themselves.
set(memory_flags -fno-builtin)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    list(APPEND capsule_flags ${BULKHEAD_CAPSULE_GCC_FLAGS})
    list(APPEND memory_flags -fno-tree-loop-distribute-patterns)
endif()
set_source_files_properties(${CMAKE_SOURCE_DIR}/lib/memory.c
    PROPERTIES COMPILE_OPTIONS "${memory_flags}")
# The fast path of IPC is for time, not for size.
set_source_files_properties(${CMAKE_SOURCE_DIR}/kernel/ipc/switch.c
    PROPERTIES COMPILE_OPTIONS -O2)

# bulkhead_glob(RESULT PARENT FOLDERS PATTERN...)  files in several folders of PARENT/, such as
# those of an instruction set. Equal names would make two objects that are hard to tell apart.
function(bulkhead_glob result parent folders)
    set(found)
    set(names)
    foreach(folder IN LISTS folders)
        if(NOT IS_DIRECTORY ${CMAKE_SOURCE_DIR}/${parent}/${folder})
            message(FATAL_ERROR "board ${BULKHEAD_BOARD}: no folder ${parent}/${folder}")
        endif()
        list(TRANSFORM ARGN PREPEND ${CMAKE_SOURCE_DIR}/${parent}/${folder}/ OUTPUT_VARIABLE globs)
        file(GLOB files CONFIGURE_DEPENDS ${globs})
        foreach(file IN LISTS files)
            file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR}/${parent}/${folder} ${file})
            if(name IN_LIST names)
                message(FATAL_ERROR "two folders of ${parent}/ (${folders}) have a file ${name}")
            endif()
            list(APPEND names ${name})
            list(APPEND found ${file})
        endforeach()
    endforeach()
    set(${result} ${found} PARENT_SCOPE)
endfunction()

set(board_folder ${CMAKE_SOURCE_DIR}/boards/${BULKHEAD_BOARD})
file(GLOB lib_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/lib/*.c)
file(GLOB kernel_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/kernel/*.c)
# kernel/ipc.h is implemented twice.
set(ipc_folder without_ipc)
if(BOARD_IPC)
    set(ipc_folder ipc)
endif()
bulkhead_glob(ipc_sources kernel "${ipc_folder}" *.c)
list(APPEND kernel_sources ${ipc_sources})
bulkhead_glob(arch_sources arch "${ARCH_FOLDERS}" *.c *.S)
bulkhead_glob(offsets_source arch "${ARCH_FOLDERS}" offsets.c)
if(NOT offsets_source)
    message(FATAL_ERROR "no folder of arch/ (${ARCH_FOLDERS}) has a file offsets.c")
endif()
list(REMOVE_ITEM arch_sources ${offsets_source})
set(chip_sources)
foreach(chip IN LISTS BOARD_CHIPS)
    bulkhead_glob(sources chips ${chip} *.c)
    list(APPEND chip_sources ${sources})
    bulkhead_check(${chip} chip ${sources})
endforeach()
bulkhead_check_all(chip)
file(GLOB board_sources CONFIGURE_DEPENDS ${board_folder}/*.c)
foreach(folder IN LISTS BOARD_SHARED)
    bulkhead_glob(sources boards ${folder} *.c)
    list(APPEND board_sources ${sources})
endforeach()
# A source or an edges file of boards/standard that is named after a capsule is for boards with it.
file(GLOB folders CONFIGURE_DEPENDS LIST_DIRECTORIES true RELATIVE ${CMAKE_SOURCE_DIR}/capsules
    ${CMAKE_SOURCE_DIR}/capsules/*)
foreach(capsule IN LISTS folders)
    if(NOT capsule IN_LIST BOARD_CAPSULES)
        list(REMOVE_ITEM board_sources ${CMAKE_SOURCE_DIR}/boards/standard/${capsule}.c)
    endif()
endforeach()
list(APPEND board_sources ${BULKHEAD_GENERATED}/board_wiring.c)

# Offsets for assembler: offsets.c is compiled to text, from which the marked lines are taken.
set(offsets_header ${CMAKE_BINARY_DIR}/generated/arch_offsets.h)
set(offsets_text ${CMAKE_BINARY_DIR}/generated/arch_offsets.s)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated)
set(clang_target)
if(CMAKE_C_COMPILER_TARGET)
    set(clang_target --target=${CMAKE_C_COMPILER_TARGET})
endif()
set(offsets_flags ${BULKHEAD_KERNEL_FLAGS})
list(REMOVE_ITEM offsets_flags ${BULKHEAD_STACK_FLAGS})
set(offsets_quotes)
foreach(folder IN LISTS ARCH_FOLDERS)
    list(APPEND offsets_quotes -iquote ${CMAKE_SOURCE_DIR}/arch/${folder})
endforeach()
add_custom_command(OUTPUT ${offsets_header}
    COMMAND ${CMAKE_C_COMPILER} ${clang_target} -std=gnu17 ${BULKHEAD_MACHINE_FLAGS}
        ${BULKHEAD_KERNEL_MACHINE_FLAGS} ${BULKHEAD_WARNINGS} ${BULKHEAD_SAFETY_FLAGS}
        ${offsets_flags} -I ${BULKHEAD_VIEWS}/arch ${offsets_quotes}
        -MD -MF ${offsets_text}.d -MT ${offsets_header} -S -o ${offsets_text} ${offsets_source}
    COMMAND ${CMAKE_COMMAND} -D TEXT=${offsets_text} -D HEADER=${offsets_header}
        -P ${CMAKE_SOURCE_DIR}/cmake/offsets_header.cmake
    DEPENDS ${offsets_source} ${CMAKE_SOURCE_DIR}/cmake/offsets_header.cmake
    DEPFILE ${offsets_text}.d COMMENT "structure offsets for assembler" VERBATIM)
add_custom_target(arch_offsets DEPENDS ${offsets_header})

# The compiler makes calls of the memory functions late, so they are not optimised with the rest.
set(memory_sources ${CMAKE_SOURCE_DIR}/lib/memory.c)
set(other_lib_sources ${lib_sources})
list(REMOVE_ITEM other_lib_sources ${memory_sources})
bulkhead_objects(memory_functions lib trusted_flags ${memory_sources})
bulkhead_objects(layer_lib lib trusted_flags ${other_lib_sources})
bulkhead_objects(layer_kernel kernel trusted_flags ${kernel_sources}
    ${BOARD_KERNEL_TESTS})
set(kernel_test_flags)
foreach(folder kernel tests/programs boards/capsule_test)
    list(APPEND kernel_test_flags -iquote ${CMAKE_SOURCE_DIR}/${folder})
endforeach()
set_source_files_properties(${BOARD_KERNEL_TESTS} PROPERTIES COMPILE_OPTIONS
    "${kernel_test_flags}")
bulkhead_objects(layer_arch arch trusted_flags ${arch_sources})
add_dependencies(layer_arch arch_offsets)
bulkhead_objects(layer_chips chips trusted_flags ${chip_sources})
bulkhead_objects(layer_boards boards trusted_flags ${board_sources})
target_include_directories(layer_boards BEFORE PRIVATE ${BULKHEAD_GENERATED}/like)

file(GLOB abi_headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/abi/*.h)
file(GLOB lib_headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/lib/*.h)
file(GLOB hal_headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/hal/*.h)
file(GLOB kernel_headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/kernel/*.h
    ${CMAKE_SOURCE_DIR}/kernel/ipc/*.h ${CMAKE_SOURCE_DIR}/kernel/include/kernel/*.h)
bulkhead_glob(arch_headers arch "${ARCH_FOLDERS}" *.h include/*.h include/arch/*.h)
set(chip_headers)
foreach(chip IN LISTS BOARD_CHIPS)
    bulkhead_glob(headers chips ${chip} *.h)
    list(APPEND chip_headers ${headers})
endforeach()
bulkhead_header_check(abi ${abi_headers})
bulkhead_header_check(lib ${lib_headers})
bulkhead_header_check(hal ${hal_headers})
bulkhead_header_check(kernel ${kernel_headers})
bulkhead_header_check(arch ${arch_headers})
bulkhead_header_check(chips ${chip_headers})

set(kernel_layers layer_lib layer_kernel layer_arch layer_chips layer_boards)
# Optimised when they are linked, the layers are compiled a second time as they are: from this, the
# computation of the stack and the table of sizes know the sources.
set(plain_objects)
if(BULKHEAD_LINK_TIME_OPTIMISATION)
    foreach(layer IN LISTS kernel_layers)
        get_target_property(sources ${layer} SOURCES)
        list(FILTER sources INCLUDE REGEX "[.]c$")
        string(REPLACE layer_ "" folder ${layer})
        bulkhead_objects(plain_${folder} ${folder} trusted_flags ${sources})
        target_include_directories(plain_${folder} BEFORE PRIVATE ${BULKHEAD_GENERATED}/like)
        add_dependencies(plain_${folder} arch_offsets)
        list(APPEND plain_objects $<TARGET_OBJECTS:plain_${folder}>)
        target_compile_options(${layer} PRIVATE
            "$<$<COMPILE_LANGUAGE:C>:-flto;-fno-fat-lto-objects;${BULKHEAD_WHOLE_GCC_FLAGS}>")
    endforeach()
endif()
# What the names of capsules are compared with. Of what is optimised when it is linked, these are in
# the plain objects.
set(board_objects)
set(below_objects $<TARGET_OBJECTS:memory_functions>)
foreach(layer IN LISTS kernel_layers)
    set(objects $<TARGET_OBJECTS:${layer}>)
    if(BULKHEAD_LINK_TIME_OPTIMISATION)
        string(REPLACE layer_ plain_ plain ${layer})
        list(APPEND objects $<TARGET_OBJECTS:${plain}>)
    endif()
    if(layer STREQUAL "layer_boards")
        list(APPEND board_objects ${objects})
    else()
        list(APPEND below_objects ${objects})
    endif()
endforeach()

# Capsules: joined into one object with a private copy of the helpers that they and compilers call.
set(capsule_objects)
set(capsule_headers)
set(capsule_arguments)
foreach(capsule IN LISTS BOARD_CAPSULES)
    set(folder ${CMAKE_SOURCE_DIR}/capsules/${capsule})
    if(NOT IS_DIRECTORY ${folder})
        set(folder ${CMAKE_SOURCE_DIR}/tests/capsules/${capsule})
    endif()
    if(EXISTS ${BULKHEAD_GENERATED}/like/capsules/${capsule}) # made of those of another one
        set(folder ${BULKHEAD_GENERATED}/like/capsules/${capsule})
    endif()
    file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.c)
    file(GLOB headers CONFIGURE_DEPENDS ${folder}/*.h)
    if(NOT sources)
        message(FATAL_ERROR "board ${BULKHEAD_BOARD}: no capsule ${capsule}")
    endif()
    set(own_flags ${capsule_flags} ${BOARD_CAPSULE_FLAGS_${capsule}})
    bulkhead_objects(capsule_${capsule} capsules own_flags ${sources})
    list(APPEND capsule_objects $<TARGET_OBJECTS:capsule_${capsule}>)
    list(APPEND capsule_arguments --capsule ${capsule} $<TARGET_OBJECTS:capsule_${capsule}>)
    list(APPEND capsule_headers ${headers})
    if(NOT capsule IN_LIST BOARD_CAPSULES_HOSTILE)
        bulkhead_check(${capsule} capsule ${sources})
    elseif(NOT folder MATCHES "/tests/capsules/")
        message(FATAL_ERROR "capsule ${capsule} is no test, so it is checked")
    endif()
endforeach()
bulkhead_check_all(capsule)
bulkhead_header_check(capsules <capsule.h> ${capsule_headers})

file(GLOB helper_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/capsules/support/*.c)
bulkhead_glob(compiler_helpers arch "${ARCH_FOLDERS}" compiler_helpers.S)
list(APPEND helper_sources ${compiler_helpers})
bulkhead_objects(capsule_helpers capsules trusted_flags ${helper_sources} ${lib_sources})
list(JOIN BULKHEAD_LD_FLAGS "," ld_flags)
set(capsules_object ${CMAKE_BINARY_DIR}/capsules.o)
set(capsules_list ${CMAKE_SOURCE_DIR}/kernel/include/capsule_symbols.txt)
add_custom_command(OUTPUT ${capsules_object}
    COMMAND ${BULKHEAD_PYTHON} ${CMAKE_SOURCE_DIR}/tools/capsules/join.py
        --ld ${BULKHEAD_LD} --ld-flags=${ld_flags} --nm ${BULKHEAD_NM} --objcopy ${BULKHEAD_OBJCOPY}
        --libgcc ${BULKHEAD_LIBGCC} --board-symbol ${BOARD_CAPSULE_SYMBOLS}
        --list ${capsules_list} --manifests ${BULKHEAD_GENERATED}/capsules.json
        --script ${BOARD_LINKER_SCRIPT} --output ${capsules_object}
        --helper $<TARGET_OBJECTS:capsule_helpers> --board ${board_objects} --below ${below_objects}
        ${capsule_arguments}
    DEPENDS ${capsule_objects} $<TARGET_OBJECTS:capsule_helpers> ${capsules_list}
        ${BOARD_LINKER_SCRIPT} ${board_objects} ${below_objects}
        ${BULKHEAD_CHECKED} ${BULKHEAD_GENERATED}/capsules.json ${generators}
    COMMENT "capsules.o" COMMAND_EXPAND_LISTS VERBATIM)
list(APPEND capsule_objects $<TARGET_OBJECTS:capsule_helpers>)

add_executable(kernel ${capsules_object})
set_source_files_properties(${capsules_object} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
foreach(layer IN LISTS kernel_layers ITEMS memory_functions)
    target_sources(kernel PRIVATE $<TARGET_OBJECTS:${layer}>)
endforeach()
set_target_properties(kernel PROPERTIES LINKER_LANGUAGE C LINK_DEPENDS ${BOARD_LINKER_SCRIPT})
target_link_options(kernel PRIVATE ${BULKHEAD_MACHINE_FLAGS} ${BULKHEAD_KERNEL_MACHINE_FLAGS}
    -nostdlib -static -T ${BOARD_LINKER_SCRIPT} -Wl,${ld_flags} -Wl,--gc-sections
    -Wl,--fatal-warnings -Wl,-z,noexecstack -Wl,--sort-section=alignment
    -Wl,-Map=${CMAKE_BINARY_DIR}/kernel.map
    ${BULKHEAD_FACTS_SYMBOLS})
target_link_libraries(kernel PRIVATE ${BULKHEAD_LIBGCC})
if(BULKHEAD_LINK_TIME_OPTIMISATION)
    foreach(layer IN LISTS kernel_layers)
        string(REPLACE layer_ plain_ plain ${layer})
        add_dependencies(kernel ${plain})
    endforeach()
    # One unit holds all; its object and call graph stay as kernel.elf.ltrans0.ltrans.{o,ci}.
    target_link_options(kernel PRIVATE -flto -flto-partition=one -save-temps ${BULKHEAD_WARNINGS}
        ${BULKHEAD_SAFETY_FLAGS} ${BULKHEAD_KERNEL_FLAGS} ${trusted_flags}
        ${BULKHEAD_WHOLE_GCC_FLAGS})
endif()
add_custom_command(TARGET kernel POST_BUILD
    COMMAND ${BULKHEAD_PYTHON} ${CMAKE_SOURCE_DIR}/tools/check/kernel_sections.py
        --readelf ${BULKHEAD_READELF} --script ${BOARD_LINKER_SCRIPT} $<TARGET_FILE:kernel>
    VERBATIM)

# What the compiler cannot know about the calls. A port comes last: its chains name levels that the
# chips and boards define.
set(stack_edges ${BULKHEAD_GENERATED}/stack_edges.txt)
list(TRANSFORM BOARD_CHIPS PREPEND chips/ OUTPUT_VARIABLE edges_folders)
foreach(folder IN LISTS BOARD_SHARED)
    list(APPEND edges_folders boards/${folder})
endforeach()
list(APPEND edges_folders boards/${BULKHEAD_BOARD})
foreach(folder IN LISTS ARCH_FOLDERS)
    list(APPEND edges_folders arch/${folder})
endforeach()
foreach(folder IN LISTS edges_folders)
    file(GLOB edges CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/stack_edges.txt)
    list(APPEND stack_edges ${edges})
    if(folder STREQUAL "boards/standard")
        foreach(capsule IN LISTS BOARD_CAPSULES)
            file(GLOB edges CONFIGURE_DEPENDS
                ${CMAKE_SOURCE_DIR}/${folder}/stack_edges_${capsule}.txt)
            list(APPEND stack_edges ${edges})
        endforeach()
    endif()
endforeach()

# What `bh run` starts: a kernel whose stack is large enough.
add_custom_target(bootable DEPENDS kernel)

# The worst-case stack is computed from the call graph, which only GCC writes.
if(BULKHEAD_STACK_FLAGS)
    list(APPEND capsule_objects $<TARGET_OBJECTS:memory_functions>)
    set(linked_objects)
    if(BULKHEAD_LINK_TIME_OPTIMISATION)
        set(objects ${plain_objects} ${capsule_objects})
        set(linked_objects ${CMAKE_BINARY_DIR}/kernel.elf.ltrans0.ltrans.o ${capsule_objects})
    else()
        set(objects ${capsule_objects})
        foreach(layer IN LISTS kernel_layers)
            list(APPEND objects $<TARGET_OBJECTS:${layer}>)
        endforeach()
    endif()
    file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/stack_objects.txt CONTENT "$<JOIN:${objects},\n>\n")
    file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/stack_linked.txt
        CONTENT "$<JOIN:${linked_objects},\n>\n")
    add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/stack_depth.txt
        COMMAND ${CMAKE_COMMAND} -D PYTHON=${BULKHEAD_PYTHON} -D SOURCE=${CMAKE_SOURCE_DIR}
            -D BUILD=${CMAKE_BINARY_DIR} -D OBJECTS=${CMAKE_BINARY_DIR}/stack_objects.txt
            -D LINKED=${CMAKE_BINARY_DIR}/stack_linked.txt "-D EDGES=${stack_edges}"
            -D LIMIT=${BOARD_KERNEL_STACK_BYTES} -D OUTPUT=${CMAKE_BINARY_DIR}/stack_depth.txt
            -P ${CMAKE_SOURCE_DIR}/cmake/stack_depth.cmake
        DEPENDS kernel ${stack_edges} ${plain_objects}
            ${CMAKE_SOURCE_DIR}/tools/stack_depth/call_graph.py
            ${CMAKE_SOURCE_DIR}/tools/stack_depth/linked_graph.py
            ${CMAKE_SOURCE_DIR}/tools/stack_depth/object_addresses.py
            ${CMAKE_SOURCE_DIR}/tools/stack_depth/stack_depth.py
            ${CMAKE_SOURCE_DIR}/cmake/stack_depth.cmake
        COMMENT "worst-case kernel stack" VERBATIM)
    add_custom_target(stack_depth ALL DEPENDS ${CMAKE_BINARY_DIR}/stack_depth.txt)
    add_dependencies(bootable stack_depth)
endif()
