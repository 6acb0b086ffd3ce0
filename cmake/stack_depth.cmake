# SPDX-License-Identifier: Apache-2.0 OR MIT
# Hands the call graphs that belong to the objects of a kernel to tools/stack_depth.

# The .ci files that belong to the objects in a list; a C object without one is an error.
function(graphs_of list_file result)
    file(STRINGS ${list_file} objects)
    set(graphs)
    foreach(object IN LISTS objects)
        string(REGEX REPLACE "[.][^.]*$" ".ci" graph ${object})
        if(EXISTS ${graph})
            list(APPEND graphs ${graph})
        elseif(object MATCHES "[.](c|ltrans)[.][^.]*$")
            message(FATAL_ERROR "stack depth: ${graph} is missing")
        endif()
    endforeach()
    set(${result} ${graphs} PARENT_SCOPE)
endfunction()

graphs_of(${OBJECTS} graphs)
graphs_of(${LINKED} linked)
set(linked_options)
foreach(graph IN LISTS linked)
    list(APPEND linked_options --linked ${graph})
endforeach()
set(edges_options)
foreach(edges IN LISTS EDGES)
    list(APPEND edges_options --edges ${edges})
endforeach()
execute_process(COMMAND ${PYTHON} ${SOURCE}/tools/stack_depth/stack_depth.py
    ${edges_options} --limit ${LIMIT} --prefix ${SOURCE}/ --prefix ${BUILD}/
    ${linked_options} --objects ${graphs}
    OUTPUT_FILE ${OUTPUT} RESULT_VARIABLE status)
if(NOT status EQUAL 0)
    file(READ ${OUTPUT} text)
    file(REMOVE ${OUTPUT})
    message(FATAL_ERROR "${text}worst-case kernel stack: the computation failed")
endif()
