# How everything is compiled. Assertions stay on in every build type.
add_compile_definitions(_GNU_SOURCE PARINDEX_VERSION="${PROJECT_VERSION}")
add_compile_options(
	-Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes
	-Wpointer-arith -Wcast-qual -Wwrite-strings -Wformat=2 -Wvla
	-Wconversion -Wno-sign-conversion
	-fstack-protector-strong -fno-common -fno-strict-overflow
	$<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>)
# A layer's library that a program calls nothing of is not loaded with it.
add_link_options(-Wl,-z,relro,-z,now -Wl,--as-needed)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_FLAGS_RELEASE "-O2 -g")
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g")
set(CMAKE_C_FLAGS_MINSIZEREL "-Os -g")
set(CMAKE_C_FLAGS_DEBUG "-O1 -g")

set(PARINDEX_SANITIZE "" CACHE STRING "address,undefined or thread")
if(PARINDEX_SANITIZE)
	add_compile_options(-fsanitize=${PARINDEX_SANITIZE}
		-fno-sanitize-recover=all -fno-omit-frame-pointer)
	add_link_options(-fsanitize=${PARINDEX_SANITIZE})
endif()
option(PARINDEX_COVER "count branches" OFF)
if(PARINDEX_COVER)
	add_compile_options(--coverage -O0)
	add_link_options(--coverage)
endif()
option(PARINDEX_FUZZ "build the fuzzers with libFuzzer (clang)" OFF)
if(PARINDEX_FUZZ)
	# Clang is here to fuzz: what it warns of beyond gcc is scripts/lint's.
	add_compile_options(-fsanitize=fuzzer-no-link,address,undefined
		-fno-sanitize-recover=all -Wno-error)
	add_link_options(-fsanitize=address,undefined)
endif()
