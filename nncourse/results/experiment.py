"""Experiment: a question, the settings that shall answer it, and one run for each of some seeds."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from nncourse.results.settings import Settings

Measurements = dict[str, Any]


@dataclass(frozen=True)
class Experiment:
    """One thing to measure, for one seed at a time.

    Attributes
    ----------
    name : of the file in `data/results/`.
    question : what the experiment answers, in a sentence.
    settings : how the network is built and trained; the seed is replaced in every run.
    run : takes the settings of one run, returns named numbers, or lists of them, one per epoch;
        accuracies lie in [0, 1].
    more : what else `run` is to know, by name; plain values, for they are written to the file.
    choose : tries settings on a validation split and returns its table, a row per setting; None if
        the settings are given.
    seeds : how many seeds a claim rests on; more where the test set is small.
    """

    name: str
    question: str
    settings: Settings
    run: Callable[..., Measurements]
    more: dict[str, Any] = field(default_factory=dict)
    choose: Callable[[], list[dict]] | None = None
    seeds: int = 3

    def run_with(self, seed: int) -> Measurements:
        """Run it once."""
        return self.run(replace(self.settings, seed=seed), **self.more)

    def facts(self) -> dict[str, Any]:
        """What every run has in common, for the reader of the file."""
        facts = self.settings.as_notes() | self.more
        del facts["seed"]
        return facts


def measure(experiment: Experiment) -> dict[str, Any]:
    """Run an experiment with each of its seeds; what is returned is what the file will hold."""
    return {
        "name": experiment.name,
        "question": experiment.question,
        "settings": experiment.facts(),
        "validation": experiment.choose() if experiment.choose else [],
        "runs": [{"seed": seed, **experiment.run_with(seed)} for seed in range(experiment.seeds)],
    }
