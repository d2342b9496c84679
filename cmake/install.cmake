# What `cmake --install` lays down besides the programs.
include(GNUInstallDirs)
file(GLOB manuals ${PROJECT_SOURCE_DIR}/docs/man/*.[158])
foreach(manual ${manuals})
	string(REGEX MATCH "[158]$" section ${manual})
	install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()

# The units run the programs from where they are installed.
foreach(unit parindex-cgi parindex-dispatch)
	configure_file(${PROJECT_SOURCE_DIR}/cmake/systemd/${unit}.service.in
		${PROJECT_BINARY_DIR}/systemd/${unit}.service @ONLY)
	install(FILES ${PROJECT_BINARY_DIR}/systemd/${unit}.service
		DESTINATION lib/systemd/system)
endforeach()

# What an operator copies from: a configuration, the web servers', an example
# of a period.
install(FILES ${PROJECT_SOURCE_DIR}/cmake/systemd/parindex.conf
	${PROJECT_SOURCE_DIR}/cmake/systemd/parindex-dispatch-stamp.conf
	DESTINATION ${CMAKE_INSTALL_DATADIR}/parindex)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/cgi/conf/
	DESTINATION ${CMAKE_INSTALL_DATADIR}/parindex/web)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/store/data/
	DESTINATION ${CMAKE_INSTALL_DATADIR}/parindex/periods)
