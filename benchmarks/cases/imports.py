"""What must be waited for before anything happens: imports, and reading the data."""

import gzip

from benchmarks.case import Case, Prepared
from nncourse.datasets import mnist, storage

FILES = [
    f"mnist/{split}-{kind}.gz"
    for split in ("train", "t10k")
    for kind in ("images-idx3-ubyte", "labels-idx1-ubyte")
]


def unzip() -> None:
    """Only take the files out of their compression."""
    for name in FILES:
        gzip.decompress(storage.find(name).read_bytes())


DATA_TOO = "import nncourse.training, nncourse.datasets, nncourse.saving.serialization"

CASES = [
    Case(
        "import",
        "importing nncourse.training, and all that it loads",
        {
            "nncourse": "import nncourse.training",
            "and to read data, save models": DATA_TOO,
            "only the name nncourse": "import nncourse",
            "NumPy": "import numpy.random",
            "PyTorch": "import torch",
            "scikit-learn": "import sklearn.neural_network",
        },
        unit="an import",
        threads=(1,),
        targets={"PyTorch": 0.1},
        most_beyond={"NumPy": (0.030, 15e6)},
    ),
    Case(
        "loading",
        "reading MNIST, all 70,000 digits",
        {
            "nncourse": lambda: Prepared(lambda: (mnist("train"), mnist("test"))),
            "only unzipping": lambda: Prepared(unzip),
        },
        unit="all files",
        threads=(1,),
    ),
]
