"""The command that repeats the course's longer measurements: `python -m nncourse.results`."""

import argparse
from pathlib import Path

from nncourse.datasets.storage import SHIPPED
from nncourse.errors import DataError, DownloadError
from nncourse.results import digits, drawn, handful, pictures, race, reading, write
from nncourse.results.experiment import measure

PARTS = (digits, handful, reading, drawn, pictures, race)
EXPERIMENTS = {experiment.name: experiment for part in PARTS for experiment in part.EXPERIMENTS}


def arguments() -> argparse.Namespace:
    """What the user asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m nncourse.results",
        description="Repeat the measurements that the chapters quote. Without names: all of them, "
        "about an hour and a half on one core. Each writes one JSON file.",
        epilog="experiments: " + ", ".join(EXPERIMENTS),
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="experiments to run")
    parser.add_argument(
        "--out",
        type=Path,
        default=SHIPPED / "results",
        metavar="FOLDER",
        help="where the files go (default: the course's data/results)",
    )
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in EXPERIMENTS]
    if unknown:
        parser.error(f"no experiment {', '.join(unknown)}; there are: {', '.join(EXPERIMENTS)}")
    return asked


def main() -> None:
    """Run the experiments one after the other; one that lacks its data is named and left out."""
    asked = arguments()
    for name in asked.names or EXPERIMENTS:
        try:
            path = write(asked.out, measure(EXPERIMENTS[name]))
        except (DataError, DownloadError) as error:
            print(f"{name}: left out. {error}")
        else:
            print(f"{name}: {path}")


if __name__ == "__main__":
    main()
