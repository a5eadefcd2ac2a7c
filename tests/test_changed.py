"""What a git change touched, in real repositories."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.model import Place, Severity
from checkers.rule import ArticleAudit, Rule
from claimaudit.changed import WHOLE, Changes, changes_since, left, touched_claims
from claimaudit.inputs import InputError
from claims.citations import find_citations
from claims.extract import Extractor
from claims.pipeline import DEFAULT_MODEL
from claims.readers import parse
from sources.reflist import references

ARTICLE = """# Spread of bowel tumors

Nodes are involved in 80% of patients [1].
The liver follows in 40% of patients [2].

Relapse came after 5 years
in most of the patients [1].

## References

1. Nodes of the mesentery. Gut J. 2019.
2. Lesions of the liver. Liver J. 2021.
"""


class Repository:
    """A git repository with settings that would spoil a comparison."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q", "-b", "main")
        for name, value in (
            ("user.name", "editorial desk"),
            ("user.email", "desk@example.org"),
            ("commit.gpgsign", "false"),
            ("core.autocrlf", "false"),
            ("diff.context", "7"),
            ("diff.interHunkContext", "9"),
            ("color.diff", "always"),
            ("diff.external", "false"),
            ("diff.noprefix", "true"),
        ):
            self.git("config", name, value)

    def git(self, *words: str) -> str:
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith("GIT_")
        }
        return subprocess.run(
            ["git", *words],
            cwd=self.folder,
            env={**environment, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def commit(self, name: str, text: str | bytes) -> None:
        self.write(name, text)
        self.git("add", "--", f":(literal){name}")
        self.git("commit", "-q", "-m", "Write", "--allow-empty")

    def write(self, name: str, text: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.chdir(tmp_path)
    return Repository(tmp_path)


def spans(path: str, revision: str = "HEAD") -> tuple[tuple[int, int], ...]:
    return changes_since([path], revision)[path].spans


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ()),
        ("80%", "85%", ((3, 3),)),
        ("The liver", "\nThe liver", ((4, 4),)),
        ("# Spread", "# The spread", ((1, 1),)),
        ("The liver follows in 40% of patients [2].\n", "", ((4, 3),)),
        ("Liver J. 2021.\n", "Liver J. 2021.", ((12, 12),)),
        ("5 years\nin most", "6 years\nin many", ((6, 7),)),
    ],
    ids=[
        "nothing",
        "a figure",
        "a new line",
        "the first",
        "taken out",
        "last line end",
        "two lines",
    ],
)
def test_the_lines_that_differ(
    repository: Repository, old: str, new: str, expected: tuple[tuple[int, int], ...]
) -> None:
    repository.commit("article.md", ARTICLE)
    repository.write("article.md", ARTICLE.replace(old, new, 1))
    assert spans("article.md") == expected
    repository.git("add", "article.md")
    assert spans("article.md") == expected, "staged or not"
    repository.git("commit", "-q", "-m", "Change", "--allow-empty")
    assert spans("article.md") == ()
    assert spans("article.md", "HEAD~1") == expected, "committed or not"


@pytest.mark.parametrize("revision", ["main", "v1", "HEAD", "HEAD~0", "@"])
def test_a_revision_is_what_git_takes_for_one(repository: Repository, revision: str) -> None:
    repository.commit("article.md", ARTICLE)
    repository.git("tag", "-a", "-m", "One", "v1")
    repository.write("article.md", ARTICLE.replace("80%", "85%"))
    assert spans("article.md", revision) == ((3, 3),)


@pytest.mark.parametrize(
    "name",
    [
        "-rf.md",
        "a b.md",
        "*.md",
        ":(top)x.md",
        "Prüfung.md",
        "new\nline.md",
        '"q".md',
        "HEAD",
        "@@ -1 +1 @@",
    ],
)
def test_odd_file_names_are_names(repository: Repository, name: str) -> None:
    repository.commit(name, ARTICLE)
    repository.commit("other.md", ARTICLE)
    repository.write("other.md", ARTICLE * 2)
    assert spans(name) == ()
    repository.write(name, ARTICLE.replace("80%", "85%"))
    assert spans(name) == ((3, 3),)


def test_lines_that_look_like_a_comparison_are_text(repository: Repository) -> None:
    repository.commit("article.md", "a\n@@ -1 +50 @@\nb\n")
    repository.write("article.md", "a\n@@ -1 +60 @@\nb\n++ b/c\n")
    assert spans("article.md") == ((2, 2), (4, 4))


def test_a_file_that_git_does_not_follow_is_new(repository: Repository) -> None:
    repository.commit("article.md", ARTICLE)
    repository.write(".gitignore", "ignored.md\n")
    for name in ("new.md", "ignored.md", "deep/er/new.md"):
        repository.write(name, ARTICLE)
        assert changes_since([name], "HEAD") == {name: WHOLE}
    repository.git("add", "new.md")
    assert spans("new.md") == ((1, 12),)


def test_files_are_found_from_any_folder(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("deep/article.md", ARTICLE)
    repository.write("deep/article.md", ARTICLE.replace("80%", "85%"))
    (repository.folder / "link.md").symlink_to("deep/article.md")
    inside = "deep/article.md"
    assert spans(inside) == spans("link.md") == ((3, 3),)
    monkeypatch.chdir(repository.folder.parent)
    assert spans(f"{repository.folder.name}/{inside}") == ((3, 3),)
    monkeypatch.chdir(repository.folder / "deep")
    assert spans("article.md") == ((3, 3),)


def test_a_hook_of_another_repository_does_not_mislead(
    repository: Repository,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    repository.commit("article.md", ARTICLE)
    other = Repository(tmp_path_factory.mktemp("other"))
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.folder / ".git" / "index"))
    assert spans("article.md") == ()


@pytest.mark.parametrize("data", [b"PK\x03\x04\0\0", b"%PDF-1.7 text", "text".encode("utf-16")])
def test_a_file_without_lines_is_audited_whole(repository: Repository, data: bytes) -> None:
    repository.commit("article.docx", data)
    (changes,) = changes_since(["article.docx"], "HEAD").values()
    assert not changes.comparable
    assert changes.touch(1, 1)


def test_a_missing_file_is_left_to_the_reader(repository: Repository) -> None:
    repository.commit("article.md", ARTICLE)
    assert changes_since(["gone.md", "no/folder.md"], "HEAD") == {
        "gone.md": WHOLE,
        "no/folder.md": WHOLE,
    }


@pytest.mark.parametrize(
    ("path", "revision", "says"),
    [
        (
            "article.md",
            "nowhere",
            "--changed-since: no revision 'nowhere' in the repository of article.md",
        ),
        ("article.md", "--help", "--changed-since: no revision '--help'"),
        ("article.md", "HEAD:article.md", "--changed-since: no revision 'HEAD:article.md'"),
        ("article.md", "main..main", "--changed-since: no revision 'main..main'"),
        ("article.md", "", "--changed-since: no revision ''"),
        ("article.md", "a\nb", "--changed-since: no revision 'a\\nb'"),
        ("-", "HEAD", "--changed-since: standard input has no history"),
    ],
)
def test_what_git_does_not_know_is_told_in_one_line(
    repository: Repository, path: str, revision: str, says: str
) -> None:
    repository.commit("article.md", ARTICLE)
    with pytest.raises(InputError) as error:
        changes_since([path], revision)
    assert str(error.value).startswith(says)
    assert "\n" not in str(error.value)
    assert "; " in str(error.value), "the line says what to do"


def test_a_folder_without_a_repository_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "article.md").write_text(ARTICLE)
    path = str(tmp_path / "article.md")
    with pytest.raises(InputError) as error:
        changes_since([path], "HEAD")
    assert str(error.value).startswith(f"{path}: not a git repository")
    assert len(str(error.value).splitlines()) == 1


def test_a_machine_without_git_is_told(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("article.md", ARTICLE)
    monkeypatch.setenv("PATH", str(repository.folder))
    with pytest.raises(InputError, match="install git"):
        changes_since(["article.md"], "HEAD")


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(DEFAULT_MODEL)


def audited(extractor: Extractor, text: str = ARTICLE, name: str = "article.md") -> ArticleAudit:
    document = parse(text, name)
    extraction = extractor.extract(document, find_citations(document))
    return ArticleAudit(document, extraction, references(document))


def lines(*numbers: int) -> Changes:
    return Changes(tuple((number, number) for number in numbers))


@pytest.mark.parametrize(
    ("changes", "figures"),
    [
        (lines(), []),
        (lines(1), []),
        (lines(3), ["80%"]),
        (lines(4), ["40%"]),
        (lines(6), ["5 years"]),
        (lines(7), ["5 years"]),
        (Changes(((7, 6),)), ["5 years"]),
        (Changes(((4, 3),)), []),
        (lines(11), ["80%", "5 years"]),
        (lines(12), ["40%"]),
        (WHOLE, ["80%", "40%", "5 years"]),
    ],
    ids=[
        "nothing", "the title", "a figure", "the next", "its line", "its sentence",
        "between its lines", "between sentences", "the entry that two cite", "the entry of one", "all",
    ],
)  # fmt: skip
def test_a_figure_is_touched_by_its_sentence_its_marker_and_its_reference(
    extractor: Extractor, changes: Changes, figures: list[str]
) -> None:
    touched = touched_claims(audited(extractor), changes)
    assert sorted(one.quantity.text for one in touched) == sorted(figures)


def test_findings_outside_the_changed_lines_are_left_out(extractor: Extractor) -> None:
    audit = audited(extractor)
    rule = Rule("C002", "", Severity.NOTE, "", "", "", "")
    entry = audit.references[1]
    on_entry = rule.at(audit.document, entry.start, entry.end, "Never cited.")
    on_file = rule.on("article.md", "Labels are lost.")
    assert left([on_entry, on_file], audit, lines(12)) == (on_entry, on_file)
    assert left([on_entry, on_file], audit, lines(3)) == (on_file,)
    assert left([on_entry, on_file], audit, lines()) == ()


def test_a_finding_on_two_figures_is_touched_by_either(extractor: Extractor) -> None:
    audit = audited(extractor)
    rule = Rule("N001", "", Severity.NOTE, "", "", "", "")
    start, other = (ARTICLE.index(figure) for figure in ("40%", "80%"))
    first = Place("article.md", 3, other, other + 3, "80%")
    elsewhere = Place("other.md", 3, 0, 3, "80%")
    finding = rule.at(audit.document, start, start + 3, "Two.", related=[first, elsewhere])
    kept = {line: bool(left([finding], audit, lines(line))) for line in (1, 3, 4, 6)}
    assert kept == {1: False, 3: True, 4: True, 6: False}


def test_a_figure_of_a_page_is_touched_by_any_line_of_its_block(extractor: Extractor) -> None:
    page = "<html><body><article><h1>Spread</h1>\n<p>Nodes are\ninvolved in\n80% of patients.</p>\n<p>The liver follows in 40% of patients.</p>\n</article></body></html>\n"
    audit = audited(extractor, page, "page.html")
    touched = {
        line: [one.quantity.text for one in touched_claims(audit, lines(line))]
        for line in range(1, 7)
    }
    assert touched[2] == touched[3] == touched[4] == ["80%"]
    assert touched[5] == ["40%"]
    assert touched[1] == []


@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(0, 3))),
    st.integers(1, 20),
    st.integers(0, 5),
)
def test_touch_is_overlap(found: list[tuple[int, int]], first: int, length: int) -> None:
    changes = Changes(tuple((start, start + count - 1) for start, count in found))
    changed = {line for start, count in found for line in range(start, start + count)}
    between = {start for start, count in found if not count}
    own = set(range(first, first + length + 1))
    seams = set(range(first + 1, first + length + 1))
    assert changes.touch(first, first + length) == bool(changed & own or between & seams)
