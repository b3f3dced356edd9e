"""Prints the verdict on every reference and every known mistake, as one JSON object."""

import json

from nncourse import exercises
from nncourse.checking import judge

verdicts = {}
for exercise in exercises.catalogue():
    known = [("reference", exercise.reference)]
    known += [(mistake.id, mistake.answer) for mistake in exercise.mistakes]
    for name, answer in known:
        verdict = judge(exercise, answer)
        verdicts[f"{exercise.id} {name}"] = [verdict.kind, verdict.mistake, str(verdict)]
print(json.dumps(verdicts))
