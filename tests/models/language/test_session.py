"""A training learns, stops, goes on with the same losses bit by bit, and says in one error why it cannot go on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from passwright.errors import DataError, OutputError, TrainingError, WeightsError
from tests.models.synthetic import write

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from passwright.models.language import records  # noqa: E402
from passwright.models.language import session as module  # noqa: E402
from passwright.models.language.device import Device  # noqa: E402
from passwright.models.language.loop import Plan  # noqa: E402
from passwright.models.language.session import Session, Settings, stages_of  # noqa: E402

CPU = Device(torch.device("cpu"), "cpu", None)
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("lm") / "data", documents=60, most=30)


def settings(steps: int = 4, **other: object) -> Settings:
    names = ["pretrain", "emulate", "flags"]
    values = {"batch": 256, "documents": 8, "save": 2, "seed": 5, **other}
    return Settings("1", stages_of(names, [steps], [None], [32], [1.0]), **values)


def train(data: Path, out: Path, resume: bool = False, chosen: Settings | None = None, say: Callable[[str], None] = str) -> Session:
    session = Session(data, out, chosen or settings(), CPU, say, resume)
    session.run()
    return session


def losses(run: Path) -> list[tuple[str, int, dict[str, float], float]]:
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    return [(line["stage"], line["step"], line["losses"], line["norm"]) for line in lines]


class Killed(Exception):
    pass


def test_a_run_that_was_killed_at_any_step_goes_on_with_the_same_losses(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(data, tmp_path / "whole")
    expected = losses(tmp_path / "whole")
    assert [step for _, step, _, _ in expected] == [1, 2, 3, 4] * 3
    optimizer_for = module.optimizer_for

    for number, killed in enumerate((7, 12)):
        done = 0

        def dying(model: object, decay: float, killed: int = killed) -> object:
            optimizer = optimizer_for(model, decay)
            step = optimizer.step

            def stepping() -> None:
                nonlocal done
                done += 1
                if done == killed:
                    raise Killed
                step()

            optimizer.step = stepping
            return optimizer

        run = tmp_path / f"killed-{number}"
        with monkeypatch.context() as patched:
            patched.setattr(module, "optimizer_for", dying)
            with pytest.raises(Killed):
                train(data, run)
        train(data, run, resume=True)
        assert losses(run) == expected
        for stage in ("pretrain", "emulate", "flags"):
            weights = Path(f"weights-{stage}") / "model.safetensors"
            assert (run / weights).read_bytes() == (tmp_path / "whole" / weights).read_bytes()
        tables = [json.loads((tmp_path / name / "table.json").read_text())["rows"] for name in ("whole", run.name)]
        assert [{**row, "seconds": 0} for row in tables[0]] == [{**row, "seconds": 0} for row in tables[1]]


def test_it_learns_and_transformers_reads_what_it_learned(data: Path, tmp_path: Path) -> None:
    said: list[str] = []
    session = Session(data, tmp_path, settings(steps=15, save=0), CPU, said.append)
    before, *_, after = session.run()
    assert after["pretrain"] < before["pretrain"] - 0.2
    assert after["emulate"] < before["emulate"] - 0.2
    assert [row["after"] for row in json.loads((tmp_path / "table.json").read_text())["rows"]] == [
        "nothing",
        "pretrain",
        "emulate",
        "flags",
    ]
    assert any("tokens/s" in line and "left" in line for line in said)
    model = transformers.AutoModelForCausalLM.from_pretrained(tmp_path / "weights-flags")
    assert sum(p.numel() for p in model.parameters()) == session.shape.parameters
    assert not list(tmp_path.glob("*.part"))

    again = Session(data, tmp_path / "on", settings(steps=1, save=0, init=str(tmp_path / "weights-flags")), CPU, said.append)
    assert again.measure("nothing")["pretrain"] == pytest.approx(after["pretrain"], rel=1e-4)


def test_a_loss_that_is_no_number_stops_and_the_last_checkpoint_is_kept(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from passwright.models.language import parts

    plain, calls = parts.states, 0

    def spoiled(model: object, tokens: object) -> object:
        nonlocal calls
        calls += torch.is_grad_enabled()
        return plain(model, tokens) * (float("nan") if calls == 4 else 1.0)

    monkeypatch.setattr(parts, "states", spoiled)
    with pytest.raises(TrainingError, match="step 4 of stage pretrain: the loss of pretrain is nan") as caught:
        train(data, tmp_path)
    assert "checkpoint is kept" in str(caught.value)
    (kept,) = tmp_path.glob("checkpoint-*")
    assert kept.name == "checkpoint-00-00000002"
    monkeypatch.setattr(parts, "states", plain)
    train(data, tmp_path, resume=True)
    assert len(losses(tmp_path)) == 12


def test_a_gradient_that_is_not_finite_stops(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from passwright.models.language import parts

    plain = parts.states

    def spoiled(model: object, tokens: object) -> object:
        x = plain(model, tokens)
        if x.requires_grad:
            x.register_hook(lambda slope: slope * float("inf"))
        return x

    monkeypatch.setattr(parts, "states", spoiled)
    with pytest.raises(TrainingError, match=r"step 1 of stage pretrain: the gradient's norm is (nan|inf)"):
        train(data, tmp_path)


def test_runs_are_neither_overwritten_nor_gone_on_with_by_other_settings(data: Path, tmp_path: Path) -> None:
    train(data, tmp_path / "run", chosen=settings(steps=1))
    with pytest.raises(OutputError, match="holds a run"):
        train(data, tmp_path / "run")
    with pytest.raises(OutputError, match="other settings"):
        train(data, tmp_path / "run", resume=True)
    train(data, tmp_path / "run", resume=True, chosen=settings(steps=1, micro=64, save=0))
    other = shutil.copytree(data, tmp_path / "data")
    (other / "tokenizer.json").write_text("{}")
    (other / "data.json").write_text((other / "data.json").read_text() + "\n")
    with pytest.raises(OutputError, match="other data"):
        train(other, tmp_path / "run", resume=True, chosen=settings(steps=1))


def test_a_checkpoint_that_is_cut_is_refused(data: Path, tmp_path: Path) -> None:
    session = Session(data, tmp_path / "run", settings(steps=1), CPU, str)
    session._save(module.optimizer_for(session.model, 0.1))
    (place,) = (tmp_path / "run").glob("checkpoint-*")
    for name in ("weights/model.safetensors", "state.json"):
        whole = (place / name).read_bytes()
        (place / name).write_bytes(whole[: len(whole) // 2])
        with pytest.raises(WeightsError, match=Path(name).name):
            train(data, tmp_path / "run", resume=True, chosen=settings(steps=1))
        (place / name).write_bytes(whole)


@pytest.mark.parametrize("resume", [False, True])
def test_checkpoints_of_an_unknown_run_are_refused(data: Path, tmp_path: Path, resume: bool) -> None:
    train(data, tmp_path, chosen=settings(steps=1))
    (tmp_path / "run.json").unlink()
    with pytest.raises(OutputError, match=r"checkpoints without run\.json"):
        train(data, tmp_path, resume, settings(steps=1, seed=6))


def test_a_line_that_was_cut_is_dropped_and_files_are_written_whole(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    train(data, tmp_path, chosen=settings(steps=1))
    expected = losses(tmp_path)
    with (tmp_path / "metrics.jsonl").open("a") as file:
        file.write('{"stage": "fla')
    written: list[str] = []
    write_text = Path.write_text

    def writing(self: Path, text: str) -> int:
        written.append(self.name)
        return write_text(self, text)

    monkeypatch.setattr(Path, "write_text", writing)
    session = train(data, tmp_path, resume=True, chosen=settings(steps=1))
    assert losses(tmp_path) == expected
    records.write_table(tmp_path, session.standing.table)
    assert written == ["run.json.part", "metrics.jsonl.part", "table.json.part"]
    assert not list(tmp_path.glob("*.part"))


def test_data_without_a_stage_and_weights_of_another_vocabulary_are_refused(data: Path, tmp_path: Path) -> None:
    other = shutil.copytree(data, tmp_path / "data")
    for path in other.glob("emulate.train.*"):
        path.unlink()
    with pytest.raises(DataError, match="nothing to train stage emulate with"):
        train(other, tmp_path / "run")
    train(data, tmp_path / "first", chosen=settings(steps=1))
    config = tmp_path / "data" / "data.json"
    said = json.loads((data / "data.json").read_text())
    config.write_text(json.dumps(said | {"vocabulary": 70}))
    for path in data.glob("emulate.train.*"):
        shutil.copyfile(path, other / path.name)
    with pytest.raises(WeightsError, match="vocabulary of 64, the data one of 70"):
        train(other, tmp_path / "second", chosen=settings(init=str(tmp_path / "first" / "weights-flags")))


def test_the_rate_rises_then_falls_with_whichever_bound_is_nearer() -> None:
    plan = Plan("pretrain", steps=100, minutes=1.0, rate=3.0, warm=10)
    assert plan.rate_at(0, 0.0) == pytest.approx(0.3)
    assert plan.rate_at(50, 0.0) == pytest.approx(3.0)
    assert plan.rate_at(99, 1.0) == pytest.approx(0.1)
    assert plan.progress(50, 0.0) == plan.progress(0, 30.0) == 0.5
    assert plan.progress(10, 600.0) == 1.0
    assert Plan("pretrain", steps=None, minutes=2.0, rate=1.0).progress(10**6, 60.0) == 0.5


def test_columns_of_stages_are_checked() -> None:
    for names, steps, words in ((["emulat"], [1], "none of"), (["flags", "flags"], [1], "twice"), (["flags"], [1, 2], "2 values for 1")):
        with pytest.raises(ValueError, match=words):
            stages_of(names, steps, [None], [64], [1.0])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--minutes", "4,,1,1"], "stage emulate has no bound"),
        (["--minutes", "nan"], "nan is no positive number"),
        (["--minutes", "0"], "0.0 is no positive number"),
        (["--minutes", "inf"], "inf is no positive number"),
        (["--minutes", "1", "--steps", "0"], "0 and 1.0 is no positive number"),
        (["--steps", "inf"], "infinity"),
        (["--steps", "1", "--context", "0"], "a row of 0 tokens"),
        (["--steps", "1", "--replay", "1.0"], "a share of 1.0"),
        (["--steps", "1", "--replay", "nan"], "a share of nan"),
    ],
)
def test_a_stage_without_an_end_does_not_begin(
    data: Path, tmp_path: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from runs.lm_train import main

    assert main(["--data", str(data), "--out", str(tmp_path / "run"), "--device", "cpu", *words]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_the_recipe_trains_where_there_is_no_llvm_and_names_what_is_wrong_in_one_line(data: Path, tmp_path: Path) -> None:
    blocked = "pyarrow onnxruntime onnx matplotlib passwright.llvm passwright.data passwright.llvm._engine22 rich click"
    words = ["--data", str(data), "--out", str(tmp_path / "run"), "--size", "1", "--stages", "pretrain", "--context", "32"]
    words += ["--batch-tokens", "128", "--pack", str(tmp_path / "packed"), "--minutes", "0.02", "--device", "cpu"]
    lines = f"import sys\nfor name in {blocked!r}.split(): sys.modules[name] = None\nfrom runs.lm_train import main\n"
    done = subprocess.run([sys.executable, "-c", f"{lines}sys.exit(main({words!r}))"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "packed").iterdir()) == ["model-00001-of-00001.safetensors", "records.zip"]


def test_the_recipe_names_what_is_wrong_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from runs.lm_train import main

    words = ["--data", str(tmp_path), "--out", str(tmp_path / "run"), "--device", "cpu"]
    assert main([*words, "--steps", "1"]) == 1
    assert capsys.readouterr().err.startswith(f"error: {tmp_path}/data.json: cannot be read")
    assert main([*words, "--steps", "1,2"]) == 1
    assert capsys.readouterr().err == "error: 2 values for 4 stages\n"
    with pytest.raises(SystemExit):
        main(words)


def test_losses_over_sizes_are_fitted_and_sizes_that_are_done_stay(data: Path, tmp_path: Path) -> None:
    from runs.lm_scaling import main, power

    fit = power([{"parameters": n, "loss": 20 * n**-0.1} for n in (10, 1000, 50)])
    assert fit == pytest.approx({"exponent": -0.1, "factor": 20.0, "tenfold": 20 * 10000**-0.1})
    words = ["--data", str(data), "--out", str(tmp_path), "--sizes", "1,2", "--tokens", "128", "--batch-tokens", "64", "--context", "32"]
    assert main([*words, "--device", "cpu", "--measure-tokens", "64"]) == 0
    said = json.loads((tmp_path / "scaling.json").read_text())
    assert [one["size"] for one in said["sizes"]] == ["1", "2"]
    assert said["sizes"][0]["tokens"] == 128
    before = (tmp_path / "1" / "result.json").stat().st_mtime_ns
    assert main([*words, "--device", "cpu", "--measure-tokens", "64"]) == 0
    assert (tmp_path / "1" / "result.json").stat().st_mtime_ns == before
    other = shutil.copytree(data, tmp_path / "data")
    (other / "data.json").write_text((other / "data.json").read_text() + "\n")
    assert main(["--data", str(other), *words[2:], "--device", "cpu", "--measure-tokens", "64"]) == 0
    assert (tmp_path / "1" / "result.json").stat().st_mtime_ns != before


@pytest.mark.parametrize("sizes", ["1,", ",1", "1,..", "1,{}", "1,200"])
def test_sizes_that_are_none_remove_nothing(data: Path, tmp_path: Path, sizes: str, capsys: pytest.CaptureFixture[str]) -> None:
    from runs.lm_scaling import main

    for folder in ("runs", "beside"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "kept").touch()
    with pytest.raises(SystemExit):
        main(["--data", str(data), "--out", str(tmp_path / "runs"), "--sizes", sizes.format(tmp_path / "beside"), "--device", "cpu"])
    assert "error: --sizes: '" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["beside", "kept", "kept", "runs"]


def test_a_folder_of_something_else_is_not_packed_into_and_nothing_is_trained(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from runs.lm_train import main

    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").touch()
    words = ["--data", str(data), "--out", str(tmp_path / "run"), "--steps", "1", "--device", "cpu"]
    assert main([*words, "--pack", str(tmp_path / "mine")]) == 1
    assert "it holds thesis.txt" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert (tmp_path / "mine" / "thesis.txt").exists()
