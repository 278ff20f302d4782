#!/usr/bin/env bash
# Installs what is missing, makes .venv, builds and installs the package in it.
#   scripts/setup.sh demo     LLVM 22
#   scripts/setup.sh test     LLVM 22 and 19, headers for the cross targets, the developers' tools
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:?demo or test}
python=${PYTHON:-python3}

packages=(clang-22 llvm-22 llvm-22-dev libclang-22-dev libclang-cpp22 lld-22 g++)
"$python" -c 'import ensurepip' 2>/dev/null || packages+=(python3-venv)
[ -e "$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h" ] || packages+=(python3-dev)
if [ "$purpose" = test ]; then
  packages+=(libc++-22-dev libc++abi-22-dev clang-19 llvm-19 llvm-19-dev libclang-19-dev libclang-cpp19 libclang-rt-22-dev)
  packages+=(csmith libcsmith-dev valgrind)
  packages+=(libc6-dev-arm64-cross libc6-dev-riscv64-cross picolibc-arm-none-eabi picolibc-riscv64-unknown-elf wasi-libc)
fi

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "installing: ${missing[*]}"
  if [ "$(id -u)" = 0 ]; then
    as_root=()
  elif command -v sudo >/dev/null; then
    as_root=(sudo)
  else
    echo "these Debian packages are missing, and neither root nor sudo is at hand:" >&2
    echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}")
  # The package lists may be absent or old: fetch them once the first try fails.
  "${install[@]}" >"$log" 2>&1 || { "${as_root[@]}" apt-get update >>"$log" 2>&1 && "${install[@]}" >>"$log" 2>&1; } || { tail -n 20 "$log" >&2; exit 1; }
fi

[ -x .venv/bin/python ] || { echo "making .venv"; "$python" -m venv .venv; }
pip=(.venv/bin/python -m pip --quiet --disable-pip-version-check)
tools=(cmake ninja 'scikit-build-core>=1.1' 'nanobind>=3.1,<4')
.venv/bin/python -c 'import nanobind, scikit_build_core' 2>/dev/null || "${pip[@]}" install "${tools[@]}"

versions=22
[ -d /usr/lib/llvm-19/include/clang ] && command -v llvm-config-19 >/dev/null && versions="22;19"
[ "$purpose" = test ] && extras='[dev]' || extras=''
echo "building the engine for LLVM ${versions/;/ and }"
PATH="$PWD/.venv/bin:$PATH" "${pip[@]}" install --no-build-isolation -e ".$extras" -Ccmake.define.PASSWRIGHT_LLVM="$versions"
