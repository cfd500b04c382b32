"""Loading compiled code: quickly, from where only we can have put it, and without anybody waiting for a compiler."""

import ast
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

import core.convolution.library as library
import core.machine.openmp as openmp
from core.convolution.library import FUNCTIONS, OBJECT_FILE
from core.machine.object_file import ObjectFile

ROOT = Path(__file__).parents[2]


def run(code, **environment):
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env={**os.environ, **environment}
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_a_first_result_needs_neither_numba_nor_torch():
    code = (
        "import sys; import numpy as np; from core import correlate\n"
        "image = np.random.default_rng(0).random((300, 300)).astype('float32')\n"
        "correlate(image, np.ones((3, 3))); correlate(image, np.random.default_rng(1).random((40, 40)))\n"
        "from core.convolution.library import compiled_library\n"
        "print(compiled_library() is not None, *[n for n in ('numba', 'torch', 'scipy') if n in sys.modules])"
    )
    assert run(code).split() == ["True"]


@pytest.fixture
def nothing_saved(tmp_path, monkeypatch):
    """Folders with no code in them."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.setattr(library, "OBJECT_FILE", ObjectFile(tmp_path / "beside", library.OBJECT_FILE.sources))


def _imports(path):
    """The files of core that a file imports from."""
    tree = ast.parse(path.read_text())
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {ROOT / (module.replace(".", "/") + ".py") for module in modules if module.startswith("core.")}


def test_the_code_is_beside_the_sources_and_made_of_all_that_compiled_functions_import():
    assert (ROOT / "core" / "convolution" / "__pycache__" / OBJECT_FILE.name).exists()
    waiting = [ROOT / (name.rsplit(".", 1)[0].replace(".", "/") + ".py") for name in FUNCTIONS]
    waiting.append(ROOT / "core" / "machine" / "compiler.py")
    sources = set(waiting)
    while waiting:
        found = _imports(waiting.pop()) - sources
        sources |= found
        waiting += found
    assert sources == set(OBJECT_FILE.sources)


def test_without_code_on_disk_the_first_call_does_not_wait(nothing_saved, monkeypatch):
    began, may_end = threading.Event(), threading.Event()

    def compiling():
        began.set()
        may_end.wait(30)
        return b"compiled"

    monkeypatch.setattr(library, "compile_apart", compiling)
    loading = library._Loading()
    assert loading.get(library.LONGEST_WAIT) is None
    assert began.wait(5)
    assert loading.get(library.LONGEST_WAIT) is None
    monkeypatch.setattr(library, "load", lambda code, _: code)
    may_end.set()
    for _ in range(100):
        if loading.library is not None:
            break
        time.sleep(0.05)
    assert loading.get(0) == b"compiled"


def test_a_server_without_compiled_code_answers_at_once_and_compiles_in_the_background(tmp_path):
    # the sources are copied, so that their fingerprint is the same but nothing lies beside them
    import shutil

    shutil.copytree(ROOT / "core", tmp_path / "core", ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        "import sys, time; sys.path.insert(0, sys.argv[1]); import numpy as np\n"
        "import core.convolution.library as library\n"
        "library.compile_apart = lambda: time.sleep(60)\n"
        "from core import correlate\n"
        "start = time.perf_counter(); result = correlate(np.ones((64, 64)), np.ones((3, 3)))\n"
        "print(library.ROOT, (result == 9).all(), library.compiled_library(), time.perf_counter() - start < 30)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, cwd=tmp_path,
        env={"XDG_CACHE_HOME": str(tmp_path / "cache"), "TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin"}, timeout=50,
    )  # fmt: skip
    assert result.stdout.split() == [str(tmp_path), "True", "None", "True"], result.stderr


def test_without_a_readable_file_the_code_is_compiled_anew(nothing_saved, monkeypatch):
    library.OBJECT_FILE.save(b"code").write_bytes(b"damaged")
    monkeypatch.setattr(library, "compile_apart", lambda: b"compiled")
    monkeypatch.setattr(library, "load", lambda code, _: code)
    loading = library._Loading()
    loading.get(0)
    loading._thread.join(60)
    assert loading.library == b"compiled"


def test_a_process_of_its_own_hands_over_the_code_that_it_can_save_nowhere(tmp_path):
    # stands in for the compiler, which takes most of a minute
    code = (
        "import runpy, sys; import core.machine.compiler as compiler; from core.machine.object_file import ObjectFile\n"
        "compiler.object_code = lambda _: b'compiled'; ObjectFile.folders = ()\n"
        "sys.argv = ['convolution', *sys.argv[1:]]; runpy.run_module('core.convolution', run_name='__main__')"
    )
    printed = subprocess.run([sys.executable, "-c", code, "--print"], capture_output=True, cwd=ROOT)
    assert (printed.returncode, printed.stdout) == (0, b"compiled")
    ahead = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (ahead.returncode, ahead.stdout) == (1, "")
    assert ahead.stderr.splitlines()[-1] == (
        "The compiled loops cannot be saved anywhere: each start of the dashboard compiles them anew."
    )


def test_compiling_apart_returns_what_the_process_prints():
    assert library.compile_apart() == OBJECT_FILE.read() is not None


@pytest.mark.parametrize("has_openmp", [True, False])
def test_loops_run_with_and_without_openmp(monkeypatch, has_openmp):
    import core.convolution.perform as perform
    from core.convolution import correlate
    from core.convolution.repetition import forget

    if not has_openmp:
        monkeypatch.setattr(openmp.ctypes, "CDLL", _no_library)
    loaded = library.load(OBJECT_FILE.read(), FUNCTIONS)
    monkeypatch.setattr(perform, "compiled_library", lambda: loaded)
    forget()
    image, kernel = np.random.default_rng(0).random((900, 900)), np.random.default_rng(1).random((5, 5))
    expected = correlate(image, kernel, method="definition")
    np.testing.assert_allclose(correlate(image, kernel), expected, rtol=1e-13)
    forget()


def _no_library(name, *_):
    raise OSError(name)


@pytest.mark.slow
def test_compiled_code_needs_nothing_of_numba(tmp_path):
    content = OBJECT_FILE.read()  # of these very sources, as `make setup` compiled it
    if content is None:
        path = tmp_path / "loops.o"
        code = (
            "import sys; from core.convolution.library import FUNCTIONS\n"
            "from core.machine.compiler import object_code\n"
            "open(sys.argv[1], 'wb').write(object_code(FUNCTIONS))"
        )
        subprocess.run([sys.executable, "-c", code, str(path)], check=True, cwd=ROOT, timeout=280)
        content = path.read_bytes()
    for name in FUNCTIONS:
        assert name.encode() in content
    for foreign in (b"numba_gil_ensure", b"PyErr_SetString", b"NRT_Allocate", b"numba_unpickle"):
        assert foreign not in content
    assert library.load(content, FUNCTIONS).vector_bytes in (16, 32, 64)
