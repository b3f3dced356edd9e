"""Penguins that were measured and weighed near Palmer Station, Antarctica.

The chapter on the basics fits a line to them: how heavy is a penguin with flippers this long?
Source: K. B. Gorman, T. D. Williams and W. R. Fraser, PLoS ONE 9(3), 2014, e90081.
"""

import csv

import numpy as np

from nncourse.datasets import storage

FILE = "penguins/penguins.csv"
SPECIES = ("Adelie", "Chinstrap", "Gentoo")
MEASURES = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")


def penguins() -> tuple[np.ndarray, np.ndarray]:
    """Read what was measured of each penguin, and its species.

    Two of the 344 that were seen were not measured, and are left out.

    Returns
    -------
    Measures (342, 4) float64, in the order of `MEASURES`: length and depth of the bill and length
    of the flippers, in mm, and the body's mass, in g. And species (342,) int64, places in
    `SPECIES`.

    Raises
    ------
    DataError
        If the file is missing, or is not the one that comes with the course.

    Examples
    --------
    >>> measures, species = penguins()
    >>> measures[0].tolist(), SPECIES[species[0]]
    ([39.1, 18.7, 181.0, 3750.0], 'Adelie')
    """
    (path,) = storage.verify(FILE)
    with open(path, newline="", encoding="utf-8") as file:
        seen = [row for row in csv.DictReader(file) if row["body_mass_g"] != "NA"]
    measures = np.array([[float(row[name]) for name in MEASURES] for row in seen])
    return measures, np.array([SPECIES.index(row["species"]) for row in seen])
