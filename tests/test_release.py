"""What is told of a release outside of the program: version, day, address and licences agree."""

import json
import re
import tomllib

from negpos import __version__
from negpos.intake.loading import shipped_names
from negpos.intake.writing import SCHEMAS

from .conftest import ROOT, Negpos

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
HOME = PROJECT["project"]["urls"]["Homepage"]


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def field(name: str) -> str:
    """A field of CITATION.cff."""
    (found,) = re.findall(rf"^{name}: (.+)$", read("CITATION.cff"), re.M)
    return str(found).strip('"')


def test_the_version_and_its_day_are_those_of_the_changelog_and_the_citation() -> None:
    version, day = re.findall(r"^## \[([\d.]+)\] - (\S+)$", read("CHANGELOG.md"), re.M)[0]
    assert (version, day) == (field("version"), field("date-released"))
    assert version == __version__


def test_every_file_tells_the_same_address_of_the_project() -> None:
    assert field("repository-code") == HOME
    assert all(address.startswith(HOME) for address in PROJECT["project"]["urls"].values())
    raw = HOME.replace("github.com", "raw.githubusercontent.com") + "/main/docs"
    assert f"{raw}/schemas" == SCHEMAS
    assert json.loads(read("docs/formats.schema.json"))["$id"] == f"{raw}/formats.schema.json"
    assert f"\n[{__version__}]: {HOME}/releases/tag/v{__version__}\n" in read("CHANGELOG.md")


def test_what_there_is_to_type_names_this_version() -> None:
    told = read("docs/install.md")
    named = re.findall(r"negpos-([\d.]+)-py3-none-any\.whl|(?:@|rev: )v(\d+\.\d+\.\d+)", told)
    assert {"".join(found) for found in named} == {__version__}
    assert f"uses: {HOME.removeprefix('https://github.com/')}@v{__version__}" in told
    assert f"repo: {HOME}\n" in told


def test_each_page_of_the_documents_has_a_place_on_the_site() -> None:
    nav = re.findall(r"^ +- .+: (\S+\.md)$", read("mkdocs.yml"), re.M)
    assert sorted(nav) == sorted(path.name for path in (ROOT / "docs").glob("*.md"))
    assert f"\nrepo_url: {HOME}\n" in read("mkdocs.yml")


def test_on_a_package_index_every_link_of_the_readme_leads_to_a_file_of_the_release() -> None:
    hook = PROJECT["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    (rule,) = hook["substitutions"]
    told = re.sub(rule["pattern"], rule["replacement"], read("README.md"))
    before, after = (re.findall(r"\]\(([^)]+)\)", text) for text in (read("README.md"), told))
    assert len(before) > 5
    assert after == [f"{HOME}/blob/v$HFPR_VERSION/{target}" for target in before]


def test_each_licence_is_named_shipped_and_taken_for_no_dossier(negpos: Negpos) -> None:
    assert PROJECT["project"]["license"] == "MIT AND CC-BY-4.0"
    assert "SPDX-License-Identifier: CC-BY-4.0" in read("data/LICENSE")
    assert re.findall(r"^  - (M\S+|CC\S+)$", read("CITATION.cff"), re.M) == ["MIT", "CC-BY-4.0"]
    assert shipped_names() == ["gaza", "ukraine"]
    assert "LICENSE" not in negpos("list", "dossiers").out
