# What `cmake --install` lays down besides the programs.
include(GNUInstallDirs)
file(GLOB manuals ${PROJECT_SOURCE_DIR}/docs/man/*.[158])
foreach(manual ${manuals})
	string(REGEX MATCH "[158]$" section ${manual})
	install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()
