"""Which Debian source packages a corpus is made of, and what each build compiles. `python -m runs.corpus` builds them.

Only what is compiled counts: no build here needs to link, and most do not even compile. Once configure and the generators of
headers have run, NOTED makes clang answer each call with what it would do (-###): the call is noted by the stand-in, and the
module is made from the note later, once. Where a package's modules are known by name, its sources are given to the compiler
directly, with the flags and definitions that its own build uses on Linux.

Left out of each package: its tests, and bundled copies of the programs that are held out (MiBench, cBench and later versions).

The splits are those that the names' hashes give (`split_of`), but for two groups that are set here, both before any result was
seen: packages that have decided our defaults are for training, and a few C and C++ packages are for tests and validation, which
lacked them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from passwright.data.build import DEFAULT
from passwright.data.collect import Source

LIMIT = 900.0
"""Seconds for a build. What it compiled by then is taken."""
TARGETS = ("", "aarch64-linux-gnu", "riscv64-linux-gnu")
"""This machine's, and those that packages which need nothing but libc are built for as well, each configured for itself."""
REQUIRED = (
    *("make", "cmake", "ninja-build", "meson", "m4", "bison", "flex", "gperf", "gettext", "autoconf", "automake", "libtool", "perl", "tcl"),
    *("libc6-dev-arm64-cross", "libgcc-12-dev-arm64-cross", "libc6-dev-riscv64-cross", "libgcc-12-dev-riscv64-cross"),
    *("libstdc++-12-dev", "libstdc++-12-dev-arm64-cross", "libstdc++-12-dev-riscv64-cross"),
)
"""Debian packages that the builds in general need."""

NOTED = "export CCC_OVERRIDE_OPTIONS='#+-###'\n"
MAKE = "make -k -j$JOBS"
CONFIGURE = "./configure ${HOST:+--host=$HOST} --disable-dependency-tracking"


FLINT = (
    *("ulong_extras", "fmpz", "fmpz_poly", "fmpz_mpoly", "nmod_mpoly", "mpoly", "qsieve", "fft", "fmpz_lll", "fmpz_factor", "arith"),
    *("nmod_poly", "fmpz_mat", "aprcl"),
)
"""A part of it: it has a file for each of its many thousand functions."""


@dataclass(frozen=True)
class Recipe:
    """One source package. `licence`: an SPDX expression; `needs`: Debian packages beyond REQUIRED; `heavy`: more than some minutes."""

    package: str
    licence: str
    script: str = DEFAULT
    needs: tuple[str, ...] = ()
    targets: tuple[str, ...] = ("",)
    split: str = ""
    heavy: bool = False

    def sources(self) -> Iterator[Source]:
        for target in self.targets:
            yield Source(self.package, self.licence, self.script, target=target, split=self.split, limit=LIMIT)


def c(sources: str, flags: str = "") -> str:
    """Notes C sources, given as the shell's words, each with these flags."""
    return f"({NOTED.strip()}; ls {sources} | xargs -n 200 $CC {flags} -c)\n"


def cxx(sources: str, flags: str = "") -> str:
    return c(sources, flags).replace("$CC", "$CXX")


def cmake(options: str = "", targets: str = "") -> str:
    """Configures with cmake, without tests, and notes what make would compile."""
    archives = "-DCMAKE_AR=/bin/true -DCMAKE_RANLIB=/bin/true -DCMAKE_C_COMPILER_AR=/bin/true -DCMAKE_CXX_COMPILER_AR=/bin/true"
    first = f"cmake -S . -B passwright-build -DBUILD_TESTING=OFF -DBUILD_SHARED_LIBS=OFF {options}"
    return f"{first} && cmake {archives} passwright-build\n{NOTED}{MAKE} -C passwright-build {targets}\n"


RECIPES = (
    # C, configured in no time
    Recipe("lz4", "BSD-2-Clause AND GPL-2.0-or-later", c("lib/*.c programs/*.c", "-Ilib -DXXH_NAMESPACE=LZ4_"), targets=TARGETS),
    Recipe(
        "libzstd",
        "BSD-3-Clause OR GPL-2.0-only",
        c(
            "lib/common/*.c lib/compress/*.c lib/decompress/*.c lib/dictBuilder/*.c lib/legacy/*.c programs/*.c",
            "-Ilib -Ilib/common -Ilib/legacy -DXXH_NAMESPACE=ZSTD_ -DZSTD_LEGACY_SUPPORT=1 -DZSTD_MULTITHREAD",
        ),
        targets=TARGETS,
    ),
    Recipe("zlib", "Zlib", f'CHOST="$HOST" ./configure --static\n{NOTED}{MAKE} libz.a\n', targets=TARGETS, split="train"),
    Recipe("lua5.4", "MIT", c("src/*.c", "-Isrc -DLUA_COMPAT_5_3 -DLUA_USE_LINUX"), targets=TARGETS, split="train"),
    Recipe("cjson", "MIT", c("cJSON.c cJSON_Utils.c"), targets=TARGETS, split="train"),
    Recipe(
        "opus",
        "BSD-3-Clause",
        "rm -f celt/*_demo.c celt/dump_modes/*.c src/*_demo.c src/opus_compare.c src/mlp_train.c\n"
        + c("celt/*.c silk/*.c silk/float/*.c src/*.c", "-Iinclude -Icelt -Isilk -Isilk/float -DOPUS_BUILD -DVAR_ARRAYS -DHAVE_LRINTF")
        + c("silk/fixed/*.c", "-Iinclude -Icelt -Isilk -Isilk/fixed -DOPUS_BUILD -DVAR_ARRAYS -DFIXED_POINT"),
        targets=TARGETS,
    ),
    Recipe("mbedtls", "Apache-2.0", c("library/*.c", "-Iinclude -Ilibrary"), targets=TARGETS),
    Recipe(
        "nginx",
        "BSD-2-Clause",
        "./configure --without-http_rewrite_module --without-http_gzip_module --without-pcre --with-stream --with-mail --with-threads"
        " --with-http_v2_module --with-http_dav_module --with-http_mp4_module --with-http_flv_module --with-http_realip_module\n"
        f"{NOTED}{MAKE} -f objs/Makefile objs/nginx\n",
        split="test",
    ),
    Recipe(
        "sqlite3",
        "blessing",
        "./configure --disable-tcl --disable-shared && make target_source\n"
        + c("tsrc/*.c", "-Itsrc -I. -DSQLITE_CORE -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_FTS3 -DSQLITE_ENABLE_RTREE -DSQLITE_THREADSAFE=1"),
    ),
    Recipe(
        "openssl",
        "Apache-2.0",
        f"./Configure linux-x86_64 no-asm no-shared no-tests && make -j$JOBS build_generated\n{NOTED}{MAKE} build_libs build_programs\n",
    ),
    Recipe(
        "pari",
        "GPL-2.0-or-later",
        f"./Configure --graphic=none --without-readline --kernel=none\ncd Olinux-*\n{NOTED}{MAKE} lib-sta gp-sta\n",
    ),
    Recipe(
        "git",
        "GPL-2.0-only",
        f"{NOTED}{MAKE} NO_OPENSSL=1 NO_CURL=1 NO_EXPAT=1 NO_GETTEXT=1 NO_TCLTK=1 NO_PYTHON=1 NO_PERL=1\n",
        needs=("zlib1g-dev",),
    ),
    Recipe(
        "gsl",
        "GPL-3.0-or-later",
        f"{CONFIGURE} --disable-shared && make -C gsl\nfor folder in */; do (\n"
        "  files=$(sed -n -e ':a' -e '/\\\\$/N; s/\\\\\\n//; ta' -e 's/^lib[a-z]*_la_SOURCES *= *//p' $folder/Makefile.am"
        " | tr ' ' '\\n' | grep '\\.c$')\n"
        f'  [ -z "$files" ] || {{ cd $folder; {NOTED.strip()}; $CC -DHAVE_CONFIG_H -I.. -I. -c $files; }}\n); done\n',
    ),
    Recipe(
        "xz-utils",
        "LicenseRef-public-domain AND LGPL-2.1-or-later AND GPL-2.0-or-later",
        f"{CONFIGURE} --disable-nls --disable-doc --disable-shared --disable-scripts\n{NOTED}{MAKE}\n",
        targets=TARGETS,
    ),
    Recipe(
        "dropbear",
        "MIT AND Unlicense",
        f"./configure --disable-harden\n{NOTED}{MAKE} PROGRAMS='dropbear dbclient dropbearkey dropbearconvert scp'\n",
        needs=("zlib1g-dev",),
        split="test",
    ),
    Recipe("iproute2", "GPL-2.0-or-later", f"./configure\n{NOTED}{MAKE}\n", needs=("libmnl-dev", "libelf-dev", "pkg-config")),
    Recipe(
        "tcpdump",
        "BSD-3-Clause",
        f"./configure --without-crypto\n{NOTED}{MAKE}\n",
        needs=("libpcap0.8-dev",),
        split="test",
    ),
    Recipe(
        "redis",
        "BSD-3-Clause",
        "(cd src && sh ./mkreleasehdr.sh)\n"
        + c(
            "src/*.c deps/hiredis/*.c deps/linenoise/linenoise.c deps/hdr_histogram/*.c deps/lua/src/*.c",
            "-std=gnu11 -Isrc -Ideps/hiredis -Ideps/lua/src -Ideps/linenoise -Ideps/hdr_histogram -DREDIS_STATIC='' -DENABLE_CJSON_GLOBAL",
        ),
    ),
    Recipe(
        "libuv1",
        "MIT",
        c(
            "src/*.c src/unix/[a-c]*.c src/unix/[d-gi-np-z]*.c src/unix/linux*.c test/test-*.c",
            "-Iinclude -Isrc -Itest -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_LARGEFILE_SOURCE",
        ),
    ),
    Recipe(
        "libpng1.6",
        "libpng-2.0",
        "cp scripts/pnglibconf.h.prebuilt pnglibconf.h\n" + c("png*.c contrib/tools/*.c", "-I."),
        needs=("zlib1g-dev",),
    ),
    Recipe("mujs", "ISC", "rm -f one.c\n" + c("js*.c utf*.c regexp.c main.c pp.c", "-I."), targets=TARGETS, split="train"),
    Recipe("libyaml", "MIT", f"./bootstrap; {CONFIGURE} --disable-shared\n{NOTED}{MAKE} -C src\n", targets=TARGETS, split="train"),
    Recipe(
        "libsodium",
        "ISC",
        f"[ -x configure ] || autoreconf -fi\n{CONFIGURE} --disable-shared\n{NOTED}{MAKE} -C src/libsodium\n",
        targets=TARGETS,
    ),
    Recipe(
        "fftw3",
        "GPL-2.0-or-later",
        f"[ -x configure ] || autoreconf -fi\n{CONFIGURE} --disable-fortran --disable-doc --disable-shared\n"
        + c(
            "kernel/*.c api/*.c dft/*.c dft/scalar/*.c dft/scalar/codelets/*.c rdft/*.c rdft/scalar/*.c rdft/scalar/*/*.c reodft/*.c",
            "-DHAVE_CONFIG_H -I.",
        ),
    ),
    Recipe(
        "tcl8.6",
        "TCL",
        f"cd unix && ./configure --disable-shared\n{NOTED}{MAKE} libtcl8.6.a\n",
        needs=("zlib1g-dev",),
    ),
    Recipe(
        "vim",
        "Vim",
        "cd src && ./configure --with-features=huge --enable-gui=no --without-x --disable-gpm --disable-canberra --disable-libsodium"
        f" && make auto/osdef.h auto/pathdef.c\n{NOTED}{MAKE} vim xxd/xxd\n",
        needs=("libncurses-dev",),
    ),
    Recipe(
        "flint",
        "LGPL-2.1-or-later",
        "./configure --with-gmp=/usr --with-mpfr=/usr\n"
        + c(
            " ".join(f"{folder}/*.c" for folder in FLINT),
            "-I. -D_GNU_SOURCE",
        ),
        needs=("libgmp-dev", "libmpfr-dev"),
    ),
    # C++, configured in no time
    Recipe("tinyxml2", "Zlib", cxx("tinyxml2.cpp", "-I."), targets=TARGETS, split="train"),
    Recipe("double-conversion", "BSD-3-Clause", cxx("double-conversion/*.cc", "-I. -std=c++11"), targets=TARGETS, split="train"),
    Recipe("libjsoncpp", "MIT", cxx("src/lib_json/*.cpp", "-Iinclude -std=c++11"), split="train"),
    Recipe("yaml-cpp", "MIT", cxx("src/*.cpp src/contrib/*.cpp", "-Iinclude -std=c++11"), split="train"),
    Recipe("pugixml", "MIT", cxx("src/*.cpp", "-Isrc")),
    Recipe("box2d", "MIT", cxx("src/*/*.cpp", "-Iinclude -Isrc -std=c++11")),
    Recipe("cadical", "MIT", cxx("src/*.cpp", "-std=c++11 -DNBUILD -DNDEBUG")),
    Recipe(
        "stockfish",
        "GPL-3.0-or-later",
        cxx("src/*.cpp src/*/*.cpp src/*/*/*.cpp", "-std=c++17 -DNNUE_EMBEDDING_OFF -DIS_64BIT -DNDEBUG -DUSE_PTHREADS"),
    ),
    Recipe(
        "bullet",
        "Zlib",
        cxx("$(find src -name '*.cpp' ! -name '*All.cpp')", "-Isrc -std=c++11 -DB3_USE_CLEW -DBT_USE_DOUBLE_PRECISION"),
        split="train",
    ),
    Recipe(
        "icu",
        "Unicode-DFS-2016 AND ICU",
        "cd source\n"
        + cxx("common/*.cpp", "-std=c++11 -Icommon -DU_COMMON_IMPLEMENTATION -DU_ATTRIBUTE_DEPRECATED= -D_REENTRANT")
        + cxx("i18n/*.cpp", "-std=c++11 -Icommon -Ii18n -DU_I18N_IMPLEMENTATION -DU_ATTRIBUTE_DEPRECATED= -D_REENTRANT")
        + cxx("io/*.cpp", "-std=c++11 -Icommon -Ii18n -Iio -DU_IO_IMPLEMENTATION -DU_ATTRIBUTE_DEPRECATED= -D_REENTRANT")
        + cxx("tools/*/*.cpp", "-std=c++11 -Icommon -Ii18n -Itools/toolutil -Itools/ctestfw -DU_TOOLUTIL_IMPLEMENTATION"),
    ),
    Recipe("xerces-c", "Apache-2.0", cmake("-Dtranscoder=gnuiconv -Dnetwork=OFF -Dmessage-loader=inmemory", "xerces-c")),
    Recipe(
        "scummvm",
        "GPL-3.0-or-later",
        "./configure --backend=null --disable-all-engines --disable-jpeg --disable-mad --disable-gif --disable-png --disable-vorbis"
        " --disable-flac --disable-fluidsynth --disable-freetype2 --disable-libcurl --disable-sdlnet"
        + "".join(f" --enable-engine={name}" for name in ("scumm", "agi", "agos", "kyra", "gob", "queen", "sky", "saga", "tinsel", "lure"))
        + f"\n{NOTED}{MAKE}\n",
        heavy=True,
    ),
    Recipe("geos", "LGPL-2.1-or-later", cmake("-DBUILD_BENCHMARKS=OFF -DBUILD_GEOSOP=OFF"), heavy=True),
    Recipe(
        "taglib",
        "LGPL-2.1-only OR MPL-1.1",
        cmake("-DBUILD_EXAMPLES=OFF -DBUILD_BINDINGS=OFF", "tag"),
        needs=("zlib1g-dev",),
    ),
    Recipe("ode", "LGPL-2.1-or-later OR BSD-3-Clause", cmake("-DODE_WITH_DEMOS=OFF -DODE_WITH_TESTS=OFF")),
    Recipe(
        "fltk1.3",
        "LGPL-2.0-only WITH FLTK-exception",
        "[ -x configure ] || autoconf\n./configure --enable-xft=no; touch src/makedepend fluid/makedepend\n"
        f"{NOTED}{MAKE} -C src; {MAKE} -C fluid\n",
        needs=("libx11-dev", "libxext-dev", "libpng-dev", "zlib1g-dev"),
    ),
    Recipe(
        "poco",
        "BSL-1.0",
        cmake(
            "-DPOCO_UNBUNDLED=ON -DENABLE_ENCODINGS=ON "
            + " ".join(
                f"-DENABLE_{name}=OFF"
                for name in (
                    *("CRYPTO", "NETSSL", "JWT", "DATA", "DATA_SQLITE", "DATA_MYSQL", "DATA_POSTGRESQL", "DATA_ODBC", "MONGODB", "REDIS"),
                    *("PAGECOMPILER", "PAGECOMPILER_FILE2PAGE", "ACTIVERECORD", "ACTIVERECORD_COMPILER", "ZIP", "PROMETHEUS", "TESTS"),
                )
            )
        ),
        needs=("libpcre2-dev", "libexpat1-dev", "zlib1g-dev"),
        heavy=True,
    ),
    Recipe(
        "dcmtk",
        "BSD-3-Clause",
        cmake(
            "-DBUILD_APPS=OFF "
            + " ".join(f"-DDCMTK_WITH_{name}=OFF" for name in ("TIFF", "PNG", "XML", "OPENSSL", "SNDFILE", "ICONV", "ICU", "ZLIB", "WRAP")),
            "ofstd oflog dcmdata dcmnet dcmsr dcmimgle dcmimage dcmrt dcmiod dcmfg dcmseg dcmpstat dcmwlm dcmqrdb",
        ),
        heavy=True,
    ),
)
"""In the order in which they are built."""
