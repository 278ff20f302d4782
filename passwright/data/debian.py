"""Download and unpack Debian source packages with the machine's own apt, without root."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from passwright.errors import FetchError

APT_TIMEOUT = 600.0  # seconds for one apt command; a mirror that hangs must not hang the caller
VERSION = ".debian-version"
"""A file in the unpacked source that names the version of the package."""


def fetch(package: str, cache: Path) -> Path:
    """Return the unpacked upstream source of `package`, from `cache` if it is there, otherwise downloaded into it.

    Only the upstream tarball is unpacked, without Debian's patches, so that dpkg-dev is not needed.
    """
    root = cache.absolute() / package
    if root.is_dir():
        return root
    root.parent.mkdir(parents=True, exist_ok=True)
    # The temporary folder lies beside the result so that the final rename stays within one file system and is atomic.
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=root.parent) as temporary:
        tarball = _download(package, root.parent / ".apt", Path(temporary))
        unpacked = Path(temporary) / "unpacked"
        try:
            with tarfile.open(tarball) as archive:
                archive.extractall(unpacked, filter="data")
        except tarfile.TarError as error:
            raise FetchError(f"cannot unpack {tarball.name} of {package}: {error}") from error
        entries = list(unpacked.iterdir())
        top = entries[0] if len(entries) == 1 and entries[0].is_dir() else unpacked
        (top / VERSION).write_text(_version(tarball.name))
        _install(top, root)
    return root


def version_of(root: Path) -> str:
    """The upstream version of an unpacked source; empty for one that was not fetched."""
    path = root / VERSION
    return path.read_text() if path.is_file() else ""


def _version(tarball: str) -> str:
    match = re.fullmatch(r"[^_]+_(.+?)(\.orig)?\.tar\.\w+", tarball)
    return match[1] if match else ""


def _download(package: str, lists: Path, folder: Path) -> Path:
    """Download the upstream tarball of `package` into `folder`."""
    fresh = not lists.is_dir()
    if fresh:
        _update(lists)
    command = ["source", "--only-source", "--download-only", "--tar-only", package]
    done = _apt(command, lists, folder)
    if done.returncode and not fresh:
        # Kept lists go stale: the mirror drops a version as soon as a newer one is published.
        _update(lists)
        done = _apt(command, lists, folder)
    if done.returncode:
        raise FetchError(f"apt cannot download the source of {package}; check the name and the network:\n{done.stdout.strip()}")
    tarballs = [path for path in folder.iterdir() if re.search(r"(?<!\.debian)\.tar\.\w+$", path.name)]
    # A package may add component tarballs (.orig-NAME.tar.*); the program itself is the plain .orig, or the only one if native.
    main = [path for path in tarballs if ".orig.tar." in path.name] or tarballs
    if len(main) != 1:
        raise FetchError(f"{package} has no single upstream tarball: {sorted(path.name for path in tarballs)}")
    return main[0]


def _update(lists: Path) -> None:
    """Create or renew `lists`: the machine's own apt sources turned into source-package sources, and their indexes."""
    with tempfile.TemporaryDirectory(prefix=".apt-", dir=lists.parent) as temporary:
        new = Path(temporary) / "apt"
        for name in ("parts", "lists/partial", "cache/archives/partial"):
            (new / name).mkdir(parents=True)
        _copy_sources(new / "parts")
        done = _apt(["update"], new, new)
        if done.returncode or not any("_Sources" in path.name for path in (new / "lists").iterdir()):
            raise FetchError(f"apt cannot download the lists of source packages; check the network:\n{done.stdout.strip()}")
        shutil.rmtree(lists, ignore_errors=True)  # only now, so that a failed renewal leaves the old lists in place
        _install(new, lists)


def _copy_sources(parts: Path) -> None:
    """Write every apt source of the machine into `parts`, with `deb` turned into `deb-src`."""
    if not shutil.which("apt-config") or not shutil.which("apt-get"):
        raise FetchError("apt-get is missing: source packages can be fetched only on Debian and its derivatives")
    query = ["apt-config", "shell", "FILE", "Dir::Etc::sourcelist/f", "PARTS", "Dir::Etc::sourceparts/d"]
    answer = subprocess.run(query, capture_output=True, text=True, check=True).stdout
    where = dict(word.split("=", 1) for word in shlex.split(answer))
    folder = Path(where["PARTS"])
    found = [Path(where["FILE"]), *sorted(folder.glob("*.list")), *sorted(folder.glob("*.sources"))]
    found = [path for path in found if path.is_file()]
    for path in found:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".sources":
            text = re.sub(r"^Types:.*$", "Types: deb-src", text, flags=re.MULTILINE | re.IGNORECASE)
        else:
            lines = (re.sub(r"^\s*deb\s", "deb-src ", line) for line in text.splitlines())
            text = "\n".join(dict.fromkeys(lines)) + "\n"  # a line that already existed as deb-src is kept once
        (parts / path.name).write_text(text, encoding="utf-8")
    if not found:
        raise FetchError("apt has no package sources configured on this machine; add one to its sources.list")


def _apt(arguments: list[str], lists: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run apt-get in `folder` on the private sources and indexes below `lists`."""
    options = {
        "Dir::Etc::sourcelist": "-",  # no such file: only the private folder counts
        "Dir::Etc::sourceparts": lists / "parts",
        "Dir::State::lists": lists / "lists",
        "Dir::Cache": lists / "cache",
    }
    if os.geteuid() == 0:
        options["APT::Sandbox::User"] = "root"  # the sandbox user may not write into private folders, and apt warns about it
    command = ["apt-get", "-q", *(f"-o{key}={value}" for key, value in options.items()), *arguments]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=APT_TIMEOUT,
        )
    except FileNotFoundError as error:
        raise FetchError("apt-get is missing: source packages can be fetched only on Debian and its derivatives") from error
    except subprocess.TimeoutExpired as error:
        raise FetchError(f"apt-get {arguments[0]} did not finish in {APT_TIMEOUT:.0f} s; check the network") from error


def _install(source: Path, target: Path) -> None:
    """Rename `source` to `target`, unless another process was first."""
    try:
        source.rename(target)
    except OSError:
        if not target.is_dir():
            raise
