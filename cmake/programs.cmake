# SPDX-License-Identifier: Apache-2.0 OR MIT
# Programs: the runtime and every program, compiled once and linked for each slot of the board.
#
# A program is a folder below user/samples or one file in tests/GROUP, tests/GROUP/TOOLCHAIN or
# tests/GROUP/ISA, with the groups attack, programs and bench. <build>/apps/NAME.tab holds all
# variants, <build>/programs/NAME/ each ELF and TBF. A file NAME.cmake beside the source may set:
#   PROGRAM_STACK_BYTES    default: the board's
#   PROGRAM_HEAP_BYTES     default: the board's
#   PROGRAM_MEMORY_BYTES_MIN  a board whose slots have less does not get the program
#   PROGRAM_NEEDS_IPC      a board without IPC does not get the program
#   PROGRAM_NEEDS_CAPSULE  a board without this capsule does not get the program
#   PROGRAM_SLOTS          numbers of the slots it is linked for; default: all, attacks: 1
#   PROGRAM_NAME           name in the image; default: name of the source
#   PROGRAM_PERMISSIONS    list of DRIVER:OFFSET:MASK
#   PROGRAM_TBF_OPTIONS    further options of `tbf create`
#   PROGRAM_DRIVERS        capsules it is about: a board without one of them starts it only when
#                          it is asked to
#   PROGRAM_SOURCES        further sources, relative to that file
#   PROGRAM_COMPILE_OPTIONS

set(program_protected_bytes 0x80) # TBF header and padding before the program

find_path(BULKHEAD_PICOLIBC_HEADERS picolibc.h REQUIRED NO_CMAKE_FIND_ROOT_PATH
    PATHS ${BULKHEAD_PICOLIBC}/include NO_DEFAULT_PATH)
execute_process(COMMAND ${BULKHEAD_GCC} ${BULKHEAD_MACHINE_FLAGS} -print-multi-directory
    OUTPUT_VARIABLE multilib OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set(picolibc_folder ${BULKHEAD_PICOLIBC}/lib/${multilib})

# Debian's picolibc is built without a stack note; its printf() and scanf() come without floating
# point, which saves each program 6 KiB.
set(program_link_options ${BULKHEAD_LD_FLAGS} -z noexecstack
    --defsym=vfprintf=__i_vfprintf --defsym=vfscanf=__i_vfscanf)

# Everything that user code is compiled with.
add_library(program_options INTERFACE)
target_compile_options(program_options INTERFACE -isystem ${BULKHEAD_PICOLIBC_HEADERS} -fwrapv
    -ftls-model=local-exec) # a program is linked as a whole and has no table of offsets to fill
target_include_directories(program_options INTERFACE ${BULKHEAD_VIEWS}/user
    ${CMAKE_SOURCE_DIR}/user/runtime/${ARCH_TOOLCHAIN}/include)

# The runtime: what all processors share, and what one family needs. A linker script of the family
# goes before the common one.
set(runtime ${CMAKE_SOURCE_DIR}/user/runtime)
file(GLOB sources CONFIGURE_DEPENDS ${runtime}/*.c ${runtime}/*.S
    ${runtime}/${ARCH_TOOLCHAIN}/*.c ${runtime}/${ARCH_TOOLCHAIN}/*.S)
file(GLOB program_script CONFIGURE_DEPENDS ${runtime}/${ARCH_TOOLCHAIN}/program.ld.in)
if(NOT program_script)
    set(program_script ${runtime}/program.ld.in)
endif()
if(NOT sources)
    message(FATAL_ERROR "user/runtime holds no source")
endif()
add_library(runtime STATIC ${sources})
target_link_libraries(runtime PRIVATE program_options)

# The IPC library and, on it, the one with Microkit's interface: for programs that use them.
foreach(library ipc libmicrokit)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/user/${library}/*.c)
    string(REGEX REPLACE "^lib" "" name ${library})
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PRIVATE program_options)
    list(APPEND program_libraries ${name})
    list(APPEND program_archives $<TARGET_FILE:${name}>)
endforeach()

# What every call and every event passes through is for time, not for size.
set_source_files_properties(${CMAKE_SOURCE_DIR}/user/libmicrokit/channels.c
    ${CMAKE_SOURCE_DIR}/user/libmicrokit/events.c PROPERTIES COMPILE_OPTIONS -O2)

# Each of their headers compiles on its own.
file(GLOB headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/user
    ${CMAKE_SOURCE_DIR}/user/ipc/include/*.h ${CMAKE_SOURCE_DIR}/user/ipc/include/ipc/*.h
    ${CMAKE_SOURCE_DIR}/user/libmicrokit/include/*.h
    ${CMAKE_SOURCE_DIR}/user/libmicrokit/include/sel4/*.h)
set(sources)
foreach(header IN LISTS headers)
    string(REGEX REPLACE "^.*/include/" "" name ${header})
    set(source ${CMAKE_BINARY_DIR}/header_check/user/${name}.c)
    file(CONFIGURE OUTPUT ${source} CONTENT "#include <${name}>\n")
    list(APPEND sources ${source})
endforeach()
add_library(header_check_user OBJECT ${sources})
target_link_libraries(header_check_user PRIVATE program_options)
if(NOT CMAKE_C_COMPILER_ID STREQUAL "Clang")
    set_target_properties(header_check_user PROPERTIES EXCLUDE_FROM_ALL YES)
endif()

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${program_script})

# For the tool `system`: what it must know about the board, how it links a program (system.txt).
if(BOARD_IPC)
    math(EXPR reserve "${BOARD_GRANT_RESERVE_BYTES} + 512")
    set(facts "board ${BULKHEAD_BOARD}" "unit ${BOARD_UNIT}" "cpu ${BOARD_CPU}"
        "unit_entries ${BOARD_UNIT_ENTRIES}" "processes ${BOARD_PROCESSES_MAX}"
        "stack ${BOARD_PROGRAM_STACK_BYTES}" "heap ${BOARD_PROGRAM_HEAP_BYTES}"
        "reserve ${reserve}" "script ${program_script}"
        "apps ${BOARD_APPS_BASE} ${BOARD_APPS_BYTES}" "pool ${BOARD_POOL_BASE} ${BOARD_POOL_BYTES}"
        "regions ${BOARD_REGIONS_BASE} ${BOARD_REGIONS_BYTES}"
        "description ${system_base} ${system_bytes}")
    foreach(device IN LISTS BOARD_PROGRAM_DEVICES)
        list(APPEND facts "device ${device}")
    endforeach()
    foreach(option ${BULKHEAD_LD} --gc-sections --fatal-warnings ${program_link_options})
        list(APPEND facts "linker ${option}")
    endforeach()
    foreach(option -L ${picolibc_folder} --start-group $<TARGET_FILE:runtime> ${program_archives}
            -lc ${BULKHEAD_LIBGCC} --end-group)
        list(APPEND facts "library ${option}")
    endforeach()
    list(JOIN facts "\n" facts)
    file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/system.txt CONTENT "${facts}\n")
    add_custom_target(system_parts ALL DEPENDS host_tools runtime ${program_libraries})
endif()

# bulkhead_program(NAME GROUP SOURCE...) with options from OPTIONS_FILE, if that exists.
function(bulkhead_program name group options_file)
    if(TARGET program_${name})
        message(FATAL_ERROR "two programs have the name ${name}")
    endif()
    set(PROGRAM_NAME ${name})
    set(PROGRAM_STACK_BYTES ${BOARD_PROGRAM_STACK_BYTES})
    set(PROGRAM_HEAP_BYTES ${BOARD_PROGRAM_HEAP_BYTES})
    if(group STREQUAL "attack")
        set(PROGRAM_SLOTS 1) # always run between two neighbours
    else()
        list(LENGTH BOARD_SLOTS count)
        math(EXPR last "${count} - 1")
        foreach(slot RANGE ${last})
            list(APPEND PROGRAM_SLOTS ${slot})
        endforeach()
    endif()
    if(EXISTS ${options_file})
        include(${options_file})
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${options_file})
        get_filename_component(folder ${options_file} DIRECTORY)
        list(TRANSFORM PROGRAM_SOURCES PREPEND ${folder}/)
    endif()

    foreach(driver IN LISTS PROGRAM_DRIVERS)
        if(NOT driver IN_LIST BOARD_CAPSULES)
            set_property(GLOBAL APPEND PROPERTY BULKHEAD_IDLE_SAMPLES ${name})
        endif()
    endforeach()

    if((PROGRAM_MEMORY_BYTES_MIN AND BOARD_SLOT_RAM_BYTES LESS PROGRAM_MEMORY_BYTES_MIN) OR
            (PROGRAM_NEEDS_IPC AND NOT BOARD_IPC) OR
            (PROGRAM_NEEDS_CAPSULE AND NOT PROGRAM_NEEDS_CAPSULE IN_LIST BOARD_CAPSULES))
        return()
    endif()

    add_library(program_${name} OBJECT ${ARGN} ${PROGRAM_SOURCES})
    target_link_libraries(program_${name} PRIVATE program_options)
    target_compile_options(program_${name} PRIVATE ${PROGRAM_COMPILE_OPTIONS})
    if(NOT group MATCHES "^(samples|systems)$")
        # A test may know the board, and shares headers with those of its group.
        target_include_directories(program_${name} PRIVATE ${BULKHEAD_VIEWS}/facts)
        foreach(shared IN ITEMS ${group} ${group}/${ARCH_TOOLCHAIN})
            if(IS_DIRECTORY ${CMAKE_SOURCE_DIR}/tests/${shared})
                target_compile_options(program_${name} PRIVATE
                    "SHELL:-iquote ${CMAKE_SOURCE_DIR}/tests/${shared}")
            endif()
        endforeach()
    endif()

    set(tbf_options --name ${PROGRAM_NAME} --heap ${PROGRAM_HEAP_BYTES}
        --protected-end ${program_protected_bytes} ${PROGRAM_TBF_OPTIONS})
    foreach(permission IN LISTS PROGRAM_PERMISSIONS)
        list(APPEND tbf_options --permission ${permission})
    endforeach()

    set(folder ${CMAKE_BINARY_DIR}/programs/${name})
    file(MAKE_DIRECTORY ${folder} ${CMAKE_BINARY_DIR}/apps)
    set(commands)
    set(products)
    set(images)
    set(scripts)
    foreach(slot IN LISTS PROGRAM_SLOTS)
        list(GET BOARD_SLOTS ${slot} places)
        string(REPLACE ":" ";" places ${places})
        list(GET places 0 flash)
        list(GET places 1 RAM_START)
        math(EXPR FLASH_START "${flash} + ${program_protected_bytes}" OUTPUT_FORMAT HEXADECIMAL)
        math(EXPR FLASH_BYTES
            "${BOARD_SLOT_FLASH_BYTES} - ${program_protected_bytes}"
            OUTPUT_FORMAT HEXADECIMAL)
        set(RAM_BYTES ${BOARD_SLOT_RAM_BYTES})
        set(STACK_BYTES ${PROGRAM_STACK_BYTES})
        configure_file(${program_script} ${folder}/slot${slot}.ld @ONLY)
        set(elf ${folder}/slot${slot}.elf)
        set(tbf ${folder}/slot${slot}.tbf)
        list(APPEND commands
            COMMAND ${BULKHEAD_LD} --gc-sections --fatal-warnings ${program_link_options}
                -T ${folder}/slot${slot}.ld -o ${elf}
                $<TARGET_OBJECTS:program_${name}> -L ${picolibc_folder}
                --start-group $<TARGET_FILE:runtime> ${program_archives} -lc ${BULKHEAD_LIBGCC}
                --end-group
            COMMAND ${BULKHEAD_TBF} create ${elf} -o ${tbf} ${tbf_options})
        list(APPEND products ${elf} ${tbf})
        list(APPEND scripts ${folder}/slot${slot}.ld)
        list(APPEND images ${tbf}=${BOARD_CPU})
    endforeach()
    set(tab ${CMAKE_BINARY_DIR}/apps/${name}.tab)
    add_custom_command(OUTPUT ${tab} BYPRODUCTS ${products} ${commands}
        COMMAND ${BULKHEAD_TBF} tab -o ${tab} --name ${PROGRAM_NAME} ${images}
        DEPENDS program_${name} $<TARGET_OBJECTS:program_${name}> runtime $<TARGET_FILE:runtime>
            ${program_libraries} ${program_archives} ${BULKHEAD_TBF} ${program_script} ${scripts}
        COMMENT "program ${name}" COMMAND_EXPAND_LISTS VERBATIM)
    set_property(GLOBAL APPEND PROPERTY BULKHEAD_TABS_${group} ${tab})
    set_property(GLOBAL APPEND PROPERTY BULKHEAD_NAMES_${group} ${name})
endfunction()

# bulkhead_system_part(FOLDER SOURCE): a program of a system, in <build>/systems/NAME/ of its
# folder. The tool links it for its place; one with a file NAME.cmake beside it is a program like
# all others.
function(bulkhead_system_part folder source)
    get_filename_component(name ${folder} NAME)
    get_filename_component(part ${source} NAME_WE)
    if(EXISTS ${folder}/${part}.cmake)
        bulkhead_program(${part} systems ${folder}/${part}.cmake ${source})
        set(product ${CMAKE_BINARY_DIR}/apps/${part}.tab)
        set(file ${part}.tab)
    else()
        add_library(system_${name}_${part} OBJECT ${source})
        target_link_libraries(system_${name}_${part} PRIVATE program_options)
        if(IS_DIRECTORY ${CMAKE_SOURCE_DIR}/user/samples/${name})
            target_compile_options(system_${name}_${part} PRIVATE
                "SHELL:-iquote ${CMAKE_SOURCE_DIR}/user/samples/${name}")
        endif()
        set(product $<TARGET_OBJECTS:system_${name}_${part}>)
        set(file ${part}.elf)
    endif()
    add_custom_target(system_${name}_${part}_file
        COMMAND ${CMAKE_COMMAND} -E copy ${product} ${CMAKE_BINARY_DIR}/systems/${name}/${file}
        DEPENDS ${product} VERBATIM)
    add_dependencies(system_parts system_${name}_${part}_file)
endfunction()

# Tests add parts to the systems of samples, in folders of the same names.
file(GLOB folders CONFIGURE_DEPENDS LIST_DIRECTORIES true ${CMAKE_SOURCE_DIR}/user/samples/*
    ${CMAKE_SOURCE_DIR}/tests/systems/*)
foreach(folder IN LISTS folders)
    file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.c)
    file(GLOB systems CONFIGURE_DEPENDS ${folder}/*.system)
    get_filename_component(name ${folder} NAME)
    if(systems OR folder MATCHES "/tests/systems/")
        foreach(source IN LISTS sources)
            if(BOARD_IPC)
                bulkhead_system_part(${folder} ${source})
            endif()
        endforeach()
    elseif(sources)
        bulkhead_program(${name} samples ${folder}/${name}.cmake ${sources})
    endif()
endforeach()

foreach(group IN LISTS BOARD_PROGRAM_GROUPS)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${group}/*.c
        ${CMAKE_SOURCE_DIR}/tests/${group}/${ARCH_TOOLCHAIN}/*.c
        ${CMAKE_SOURCE_DIR}/tests/${group}/${BOARD_ISA}/*.c)
    foreach(source IN LISTS sources)
        get_filename_component(name ${source} NAME_WE)
        get_filename_component(folder ${source} DIRECTORY)
        if(BOARD_PROGRAMS AND NOT name IN_LIST BOARD_PROGRAMS)
            continue()
        endif()
        bulkhead_program(${name} ${group} ${folder}/${name}.cmake ${source})
    endforeach()
endforeach()

# `samples` is what `bh run` needs; a plain build makes everything.
foreach(group samples attack programs bench)
    get_property(tabs GLOBAL PROPERTY BULKHEAD_TABS_${group})
    add_custom_target(${group} ALL DEPENDS ${tabs})
endforeach()
