"""The calls by which a division adds matters of its own and puts a refitted judgement in force."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from app.domain.matching import Concept, LinearModel, find_faults, load_inbox_model
from app.domain.matching import load_vocabulary as shipped_vocabulary
from app.kit.problems import Fault, Invalid
from app.kit.web import Now, Read, Write, etag
from app.kit.words import Words
from app.registry.knowledge.county import Kept, Kind, concept_of, content_of, replace, version_of
from app.registry.routes import Code, Governor
from app.registry.scope import require_division

router = APIRouter(prefix="/v1/settings", tags=["registry"])

Label = Annotated[str, Field(min_length=1, max_length=30)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]
Weight = Annotated[float, Field(ge=-50, le=50, allow_inf_nan=False)]
Version = Annotated[int | None, Query(ge=0, le=2**31 - 1, description="an earlier version, to go back to")]
IfMatch = Annotated[str | None, Header()]


class OwnConcept(BaseModel):
    """A matter of the division's own, or (with a known id) labels and relations added to a shipped one."""

    model_config = ConfigDict(extra="forbid")

    id: Id
    pref_label: str = Field("", max_length=30)
    pref_label_en: str = Field("", max_length=80)
    category: str = Field("", max_length=30)
    facet: str = Field("matter", pattern="^(matter|object)$")
    alt_labels: list[Label] = Field([], max_length=100)
    hints: list[Label] = Field([], max_length=50)
    broader: list[Id] = Field([], max_length=10)
    related: list[Id] = Field([], max_length=30)
    disjoint: list[Id] = Field([], max_length=50)
    objects: list[Id] = Field([], max_length=10)
    season: list[Annotated[int, Field(ge=1, le=12)]] = Field([], max_length=12)
    scope_note: str = Field("", max_length=300)


class OwnMatters(BaseModel):
    """What the division adds to the vocabulary, whole: what is left out is taken back."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"concepts": [{"id": "forest-fire", "alt_labels": ["看山护林"]}]}],
        },
    )

    concepts: list[OwnConcept] = Field(max_length=500)


class OwnMattersOut(OwnMatters):
    """The same with the division and the version of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "division": "990101",
                    "version": 1,
                    "concepts": [{"id": "forest-fire", "alt_labels": ["看山护林"]}],
                }
            ],
        },
    )

    division: str
    version: int


class OwnModel(BaseModel):
    """The weights of the judgement, as `jianfu refit` prints them; without weights the shipped ones."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "weights": {"matter_same": 2.65, "matter_apart": -3.73},
                    "bias": -0.98,
                    "cuts": {"duplicate": 0.98, "overlap": 0.5, "related": 0.05},
                    "quality": {"auc": 0.93},
                }
            ]
        },
    )

    weights: dict[str, Weight] = Field({}, max_length=50)
    bias: Weight = 0.0
    cuts: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field({}, max_length=3)
    quality: dict[str, float] = Field({}, max_length=20)


class OwnModelOut(OwnModel):
    """The model that the division put in force, or the shipped one (`own` false)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "division": "990101",
                    "version": 1,
                    "own": True,
                    "weights": {"matter_same": 2.65, "matter_apart": -3.73},
                    "bias": -0.98,
                    "cuts": {"duplicate": 0.98, "overlap": 0.5, "related": 0.05},
                    "quality": {"auc": 0.93},
                }
            ]
        },
    )

    division: str
    version: int
    own: bool


@router.get("/{division}/matters")
def read_own_matters(
    division: Code, actor: Governor, session: Read, response: Response, version: Version = None
) -> OwnMattersOut:
    """The matters 本地事项 that a division has added; `version` shows an earlier state."""
    require_division(session, actor, division)
    wanted, content = _read(session, division, "matters", version, response)
    return OwnMattersOut(division=division, version=wanted, concepts=content.get("concepts", []))


@router.put("/{division}/matters")
def write_own_matters(
    division: Code, body: OwnMatters, actor: Governor, session: Write, now: Now, response: Response,
    if_match: IfMatch = None,
) -> OwnMattersOut:  # fmt: skip
    """Add matters, labels and relations 增补本地事项; requests posted from now on are read by them."""
    rows = [one.model_dump(exclude_defaults=True) for one in body.concepts]
    _check([concept_of(row) for row in rows])
    require_division(session, actor, division)
    version = replace(session, actor, division, Kept("matters", {"concepts": rows}, if_match), now)
    response.headers["ETag"] = etag(version)
    return OwnMattersOut(division=division, version=version, concepts=body.concepts)


@router.get("/{division}/model")
def read_own_model(
    division: Code, actor: Governor, session: Read, response: Response, version: Version = None
) -> OwnModelOut:
    """The weights 判断模型 in force at a division; `version` shows an earlier one, to be put back."""
    require_division(session, actor, division)
    return _show_model(division, *_read(session, division, "model", version, response))


@router.put("/{division}/model")
def write_own_model(
    division: Code, body: OwnModel, actor: Governor, session: Write, now: Now, response: Response,
    if_match: IfMatch = None,
) -> OwnModelOut:  # fmt: skip
    """Put a refitted model in force 启用校准后的模型; `{}` goes back to the shipped one."""
    content = body.model_dump() if body.weights else {}
    if content:
        _check_model(body)
    require_division(session, actor, division)
    version = replace(session, actor, division, Kept("model", content, if_match), now)
    response.headers["ETag"] = etag(version)
    return _show_model(division, version, content)


def _read(
    session: Read, division: str, kind: Kind, version: int | None, response: Response
) -> tuple[int, dict[str, Any]]:
    """The version asked for, or the one in force, with its content; the tag is of the one in force."""
    current = version_of(session, division, kind)
    response.headers["ETag"] = etag(current)
    wanted = current if version is None else version
    return wanted, content_of(session, division, wanted, kind)


def _show_model(division: str, version: int, content: dict[str, Any]) -> OwnModelOut:
    model = LinearModel.from_json(content) if content else load_inbox_model()
    return OwnModelOut(division=division, version=version, own=bool(content), **model.to_json())


def _check(concepts: list[Concept]) -> None:
    faults = find_faults(shipped_vocabulary(), concepts)
    twice = [place for place, one in enumerate(concepts) if one.id in {x.id for x in concepts[:place]}]
    told = [(one.place, Words(one.text, one.text_en)) for one in faults]
    told += [(place, Words("这个 id 出现了两次", "this id appears twice")) for place in twice]
    if told:
        remedy = Words("改动这个概念的标签或关系后重发。", "Change the concept's labels or relations.")
        raise Invalid(
            faults=[Fault(text, remedy, pointer=f"/concepts/{place}") for place, text in told],
        )


def _check_model(body: OwnModel) -> None:
    known, cuts = set(load_inbox_model().weights), {"duplicate", "overlap", "related"}
    faults = [
        Fault(
            Words(f"没有特征 {name}", f"there is no feature {name}"),
            Words("用 jianfu refit 输出的文件。", "Send what jianfu refit wrote."),
            pointer=f"/weights/{name}",
        )
        for name in sorted(body.weights.keys() - known)
    ]
    if body.cuts.keys() != cuts:
        faults.append(
            Fault(
                Words("cuts 应有 duplicate、overlap、related", "cuts must be duplicate, overlap, related"),
                Words("用 jianfu refit 输出的文件。", "Send what jianfu refit wrote."),
                pointer="/cuts",
            )
        )
    if faults:
        raise Invalid(faults=faults)
