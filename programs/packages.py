"""Which Debian source packages a corpus is made of, and what each build compiles. `python -m runs.corpus` builds them.

Only what is compiled counts: no build here needs to link, and most do not even compile. Once configure and the generators of
headers have run, NOTED lets the stand-ins for the compiler only note each call; the module is made from the note later, once.
Where a package's modules are known by name, its sources are given to the compiler directly, with the flags and definitions that
its own build uses on Linux.

Left out of each package: its tests (but for libuv's, which are programs of some size), and bundled copies of the programs that are
held out (MiBench, cBench and later versions).

The splits are those that the names' hashes give (`split_of`), but for two groups that are set here, both before any result was
seen: packages that have decided our defaults are for training, and a few C and C++ packages are for tests and validation, which
lacked them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from passwright.data.build import DEFAULT
from passwright.data.capture import NOTE_ONLY
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

SLICE = ("zlib", "lua5.4", "lz4", "mbedtls", "mujs", "box2d", "libpng1.6", "freetype")
"""Some 300 modules with all splits, C and C++, and two other targets, in minutes: enough to try every command."""

NOTED = f"export {NOTE_ONLY}=1\n"
MAKE = "make -k -j$JOBS"
CONFIGURE = "./configure ${HOST:+--host=$HOST} --disable-dependency-tracking"


FLINT = (
    *("ulong_extras", "fmpz", "fmpz_poly", "fmpz_mpoly", "nmod_mpoly", "mpoly", "qsieve", "fft", "fmpz_lll", "fmpz_factor", "arith"),
    *("nmod_poly", "fmpz_mat", "aprcl"),
)
"""A part of it: it has a file for each of its many thousand functions."""


SCUMMVM = ("scumm", "kyra", "sci", "titanic", "gob", "agi", "queen", "saga")
"""Of its engines, of which each is a program."""
EXPAT = "-DHAVE_GETRANDOM -DXML_CONTEXT_BYTES=1024 -DXML_DEV_URANDOM -DXML_DTD -DXML_GE -DXML_NS -DBYTEORDER=1234 -DHAVE_UNISTD_H"


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
    return f"({NOTED.strip()}; ls {sources} | xargs -r -n 200 $CC {flags} -c)\n"


def cxx(sources: str, flags: str = "") -> str:
    return c(sources, flags).replace("$CC", "$CXX")


def cmake(options: str = "", below: str = "") -> str:
    """Configures with cmake, without tests, and notes the compilations that it lists, of sources in paths that match `below`.

    Those of generated sources are noted too, and skipped later as gone.
    """
    said = r"""sed -n 's/^ *"command": "\(.*\)",$/\1/p' compile_commands.json | sed 's/\\\(.\)/\1/g'"""
    wanted = f" | grep -E -e '-c .*{below}'" if below else ""
    options = f"-DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DBUILD_TESTING=OFF -DBUILD_SHARED_LIBS=OFF {options}"
    return f"cmake -S . -B passwright-build {options} && cd passwright-build || exit 1\n{NOTED}{said}{wanted} | sh\n"


RECIPES = (
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
    Recipe("zlib", "Zlib", f'CHOST="$HOST" ./configure --static\n{NOTED}{MAKE} AR=true libz.a\n', targets=TARGETS, split="train"),
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
        "bullet",
        "Zlib",
        cxx("$(find src -name '*.cpp' ! -name '*All.cpp')", "-Isrc -std=c++11 -DB3_USE_CLEW -DBT_USE_DOUBLE_PRECISION"),
        split="train",
    ),
    Recipe(
        "sqlite3",
        "blessing",
        "./configure --disable-tcl --disable-shared && make .target_source\n"
        + c("tsrc/*.c", "-Itsrc -I. -DSQLITE_CORE -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_FTS3 -DSQLITE_ENABLE_RTREE -DSQLITE_THREADSAFE=1"),
    ),
    Recipe("tinyxml2", "Zlib", cxx("tinyxml2.cpp", "-I."), targets=TARGETS, split="train"),
    Recipe("double-conversion", "BSD-3-Clause", cxx("double-conversion/*.cc", "-I. -std=c++11"), targets=TARGETS, split="train"),
    Recipe("libjsoncpp", "MIT", cxx("src/lib_json/*.cpp", "-Iinclude -std=c++11"), split="train"),
    Recipe("yaml-cpp", "MIT", cxx("src/*.cpp src/contrib/*.cpp", "-Iinclude -std=c++11"), split="train"),
    Recipe("pugixml", "MIT", cxx("src/*.cpp", "-Isrc")),
    Recipe("cadical", "MIT", cxx("src/*.cpp", "-std=c++11 -DNBUILD -DNDEBUG"), split="test"),
    Recipe("box2d", "MIT", cxx("src/*/*.cpp", "-Iinclude -Isrc -std=c++11")),
    Recipe(
        "expat",
        "MIT",
        c("expat/lib/xmlparse.c expat/lib/xmlrole.c expat/lib/xmltok.c", f"-Iexpat/lib {EXPAT}"),
        targets=TARGETS,
        split="train",
    ),
    Recipe("mujs", "ISC", "rm -f one.c\n" + c("js*.c utf*.c regexp.c main.c pp.c", "-I."), targets=TARGETS, split="train"),
    Recipe(
        "libpng1.6",
        "libpng-2.0",
        "cp scripts/pnglibconf.h.prebuilt pnglibconf.h\n" + c("png*.c contrib/tools/*.c", "-I."),
        needs=("zlib1g-dev",),
    ),
    Recipe(
        "freetype",
        "FTL OR GPL-2.0-or-later",
        c(
            "src/base/ft[abcdfgimopsw]*.c src/autofit/autofit.c src/bdf/bdf.c src/cache/ftcache.c src/cff/cff.c src/cid/type1cid.c"
            " src/gxvalid/gxvalid.c src/otvalid/otvalid.c src/pcf/pcf.c src/pfr/pfr.c src/psaux/psaux.c src/pshinter/pshinter.c"
            " src/psnames/psnames.c src/raster/raster.c src/sdf/sdf.c src/sfnt/sfnt.c src/smooth/smooth.c src/svg/svg.c"
            " src/truetype/truetype.c src/type1/type1.c src/type42/type42.c src/winfonts/winfnt.c",
            "-Iinclude -DFT2_BUILD_LIBRARY",
        ),
    ),
    Recipe(
        "redis",
        "BSD-3-Clause AND BSD-2-Clause AND MIT",
        "(cd src && sh ./mkreleasehdr.sh)\n"
        + c(
            "src/*.c deps/linenoise/linenoise.c deps/hdr_histogram/*.c deps/lua/src/*.c",
            "-std=gnu11 -Isrc -Ideps/hiredis -Ideps/lua/src -Ideps/linenoise -Ideps/hdr_histogram -DREDIS_STATIC='' -DENABLE_CJSON_GLOBAL"
            " -DHDR_MALLOC_INCLUDE='\"hdr_redis_malloc.h\"'",
        )
        + c("deps/hiredis/*.c", "-Ideps/hiredis"),
    ),
    Recipe(
        "git",
        "GPL-2.0-only AND LGPL-2.1-or-later AND BSD-3-Clause",
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
        "libuv1",
        "MIT",
        c(
            "src/*.c src/unix/[a-c]*.c src/unix/[d-gi-np-z]*.c src/unix/linux*.c test/test-*.c",
            "-Iinclude -Isrc -Itest -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_LARGEFILE_SOURCE",
        ),
    ),
    Recipe(
        "tcpdump",
        "BSD-3-Clause",
        f"./configure --without-crypto\n{NOTED}{MAKE}\n",
        needs=("libpcap0.8-dev",),
        split="test",
    ),
    Recipe(
        "pari",
        "GPL-2.0-or-later",
        f"./Configure --graphic=none --without-readline --kernel=none\ncd Olinux-*\n{NOTED}{MAKE} lib-sta gp-sta\n",
    ),
    Recipe(
        "mupdf",
        "AGPL-3.0-or-later",
        c(
            "$(find source -name '*.c' ! -path '*/tests/*' ! -name '*jpeg*' ! -name '*dct*' ! -name '*ocr*')",
            "-Iinclude -I/usr/include/freetype2 -I/usr/include/harfbuzz -I/usr/include/mujs -DFZ_ENABLE_OCR=0 -DTOFU -DTOFU_CJK",
        ),
        needs=("libfreetype-dev", "libharfbuzz-dev", "libjbig2dec0-dev", "libopenjp2-7-dev", "libmujs-dev", "libgumbo-dev", "zlib1g-dev"),
    ),
    Recipe("ode", "LGPL-2.1-or-later OR BSD-3-Clause", cmake("-DODE_WITH_DEMOS=OFF -DODE_WITH_TESTS=OFF")),
    Recipe("xerces-c", "Apache-2.0", cmake("-Dtranscoder=gnuiconv -Dnetwork=OFF -Dmessage-loader=inmemory", "/src/xercesc/"), split="test"),
    Recipe(
        "taglib",
        "LGPL-2.1-only OR MPL-1.1",
        cmake("-DBUILD_EXAMPLES=OFF -DBUILD_BINDINGS=OFF", "/taglib/"),
        needs=("zlib1g-dev",),
    ),
    Recipe("leveldb", "BSD-3-Clause", cmake("-DLEVELDB_BUILD_TESTS=OFF -DLEVELDB_BUILD_BENCHMARKS=OFF", "/(db|table|util|helpers)/")),
    Recipe(
        "re2", "BSD-3-Clause", "rm -f util/benchmark.cc util/fuzz.cc util/test.cc\n" + cxx("re2/*.cc util/*.cc", "-I. -std=c++11 -pthread")
    ),
    Recipe("libyaml", "MIT", f"./bootstrap; {CONFIGURE} --disable-shared\n{NOTED}{MAKE} -C src\n", targets=TARGETS, split="train"),
    Recipe(
        "dropbear",
        "MIT AND Unlicense",
        f"./configure --disable-harden\n{NOTED}{MAKE} PROGRAMS='dropbear dbclient dropbearkey dropbearconvert scp'\n",
        needs=("zlib1g-dev",),
        split="test",
    ),
    Recipe(
        "iproute2",
        "GPL-2.0-only AND GPL-2.0-or-later",
        f"./configure\n{NOTED}for folder in lib ip tc bridge misc genl tipc devlink rdma dcb vdpa; do {MAKE} SUBDIRS=$folder; done\n",
        needs=("libmnl-dev", "libelf-dev", "pkg-config"),
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
    Recipe(
        "scummvm",
        "GPL-3.0-or-later",
        "./configure --backend=null --disable-all-engines --disable-jpeg --disable-mad --disable-gif --disable-png"
        + "".join(f" --enable-engine={name}" for name in SCUMMVM)
        + "\n"
        + cxx(
            "$(find audio common graphics gui image math video $(for engine in " + " ".join(SCUMMVM) + "; do echo engines/$engine; done)"
            " -name '*.cpp' ! -path '*/arm/*' ! -name '*jpeg*')",
            "-I. -Iengines -DHAVE_CONFIG_H -DSCUMMVM -std=c++11 -fno-exceptions -DENABLE_SCUMM_7_8 -DENABLE_HE",
        ),
        heavy=True,
    ),
    Recipe(
        "tcl8.6",
        "TCL",
        f"cd unix && ./configure --disable-shared\n{NOTED}{MAKE} libtcl8.6.a\n",
        needs=("zlib1g-dev",),
    ),
    Recipe(
        "python3.11",
        "Python-2.0",
        "./configure --without-ensurepip\nrm -rf Modules/expat Modules/zlib Modules/_ctypes/libffi*\n"
        + c(
            "Objects/*.c Python/*.c Parser/*.c Modules/*.c Modules/_io/*.c Modules/_sqlite/*.c Modules/cjkcodecs/*.c Modules/_decimal/*.c"
            " Modules/_decimal/libmpdec/*.c Modules/_blake2/*.c Modules/_sha3/*.c Modules/_ctypes/*.c Modules/_multiprocessing/*.c",
            "-I. -IInclude -IInclude/internal -IModules/_decimal/libmpdec -DPy_BUILD_CORE -DCONFIG_64 -DANSI -DHAVE_UINT128_T",
        ),
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
    Recipe(
        "libarchive",
        "BSD-2-Clause",
        cmake(
            "-DENABLE_TEST=OFF "
            + " ".join(f"-DENABLE_{name}=OFF" for name in ("OPENSSL", "LZMA", "BZip2", "LZ4", "ZSTD", "EXPAT", "LIBXML2", "ACL", "XATTR"))
        ),
        needs=("zlib1g-dev",),
    ),
    Recipe("tmux", "ISC", f"{CONFIGURE}\n{NOTED}{MAKE}\n", needs=("libevent-dev", "libncurses-dev", "pkg-config")),
    Recipe(
        "bash",
        "GPL-3.0-or-later",
        "./configure --disable-nls --without-bash-malloc\n"
        "make -j$JOBS -C builtins mkbuiltins; make y.tab.c syntax.c version.h signames.h\n"
        f"make -k -C builtins builtext.h\n{NOTED}{MAKE}\n",
    ),
    Recipe("openssh", "SSH-OpenSSH", f"./configure --without-openssl-header-check\n{NOTED}{MAKE}\n", needs=("libssl-dev", "zlib1g-dev")),
    Recipe(
        "ncurses",
        "X11-distribute-modifications-variant",
        "./configure --without-ada --without-cxx --without-cxx-binding --without-tests --without-manpages --enable-widec\n"
        f"make -C include && make -C ncurses sources\n{NOTED}for folder in ncurses panel menu form progs; do {MAKE} -C $folder; done\n",
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
        "openssl",
        "Apache-2.0",
        f"./Configure linux-x86_64 no-asm no-shared no-tests && make -j$JOBS build_generated\n{NOTED}{MAKE} build_libs build_programs\n",
    ),
    Recipe(
        "libvpx",
        "BSD-3-Clause",
        f"./configure --target=generic-gnu --disable-examples --disable-docs --disable-unit-tests --disable-tools\n{NOTED}{MAKE}\n",
    ),
    Recipe(
        "busybox",
        "GPL-2.0-only",
        "rm -f archival/gzip.c archival/bzip2.c archival/bbunzip.c archival/libarchive/decompress_*.c archival/libarchive/bz/*.c\n"
        f"make defconfig; {MAKE} prepare applets/\n{NOTED}{MAKE}\n",
    ),
    Recipe(
        "xz-utils",
        "LicenseRef-public-domain AND LGPL-2.1-or-later AND GPL-2.0-or-later",
        f"{CONFIGURE} --disable-nls --disable-doc --disable-shared --disable-scripts\n{NOTED}{MAKE}\n",
        targets=TARGETS,
    ),
    Recipe(
        "libsodium",
        "ISC",
        f"[ -x configure ] || autoreconf -fi\n{CONFIGURE} --disable-shared\n{NOTED}{MAKE} -C src/libsodium\n",
        targets=TARGETS,
    ),
    Recipe("geos", "LGPL-2.1-or-later", cmake("-DBUILD_BENCHMARKS=OFF -DBUILD_GEOSOP=OFF"), heavy=True),
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
        needs=("libpcre3-dev", "libexpat1-dev", "zlib1g-dev"),
        heavy=True,
    ),
    Recipe(
        "dcmtk",
        "BSD-3-Clause AND Apache-2.0",
        cmake(
            "-DBUILD_APPS=OFF "
            + " ".join(f"-DDCMTK_WITH_{name}=OFF" for name in ("TIFF", "PNG", "XML", "OPENSSL", "SNDFILE", "ICONV", "ICU", "ZLIB", "WRAP")),
            "/(ofstd|oflog|dcmdata|dcmnet|dcmsr|dcmimgle|dcmimage|dcmrt|dcmiod|dcmfg|dcmseg|dcmpstat|dcmwlm|dcmqrdb)/",
        ),
        heavy=True,
    ),
    Recipe("clucene-core", "LGPL-2.1-only OR Apache-2.0", cmake("-DBUILD_TEST=OFF", "/src/(core|shared)/")),
    Recipe(
        "libcrypto++",
        "BSL-1.0",
        "rm -f bench*.cpp validat*.cpp regtest*.cpp test*.cpp datatest.cpp dlltest.cpp fipsalgt.cpp fipstest.cpp *_simd.cpp *_avx.cpp\n"
        + cxx("*.cpp", "-I. -DNDEBUG -DCRYPTOPP_DISABLE_ASM -D_FILE_OFFSET_BITS=64"),
        heavy=True,
    ),
    Recipe(
        "binutils",
        "GPL-3.0-or-later",
        "./configure --enable-targets=all --enable-64-bit-bfd --disable-nls --disable-gdb --disable-gdbserver --disable-sim"
        " --disable-gprofng --disable-shared MAKEINFO=true && make configure-host MAKEINFO=true; make -C bfd headers\n"
        f"{NOTED}for folder in libiberty bfd opcodes libctf binutils gas ld gprof; do {MAKE} -C $folder MAKEINFO=true; done\n",
        heavy=True,
    ),
    Recipe(
        "ffmpeg",
        "LGPL-2.1-or-later",
        "rm -f libavcodec/jfdct*.c libavcodec/jrevdct.c\n"  # from libjpeg
        './configure --cc="$CC" --disable-x86asm --disable-inline-asm --disable-doc --disable-autodetect --disable-programs\n'
        f"{NOTED}{MAKE}\n",
        heavy=True,
    ),
    Recipe(
        "krb5",
        "MIT",
        f"cd src && ./configure --without-tcl --without-libedit --disable-rpath\n{NOTED}{MAKE}\n",
        heavy=True,
    ),
)
"""In the order in which they are built."""
