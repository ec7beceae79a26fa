import hashlib
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain import forms
from domain.process import Process
from domain.process_check import InvalidProcess
from storage.canonical import canonical, digest
from storage.process_files import load

FORMS = frozenset(forms.FORMS)
STATUTORY = Path(__file__).parents[2] / "processes" / "lag-2023-196.yaml"
NEVER = "is optional and may never be done: nothing can wait for it"
LINES = STATUTORY.read_text("utf-8").splitlines()


def line_of(text: str, after: str = "key: lag-2023-196") -> int:
    """The line (from 1) of the statutory process that has this text, from the line with `after` on."""
    start = next(n for n, line in enumerate(LINES) if after in line)
    return next(n for n, line in enumerate(LINES[start:], start + 1) if text in line)


def told(path: Path) -> list[str]:
    """What is wrong, a line each, with the file's name cut off."""
    with pytest.raises(InvalidProcess) as refused:
        load(path, FORMS)
    lines = refused.value.message.splitlines()
    assert all(line.startswith(f"{path}:") for line in lines)
    return [line.removeprefix(f"{path}:") for line in lines]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "county.yaml"


def test_the_statutory_process_has_the_dates_of_the_year() -> None:
    process = load(STATUTORY, FORMS)
    assert (process.key, process.version) == ("lag-2023-196", 2)
    assert [(step.key, str(step.target), str(step.latest or "")) for step in process.steps] == [
        ("start", "-1/09-01", ""),
        ("organisation", "-1/09-10", "-1/09-20"),
        ("mapping", "-1/10-05", "-1/10-20"),
        ("situation_analysis", "-1/10-25", "-1/11-05"),
        ("prioritisation", "-1/11-01", "-1/11-10"),
        ("cause_analysis", "-1/11-15", "-1/11-25"),
        ("adoption", "-1/11-20", "-1/12-01"),
        ("goals", "-1/11-25", "-1/12-05"),
        ("measures", "-1/12-01", "-1/12-10"),
        ("action_plan", "-1/12-08", "-1/12-15"),
        ("decision", "-1/12-18", "01-31"),
        ("implementation", "10-31", "11-30"),
        ("follow_up", "11-30", "+1/01-31"),
        ("council_report", "+1/03-01", "+1/03-31"),
        ("closing", "+1/03-15", "+1/04-15"),
    ]


def test_every_mistake_is_told_with_its_line(file: Path) -> None:
    broken = list(LINES)
    for after, text, instead in (
        ("- key: mapping", "role: contributor", "    role: boss"),
        ("- key: goals", "waits_for:", "    waits_for: [cause_analysis, gaols]"),
        ("- key: goals", "target:", "    target: -1/02-30"),
        ("- key: measures", "form:", "    shape: text"),
        ("- key: action_plan", "latest:", "    latest: -1/12-01"),
        ("- key: decision", "kinds:", "    kinds: [full]\n    optional: true"),
    ):
        broken[line_of(text, after) - 1] = instead
    file.write_text("\n".join(broken), "utf-8")
    mapping, goals, measures = line_of("- key: mapping"), line_of("- key: goals"), line_of("- key: measures")
    plan, decision = line_of("latest:", "- key: action_plan"), line_of("kinds:", "- key: decision") + 1
    after_it = line_of("waits_for:", "- key: implementation") + 1
    found = told(file)
    assert found.pop(0).startswith(f"{mapping + 6}: steps[mapping].role: 'boss' is not one of 'county_coordinator', ")
    assert found == [
        f"{goals + 8}: steps[goals].waits_for[1]: there is no step 'gaols' to wait for",
        f"{goals + 9}: steps[goals].target: '-1/02-30' is not a date that exists in every year",
        f"{measures}: steps[measures].form: is missing",
        f"{line_of('form:', '- key: measures')}: steps[measures].shape: is not a field that belongs here",
        f"{plan}: steps[action_plan].latest: -1/12-01 is before the target, -1/12-08",
        f"{plan}: steps[action_plan].latest: -1/12-01 is before -1/12-10, the latest date of 'measures'",
        f"{decision}: steps[decision].optional: the law requires the step: it cannot be optional",
        f"{after_it}: steps[implementation].waits_for[0]: 'decision' {NEVER}",
    ]


def test_a_field_given_twice_is_told_with_both_lines(file: Path) -> None:
    first = line_of("role:", "- key: goals")
    file.write_text("\n".join([*LINES[:first], "    role: contributor", *LINES[first:]]), "utf-8")
    assert told(file) == [f"{first + 1}: steps[goals].role: is given twice, on line {first} and on line {first + 1}"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("key: a\n\tversion: 1\n", 2, "YAML: while scanning for the next token found character '\\t'"),
        ("key: [a\nversion: 1\n", 2, "YAML: while parsing a flow sequence"),
        ("key: a\n--- \nkey: b\n", 2, "YAML: expected a single document in the stream"),
        ("key: a\nversion: \x07\n", 1, "YAML: has a character that YAML does not allow"),
        ("key: *nowhere\n", 1, "YAML: found undefined alias 'nowhere'"),
        ("[" * 1500, 1, "YAML: is nested too deeply"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(file: Path, text: str, line: int, message: str) -> None:
    file.write_text(text, "utf-8")
    [said] = told(file)
    assert said.startswith(f"{line}: {message}")


def test_other_encodings_are_refused(file: Path) -> None:
    file.write_bytes("key: a\ntitle: Årshjul\n".encode("latin-1"))
    assert told(file) == ["2: YAML: is not UTF-8"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "key: !!python/object/apply:os.getcwd []",
            "1: key: the tag tag:yaml.org,2002:python/object/apply:os.getcwd is",
        ),
        ("key: !mine x", "1: key: the tag !mine is not used here"),
        ("titles: &t {sv: a, en: b}\nphases: *t", "2: phases: an alias is not plain enough"),
        ("steps: &s [*s]", "1: steps[0]: an alias is not plain enough"),
        ("{a: b}: c", "1: process: the name of a field must be a word"),
        ("version: !!int '{'", "1: version: cannot be read"),
        ("version: 2026-09-01", "1: version: must be a whole number, not '2026-09-01'"),
        ("", "1: process: must be a mapping of fields to values"),
        ("- key: a", "1: process: must be a mapping of fields to values"),
    ],
)
def test_only_plain_yaml_counts(file: Path, text: str, message: str) -> None:
    file.write_text(text, "utf-8")
    assert any(line.startswith(message) for line in told(file))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.integers(0, len(LINES) - 1))
def test_whatever_line_is_lost_the_file_is_read_or_refused_in_words(file: Path, lost: int) -> None:
    file.write_text("\n".join([*LINES[:lost], *LINES[lost + 1 :]]), "utf-8")
    with suppress(InvalidProcess):
        load(file, FORMS)


def test_the_digest_is_that_of_the_canonical_content() -> None:
    process = load(STATUTORY, FORMS)
    content = canonical(process)
    assert Process.model_validate_json(content) == process
    assert json.loads(content) == process.model_dump(mode="json")
    assert digest(content) == hashlib.sha256(content.encode()).hexdigest()


def test_comments_and_layout_do_not_change_the_digest_but_a_date_does(file: Path) -> None:
    known = digest(canonical(load(STATUTORY, FORMS)))
    file.write_text("\n".join(line for line in LINES if not line.lstrip().startswith("#")), "utf-8")
    assert digest(canonical(load(file, FORMS))) == known
    file.write_text("\n".join(LINES).replace("-1/12-18", "-1/12-17"), "utf-8")
    assert digest(canonical(load(file, FORMS))) != known
