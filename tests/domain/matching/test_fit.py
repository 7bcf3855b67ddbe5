"""A refit learns from decisions, stays near what it knew, and tells honestly what it gained."""

import json

import numpy as np
import pytest

from app.commands.refit import BadDecisions, refit, refit_file, write_model
from app.domain.matching import LinearModel, fit_model, load_model, load_vocabulary, measure, read_notice
from app.domain.matching.features import NAMES
from app.domain.matching.fit import fit_rows, scores_of
from benchmarks.overlaps.pairs import SHIPPED, examples, load_pairs

PAIRS = load_pairs()
EXAMPLES = examples(PAIRS, load_vocabulary())
IGNORANT = LinearModel(dict.fromkeys(NAMES, 0.0), 0.0, load_model().cuts)


def test_it_learns_from_nothing():
    fitted = fit_model(EXAMPLES, IGNORANT)
    assert measure(IGNORANT, EXAMPLES).auc == 0.5
    assert fitted.quality["auc_before"] == 0.5
    assert fitted.quality["auc_after"] > 0.95
    assert fitted.weights["matter_same"] > 0 > fitted.weights["matter_apart"]


def test_few_decisions_move_it_little():
    two = [next(one for one in EXAMPLES if one.merge), next(one for one in EXAMPLES if not one.merge)]
    fitted, shipped = fit_model(two), load_model()
    assert all(abs(fitted.weights[name] - shipped.weights[name]) < 0.5 for name in shipped.weights)
    assert fitted.weights.keys() == shipped.weights.keys()


def test_it_does_not_depend_on_the_order_of_decisions():
    assert fit_model(EXAMPLES).weights == pytest.approx(fit_model(EXAMPLES[::-1]).weights, abs=1e-3)


def test_it_ends_where_the_prior_is_sure_and_wrong_of_many():
    # full Newton steps run away here: far out the curve is flat, and a step is as long as the curve is flat
    names = list(NAMES)
    rows = np.zeros((20_000, len(names)))
    rows[:, names.index("matter_same")] = 1.0
    rows[::100, names.index("matter_same")] = 0.2
    joined = np.zeros(len(rows))
    joined[::100] = 1.0
    sure = LinearModel({**dict.fromkeys(names, 0.0), "matter_same": 25.0}, -4.0, load_model().cuts)
    fitted = fit_rows(rows, joined, sure, ridge=1.0)
    assert all(abs(weight) < 50 for weight in fitted.weights.values())
    scores = scores_of(fitted, rows[:2])
    assert scores[1] < 0.01 < scores[0]


def test_one_kind_of_decision_teaches_nothing():
    with pytest.raises(ValueError, match="both kinds"):
        fit_model([one for one in EXAMPLES if one.merge])


def test_a_model_survives_storage():
    model = fit_model(EXAMPLES)
    assert LinearModel.from_json(json.loads(json.dumps(model.to_json()))) == model


def test_the_command_reads_labels_decisions_and_stored_readings():
    lines = SHIPPED.read_text("utf-8").splitlines()[:40]
    first = json.loads(lines[0])
    notice = PAIRS[0].a
    first["a"] = {"reading": read_notice(notice, load_vocabulary()).to_json()}
    first["decision"] = "confirm"
    assert refit([json.dumps(first), "", *lines[1:]]).weights == refit(lines).weights


NOTICE = '"b": {"title": "防汛检查"}, "decision": "confirm"'


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            '{"a": {"title": "甲"}, "b": {"title": "乙"}, "decision": "maybe"}',
            "line 2 /decision decision must",
        ),
        ('{"a": {"title": "甲"}, "b": {"title": "乙"}, "decision": ["confirm"]}', "line 2 /decision"),
        ("no json", "line 2  not JSON"),
        ('{"a": {"reading": {}}, ' + NOTICE + "}", "line 2 /a/reading no reading"),
        (
            '{"a": {"reading": {"matters": 5, "certainty": 1}}, ' + NOTICE + "}",
            "line 2 /a/reading no reading",
        ),
    ],
)
def test_the_command_names_the_line_and_what_is_wrong_with_it(tmp_path, line, told):
    path = tmp_path / "decisions.jsonl"
    path.write_text(SHIPPED.read_text("utf-8").splitlines()[0] + "\n" + line, "utf-8")
    with pytest.raises(BadDecisions) as refused:
        refit_file(path, None)
    assert str(refused.value).startswith(told)
    assert refused.value.text.startswith("第2行")


def test_a_file_that_is_no_model_is_left_as_it_is(tmp_path):
    out = tmp_path / "model.json"
    for content in ("{broken", "[]", "{}", "5"):
        out.write_text(content, "utf-8")
        with pytest.raises(BadDecisions, match="no model"):
            refit_file(SHIPPED, out)
        assert out.read_text("utf-8") == content
    letters = tmp_path / "gbk.jsonl"
    letters.write_bytes("消防".encode("gbk"))
    with pytest.raises(BadDecisions, match="UTF-8"):
        refit_file(letters, None)


def test_decisions_that_are_exported_again_count_once(tmp_path):
    out = tmp_path / "model.json"
    first = refit_file(SHIPPED, out)
    learned = json.loads(out.read_text("utf-8"))["weights"]
    again = refit_file(SHIPPED, out)
    assert json.loads(out.read_text("utf-8"))["weights"] == learned
    assert again["quality"]["auc_before"] >= first["quality"]["auc_before"], (
        "the gain is told over what stood there"
    )
    assert again["quality"]["auc_after"] == first["quality"]["auc_after"]


def test_the_way_back_is_kept(tmp_path):
    path = tmp_path / "model.json"
    assert write_model(load_model(), path) is None
    previous = write_model(fit_model(EXAMPLES), path)
    assert previous is not None
    assert LinearModel.from_json(json.loads(previous.read_text("utf-8"))) == load_model()
    assert LinearModel.from_json(json.loads(path.read_text("utf-8"))) != load_model()
