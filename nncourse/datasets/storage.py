"""Where the data files are, whether they are sound, and how to fetch what is missing.

A file is looked for in the folder that NNCOURSE_DATA names, then in the user's cache, then in the
folder `data` of the course. Its SHA-256 is taken of what it says and not of how it is packed,
so that the same digits compressed by someone else are still the same digits.
"""

import gzip
import hashlib
import os
import zlib
from dataclasses import dataclass
from pathlib import Path

from nncourse.datasets.hdf5 import read_hdf5
from nncourse.datasets.idx import GZIP_MAGIC
from nncourse.errors import DataError, DownloadError
from nncourse.files import system_folder

SHIPPED = Path(__file__).parents[2] / "data"


@dataclass(frozen=True)
class DataFile:
    """One file of the course: what it is, whose, and how to know it.

    `name` is its path in the data folder; `sha256` the hash of its content (see `content_hash`);
    `urls` the addresses it can be fetched from, none if the course ships the only copy.
    """

    name: str
    description: str
    licence: str
    size: int
    sha256: str
    urls: tuple[str, ...] = ()

    @property
    def where(self) -> Path | None:
        """The path of the file on this machine, None if it is not here."""
        return locate(self.name)

    @property
    def present(self) -> bool:
        """Whether the file is on this machine."""
        return self.where is not None


MNIST_MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",  # the one of TensorFlow Datasets
    "https://ossci-datasets.s3.amazonaws.com/mnist/",  # the one of torchvision
)
# Public copies of the photographs. They were first handed out in the course "Neural Networks and
# Deep Learning" (DeepLearning.AI, 2017), without a licence.
PHOTOS_MIRRORS = (
    "https://raw.githubusercontent.com/ridhimagarg/Cat-vs-Non-cat-Deep-learning-implementation"
    "/master/datasets/",
    "https://raw.githubusercontent.com/jalalmansoori19/Cat-Classifier/master/datasets/",
)


def mnist_file(name: str, description: str, size: int, sha256: str) -> DataFile:
    """A file of MNIST."""
    urls = tuple(mirror + name for mirror in MNIST_MIRRORS)
    return DataFile(f"mnist/{name}", description, "CC BY-SA 3.0", size, sha256, urls)


def photos_file(name: str, description: str, size: int, sha256: str) -> DataFile:
    """A file of the photographs."""
    urls = tuple(mirror + name for mirror in PHOTOS_MIRRORS)
    return DataFile(f"photos/{name}", description, "unknown, not shipped", size, sha256, urls)


FILES = (
    mnist_file(
        "train-images-idx3-ubyte.gz",
        "60,000 handwritten digits to train on",
        9_630_610,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    mnist_file(
        "train-labels-idx1-ubyte.gz",
        "their labels, 0 to 9",
        28_878,
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    mnist_file(
        "t10k-images-idx3-ubyte.gz",
        "10,000 handwritten digits to test with",
        1_602_050,
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    mnist_file(
        "t10k-labels-idx1-ubyte.gz",
        "their labels, 0 to 9",
        4_517,
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
    DataFile(
        "cats/train.webp",
        "2,400 drawings to train on, half of them cats, side by side",
        "CC BY 4.0",
        12_292_610,
        "f25a261eaa7c9bdfa8b1741c958c665bd69789d67503c5241042763fa495661e",
    ),
    DataFile(
        "cats/train.csv",
        "their labels and species",
        "CC BY 4.0",
        15_630,
        "7be22deb642d947b8006a1c9710c1aed973cdfc4291e6308293e8c0e9b4c7f8d",
    ),
    DataFile(
        "cats/test.webp",
        "800 drawings to test with, side by side",
        "CC BY 4.0",
        4_098_210,
        "de89ea0ef43218ebe84fa74243411f54adf1eb203254e59d8a3e556240db3863",
    ),
    DataFile(
        "cats/test.csv",
        "their labels and species",
        "CC BY 4.0",
        5_259,
        "85df881a8be752caf79c5dab9399f80c7fb314195d032800e4c7153934b13654",
    ),
    DataFile(
        "penguins/penguins.csv",
        "344 penguins, measured and weighed",
        "CC0 1.0",
        15_241,
        "f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93",
    ),
    photos_file(
        "train_catvnoncat.h5",
        "209 photographs to train on, 72 of cats",
        2_572_008,
        "e052cfb57d77bc7671c38578fb8c1cd12fc0518e20a90f197a2662778ab2d7c5",
    ),
    photos_file(
        "test_catvnoncat.h5",
        "50 photographs to test with, 33 of cats",
        616_958,
        "36eb3b0723a2c078c269fb4582b5ac9e5ca3502594a7383b788f600009bb9b2e",
    ),
)


def catalogue() -> list[DataFile]:
    """Every data file that the course knows, set by set.

    Examples
    --------
    >>> [file.name for file in catalogue() if file.name.startswith("photos/")]
    ['photos/train_catvnoncat.h5', 'photos/test_catvnoncat.h5']
    """
    return list(FILES)


def find(name: str) -> Path:
    """The path of a data file on this machine.

    Parameters
    ----------
    name : the file's path in the data folder, for example "mnist/t10k-labels-idx1-ubyte.gz".

    Raises
    ------
    DataError
        If it is nowhere; the message lists the folders and says how to get it.

    Examples
    --------
    >>> find("mnist/t10k-labels-idx1-ubyte.gz").name
    't10k-labels-idx1-ubyte.gz'
    """
    path = locate(name)
    if path is None:
        folders = "".join(f"\n  {folder}" for folder in search_folders())
        known = [file for file in catalogue() if file.name == name]
        if known and known[0].urls:
            remedy = f"Fetch it with: nncourse data get {name.split('/')[0]}"
        else:
            remedy = "It comes with the course: clone the repository, or copy its folder data/."
        raise DataError(f"The data file {name} was not found in{folders}\n{remedy}")
    return path


def get(name: str) -> Path:
    """The path of a data file, fetching the file first if it is not on this machine.

    Parameters
    ----------
    name : the file's path in the data folder.

    Raises
    ------
    DataError
        If it is nowhere and there is no address to fetch it from.
    DownloadError
        If fetching it failed.

    Examples
    --------
    >>> get("mnist/t10k-labels-idx1-ubyte.gz").name
    't10k-labels-idx1-ubyte.gz'
    """
    if locate(name) is None and any(file.name == name and file.urls for file in catalogue()):
        return fetch(name)[0]
    return find(name)


def verify(name: str) -> list[Path]:
    """Compare a file, or all files of a set, with the hashes that the course knows.

    Parameters
    ----------
    name : a file ("mnist/t10k-labels-idx1-ubyte.gz") or a set ("mnist").

    Returns
    -------
    The paths of the files, all of them present and sound.

    Raises
    ------
    DataError
        If a file is missing, damaged or another one, or the name is unknown.

    Examples
    --------
    >>> [path.name for path in verify("mnist/t10k-labels-idx1-ubyte.gz")]
    ['t10k-labels-idx1-ubyte.gz']
    """
    return [verified(file, find(file.name)) for file in select(name)]


def fetch(name: str) -> list[Path]:
    """Download a file, or all files of a set, unless a sound copy is on this machine already.

    Parameters
    ----------
    name : a file ("photos/test_catvnoncat.h5") or a set ("photos").

    Returns
    -------
    The paths of the files.

    Raises
    ------
    DataError
        If the name is unknown, or the file cannot be downloaded and is not here.
    DownloadError
        If no address delivered the right bytes. What arrived before an interruption is kept as
        `.part`, and the next attempt goes on from there.

    Examples
    --------
    >>> [path.name for path in fetch("mnist/t10k-labels-idx1-ubyte.gz")]
    ['t10k-labels-idx1-ubyte.gz']
    """
    return [fetch_file(file) for file in select(name)]


def download_folder() -> Path:
    """The folder that downloads go to: NNCOURSE_DATA, else `~/.cache/nncourse`."""
    chosen = os.environ.get("NNCOURSE_DATA")
    if not chosen:
        return cache_folder()
    try:
        return Path(chosen).expanduser()
    except RuntimeError as error:
        raise DataError(f"NNCOURSE_DATA is {chosen}, but no such home folder is known") from error


def content_hash(path: Path, name: str) -> str:
    """The SHA-256 of what a file says, as 64 hexadecimal digits.

    Parameters
    ----------
    path : the file.
    name : its name in the data folder, whose ending tells the format: `.gz` is unpacked first
        (unless it is unpacked already), of `.h5` the pictures' and the labels' bytes count, of any
        other file its own bytes.

    Raises
    ------
    DataError
        If the file cannot be unpacked or read.
    """
    if name.endswith(".h5"):
        images, labels = read_hdf5(path)
        return hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest()
    opened = gzip.open if name.endswith(".gz") and is_packed(path) else open
    try:
        with opened(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(f"{path}: the gzip compression is damaged ({error}).") from error


def is_packed(path: Path) -> bool:
    """Whether a file is gzipped, whatever its name says."""
    with open(path, "rb") as file:
        return file.read(2) == GZIP_MAGIC


def is_sound(path: Path, name: str) -> bool:
    """Whether the file at `path` says what the file `name` of the catalogue says."""
    return content_hash(path, name) == select(name)[0].sha256


def cache_folder() -> Path:
    """The folder in which the system wants such data; the course's own for who has no home."""
    try:
        return system_folder("XDG_CACHE_HOME", ".cache") / "nncourse"
    except RuntimeError:
        return SHIPPED


def search_folders() -> list[Path]:
    """Where a file is looked for, in this order."""
    return list(dict.fromkeys([download_folder(), cache_folder(), SHIPPED]))


def locate(name: str) -> Path | None:
    """The path of a data file, None if it is in none of the folders."""
    paths = [folder / name for folder in search_folders()]
    return next((path for path in paths if path.is_file()), None)


def select(name: str) -> list[DataFile]:
    """The files of this name, or of the set of this name; a DataError if there is none."""
    chosen = [file for file in catalogue() if name in (file.name, file.name.split("/")[0])]
    if not chosen:
        sets = list(dict.fromkeys(file.name.split("/")[0] for file in catalogue()))
        raise DataError(f"No data of the name {name!r}; there are: {', '.join(sets)}.")
    return chosen


def verified(file: DataFile, path: Path) -> Path:
    """The path of a file whose content is the right one; a DataError if it is not."""
    found = content_hash(path, file.name)
    if found != file.sha256:
        raise DataError(
            f"{path} is damaged or another file: its content's SHA-256 is\n  {found}, expected\n"
            f"  {file.sha256}.\nDelete it, then run: nncourse data get {file.name.split('/')[0]}"
        )
    return path


def fetch_file(file: DataFile) -> Path:
    """The path of one file, downloaded from the first address that delivers it."""
    try:
        return verified(file, find(file.name))
    except DataError:
        if not file.urls:
            raise
    # Loaded on use: files that are here need nothing of a network.
    from nncourse.datasets.download import download

    target = download_folder() / file.name
    failures = []
    for url in file.urls:
        try:
            return download(url, target, lambda path: is_sound(path, file.name), file.size)
        except (DataError, OSError) as error:
            failures.append(f"\n  {url}: {error}")
    raise DownloadError(
        f"{file.name} could not be fetched:{''.join(failures)}\nCheck the network and the "
        f"space on the disk and try again, or put a copy at\n  {target}"
    )
