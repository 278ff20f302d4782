"""Whole programs: how to build each, and a shell command that fails if a build of it is broken.

`own` says whether the command is the tests that the program's authors ship. For the others it compares what the build
writes with what a build at -O1 writes ($REFERENCE), or turns data there and back.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from programs.recipes import LIBYAML_CONFIG, Recipe, modules

WRITES_THE_SAME = """\
same() { ln -sf "$REFERENCE" prog; b=0; ./prog "$@" > ref.out 2> ref.err || b=$?
         ln -sf "${REAL:-$PROGRAM}" prog; a=0; $RUN ./prog "$@" > ours.out 2> ours.err || a=$?
         [ $a -eq $b ] && cmp ours.out ref.out && cmp ours.err ref.err; }
"""


@dataclass(frozen=True)
class Whole:
    """A program: a Recipe of its modules, words for the linker, and what decides whether a build works.

    `test` is a shell command; it runs in an empty folder with $ROOT, the source, $PROGRAM, the build, $REFERENCE and $PYTHON.
    """

    recipe: Recipe
    test: str
    own: str = ""
    link: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict, hash=False)  # written into that folder

    def words(self, root: Path) -> tuple[list[str], list[str]]:
        """The source files, and the words that stand behind -- for them."""
        parts = modules(self.recipe, root)
        return [str(path) for path, _ in parts], [*parts[0][1], "-w", *self.link]

    def run_test(
        self, root: Path, program: Path, reference: Path, work: Path, timeout: float = 120.0, measured: Mapping[str, str] | None = None
    ) -> str:
        """Empty if the build passes, else what the command said. `measured`: as `passwright.data.running` has it."""
        work.mkdir(parents=True)
        for name, content in self.files.items():
            (work / name).write_text(content, encoding="utf-8")
        given = {"ROOT": root.absolute(), "PROGRAM": program.absolute(), "REFERENCE": reference.absolute(), "PYTHON": sys.executable}
        environment = {
            **os.environ,
            "LC_ALL": "C",
            **{name: str(value) for name, value in given.items()},
            "RUN": "",
            "REAL": "",
            **(measured or {}),
        }
        script = f"ulimit -c 0; ulimit -f 131072; {WRITES_THE_SAME}set -e\n{self.test}"
        try:
            done = subprocess.run(
                ["sh", "-c", script], cwd=work, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout
            )
        except subprocess.TimeoutExpired:
            return f"did not end within {timeout:g} s"
        return "" if done.returncode == 0 else f"status {done.returncode}: {(done.stdout + done.stderr)[-2000:]}"


_LUA = """\
local out = {}
local function p(...)
  local t = table.pack(...)
  for i = 1, t.n do t[i] = tostring(t[i]) end
  out[#out + 1] = table.concat(t, " ")
end
for i = 1, 200 do p(string.format("%5.3f %x %q", math.sin(i), i * 7919, "a\\n" .. i)) end
local t = {}
for i = 1, 3000 do t[i] = (i * 7919) % 1009 end
table.sort(t, function(a, b) return a > b end)
p(table.concat(t, ",", 1, 50), select("#", table.unpack(t, 1, 40)))
for w, n in ("the quick brown fox=1 jumps over=22 lazy"):gmatch("(%a+)=(%d+)") do p(w, n) end
p((("hello world"):gsub("o", {o = "0"})), ("x"):rep(5, "-"), ("%d"):format(3), utf8.char(228, 8364), #utf8.char(8364))
local co = coroutine.wrap(function(n) for i = 1, n do coroutine.yield(i * i) end return "end" end)
for _ = 1, 6 do p(tostring(co(5))) end
p(tostring(pcall(error, {code = 1})), select(2, pcall(function() return nil + 1 end)))
local mt = setmetatable({}, {__index = function(_, k) return k .. "!" end, __call = function(_, a) return a * 2 end})
p(mt.key, mt(21), 7 // 2, -7 // 2, -7 % 3, 2 ^ 10, 1 << 40, 5 | 2, ~0, 3.0 == 3, math.type(3.0), 1e300 * 1e10)
local f <close> = setmetatable({}, {__close = function() print("closed") end})
p(load("local a <const> = 3; return function(b) return a + b end")()(4), string.pack("<i4z", 7, "x"):byte(1, -1))
p(select(2, load("x = = 1")), tonumber("0x1p4"), tonumber("zz", 36), os.time({year = 2020, month = 1, day = 1, hour = 12}))
goto done
p("never")
::done::
collectgarbage()
p(string.dump(function() return 1 end):sub(1, 4) == "\\27Lua", #arg, arg[1])
print(table.concat(out, "\\n"))
"""

_NINJA_BUILD = """\
cflags = -a
rule cat
  command = cat $in > $out
  description = CAT $out
rule fail
  command = false
pool one
  depth = 1
build a.out: cat in1 in2 | in1
build b.out: cat a.out in1 || a.out
  pool = one
build dir/c.out: cat b.out
build bad: fail in1
build all: phony a.out b.out dir/c.out
default all
"""

_NINJA_TEST = """\
echo 1 > in1; echo 2 > in2
"$PROGRAM" -v; cmp dir/c.out b.out; "$PROGRAM" | grep "no work"
echo 3 > in2; touch -d tomorrow in2; "$PROGRAM" -d explain; grep 3 dir/c.out
for t in "targets all" "query b.out" commands compdb rules list deps missingdeps; do same -t $t; done
same bad; same -n -t clean; same nothing; same --version; same -h
"$PROGRAM" -t clean; [ ! -e b.out ]
"$PYTHON" "$ROOT"/misc/write_fake_manifests.py fake; same -C fake -t targets all; same -C fake -t compdb
"""

_JSONCPP = Recipe(
    name="jsoncpp",
    package="libjsoncpp",
    language="c++",
    sources=("src/lib_json/*.cpp", "src/jsontestrunner/main.cpp"),
    flags=("-Iinclude", "-std=c++11"),
)

_NINJA = Recipe(
    name="ninja",
    package="ninja-build",
    language="c++",
    sources=("src/*.cc",),
    exclude=(
        "src/*_test.cc",
        "src/*perftest.cc",
        "src/*win32.cc",
        "src/*.in.cc",
        "src/test.cc",
        "src/*bench.cc",
        "src/browse.cc",
        "src/msvc*.cc",
    ),
    flags=("-std=c++11", "-fno-rtti", "-fno-exceptions", "-DNDEBUG"),
)

_LUA_INTERPRETER = Recipe("lua", "lua5.4", "c", ("src/*.c",), exclude=("src/luac.c",), flags=("-DLUA_COMPAT_5_3", "-DLUA_USE_POSIX"))

_MINIGZIP = Recipe(
    name="minigzip",
    package="zlib",
    language="c",
    sources=("*.c", "test/minigzip.c"),
    flags=("-I.", "-DHAVE_HIDDEN", "-DHAVE_UNISTD_H", "-DHAVE_STDARG_H", "-D_LARGEFILE64_SOURCE=1"),
)

_EXPAT_CONFIG = """\
#define BYTEORDER (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 1234 : 4321)
#define HAVE_GETRANDOM 1
#define XML_CONTEXT_BYTES 1024
#define XML_DEV_URANDOM 1
#define XML_DTD 1
#define XML_GE 1
#define XML_NS 1
#define HAVE_MMAP 1
#define HAVE_UNISTD_H 1
#define PACKAGE_VERSION "0"
"""

_XMLWF = Recipe(
    name="xmlwf",
    package="expat",
    language="c",
    sources=("expat/lib/*.c", "expat/xmlwf/*.c"),
    exclude=(
        "expat/lib/xmltok_impl.c",
        "expat/lib/xmltok_ns.c",
        "expat/xmlwf/ct.c",
        "expat/xmlwf/win32filemap.c",
        "expat/xmlwf/readfilemap.c",
    ),
    flags=("-Iexpat/xmlwf", "-Iexpat/lib"),
    setup={"expat/xmlwf/expat_config.h": _EXPAT_CONFIG},
)

_XXHSUM = Recipe("xxhsum", "xxhash", "c", ("xxhash.c", "cli/*.c"), flags=("-I.",))
_FIGLET = Recipe(
    "figlet",
    "figlet",
    "c",
    ("figlet.c", "zipio.c", "crc.c", "inflate.c", "utf8.c"),
    flags=("-DTLF_FONTS", '-DDEFAULTFONTDIR="fonts"', '-DDEFAULTFONTFILE="standard"'),
)
_TREE = Recipe(
    "tree", "tree", "c", ("*.c",), exclude=("strverscmp.c",), flags=("-D_LARGEFILE64_SOURCE", "-D_FILE_OFFSET_BITS=64", "-DLINUX")
)
_TINYXML2 = Recipe("tinyxml2", "tinyxml2", "c++", ("tinyxml2.cpp", "xmltest.cpp"), flags=("-I.",))

_CJSON_PRINTER = Recipe("json-printer", "cjson", "c", ("cJSON.c", "fuzzing/afl.c"), flags=("-I.",))
_YAML_DUMPER = Recipe(
    "yaml-dumper",
    "libyaml",
    "c",
    ("src/*.c", "tests/run-dumper.c"),
    flags=("-Iinclude", "-DHAVE_CONFIG_H"),
    setup={"include/config.h": LIBYAML_CONFIG},
)
_LZ4 = Recipe("lz4", "lz4", "c", ("lib/*.c", "programs/*.c"), flags=("-Ilib", "-DXXH_NAMESPACE=LZ4_"))
_SELFTEST = Recipe("selftest", "mbedtls", "c", ("library/*.c", "programs/test/selftest.c"), flags=("-Iinclude", "-Ilibrary"))

WHOLE: dict[str, Whole] = {
    program.recipe.name: program
    for program in (
        Whole(
            _FIGLET,
            'cp -r "$ROOT"/* .; cp "$PROGRAM" figlet; ./run-tests.sh fonts',
            own="run-tests.sh",
        ),
        Whole(
            _MINIGZIP,
            'for m in "" -1 -2 -6 -9 -f -h -r; do "$PROGRAM" $m < "$ROOT"/trees.c > p && "$PROGRAM" -d < p > u && cmp "$ROOT"/trees.c u'
            " && gzip -t < p; done",
        ),
        Whole(
            _LZ4,
            'for m in -1 -3 -9 --best "-4 -BD" --content-size --no-frame-crc; do "$PROGRAM" $m < "$ROOT"/lib/lz4.c > p;'
            ' "$PROGRAM" -t p; "$PROGRAM" -d < p > u; cmp "$ROOT"/lib/lz4.c u; done',
        ),
        Whole(
            _SELFTEST,
            '"$PROGRAM" -x entropy timing > out; grep "All tests PASS" out',
            own="selftest",
        ),
        Whole(
            _XXHSUM,
            'cp "$ROOT"/xxhash.* .; "$PROGRAM" < xxhash.c; "$PROGRAM" xxhash.*; "$PROGRAM" -bi0; "$PROGRAM" --benchmark-all -i0;'
            ' for h in 0 1 2; do "$PROGRAM" -H$h xxhash.* | "$PROGRAM" -c -; "$PROGRAM" --tag -H$h xxhash.* > sums;'
            ' "$PROGRAM" -c sums; same -H$h --little-endian xxhash.c xxhash.h; done; "$PROGRAM" -H3 xxhash.c | grep XXH3',
            own="make check, make test-xxhsum-c (in short)",
        ),
        Whole(
            _TREE,
            'cp -r "$ROOT" src; for f in "" -a -s "-f -i" -d "-P *.c" "-I *.c" -J -X "-H ." -C "-L 1" -h --du --prune -F -r;'
            " do same -n $f src; done; same --info src; same nothing; same --help",
        ),
        Whole(
            _LUA_INTERPRETER,
            "same work.lua one; same -e 'print(1' ; same -v; same -l string -W -e 'warn(\"@on\")'",
            link=("-lm",),
            files={"work.lua": _LUA},
        ),
        Whole(
            _XMLWF,
            'cp "$ROOT"/expat/doc/*.xml "$ROOT"/testdata/largefiles/*.xml .; echo "<a><b></a>" > bad.xml;'
            ' "$PYTHON" -c \'print("<a xmlns:x=\\"u\\">" + "<x:b c=\\"&lt;1\\">t&amp;</x:b>" * 9999 + "</a>")\' > many.xml;'
            ' for f in *.xml; do same $f; same -n -s $f; same -m $f; mkdir -p o r; "$PROGRAM" -d o $f || :; "$REFERENCE" -d r $f || :;'
            " done; diff -r o r; same -h; same -v; same -x -p bad.xml",
        ),
        Whole(
            _TINYXML2,
            'cp -r "$ROOT"/resources .; "$PROGRAM" > out; grep "Fail 0" out',
            own="xmltest",
        ),
        Whole(
            _CJSON_PRINTER,
            'for f in "$ROOT"/tests/inputs/test*; do for form in bf bu uf uu; do { echo -n $form; cat "$f"; } > in; same in yes; done; done'
            "; same in; same",
        ),
        Whole(
            _YAML_DUMPER,
            'cp "$ROOT"/examples/*.yaml .; for how in "" -c -u "-c -u"; do same $how *.yaml; "$PROGRAM" $how *.yaml > out;'
            " ! grep FAILED out; done",
        ),
        Whole(
            _JSONCPP,
            'cp -r "$ROOT"/test .; cd test; "$PYTHON" runjsontests.py "$PROGRAM"; "$PYTHON" runjsontests.py --with-json-checker "$PROGRAM"',
            own="runjsontests.py",
        ),
        Whole(
            _NINJA,
            _NINJA_TEST,
            files={"build.ninja": _NINJA_BUILD},
        ),
    )
}


def names(wanted: Sequence[str]) -> list[Whole]:
    """The programs by name, all if none is named. Raises KeyError."""
    return [WHOLE[name] for name in wanted] if wanted else list(WHOLE.values())
