"""Eyes: almond-shaped or round, with a slit or a round pupil, open, or shut in a smile."""

from dataclasses import dataclass

import numpy as np

from nncourse.datasets.drawing.colours import INK, WHITE, mix, smooth
from nncourse.datasets.drawing.frames import Frame

ASLEEP = 0.2  # an eye that is less open than this is drawn as a line


@dataclass
class Eye:
    """One eye: where it is in the head's frame, its radii, slant and pupil."""

    x: float
    y: float
    width: float
    height: float
    slant: float
    shape: str
    slit: float
    gaze: tuple[float, float]

    def outline(self, frame: Frame, grow: float = 0.0) -> np.ndarray:
        """The distance to the eye's edge, or to the edge grown outwards."""
        if self.shape == "almond":
            lens = frame.almond(self.x, self.y, self.width * 1.12, self.height * 0.92, self.slant)
            return lens - grow
        return frame.ellipse(self.x, self.y, self.width, self.height, self.slant) - grow


def paint_eye(head: Frame, eye: Eye, iris: np.ndarray, line: np.ndarray, rim: np.ndarray) -> None:
    """Paint an eye on a head; `line` is the colour of its edge, `rim` of the hair around it."""
    if eye.height < ASLEEP * eye.width:
        paint_shut(head, eye, line)
        return
    frame = head.around(eye.x, eye.y, 2.2 * eye.width)
    outline = eye.outline(frame)
    frame.paint(outline - 0.07, rim, softness=0.10, opacity=0.75)
    frame.paint(outline - 0.030, line, softness=0.015)
    paint_iris(frame, eye, outline, iris)
    paint_pupil(frame, eye, outline)
    lid = smooth(eye.y - frame.v, eye.height * 0.15, eye.height * 1.05)
    frame.paint(outline, INK, opacity=0.55 * lid)
    paint_glints(frame, eye, outline)


def paint_shut(head: Frame, eye: Eye, line: np.ndarray) -> None:
    """Paint the lashes of a shut eye: an arc that smiles."""
    frame = head.around(eye.x, eye.y, 2 * eye.width)
    ends = [
        (eye.x - eye.width, eye.y),
        (eye.x, eye.y + 0.75 * eye.width),
        (eye.x + eye.width, eye.y),
    ]
    frame.paint(frame.curve(ends, 0.028), line, softness=0.01)


def paint_iris(frame: Frame, eye: Eye, outline: np.ndarray, iris: np.ndarray) -> None:
    """Paint the coloured ring: dark at its edge, light below, with rays."""
    across, down = frame.u - eye.x, frame.v - eye.y
    rays = frame.canvas.noise(np.arctan2(down, across) * (64 / (2 * np.pi)), 0 * across + 20)
    depth = np.clip(-outline / eye.height, 0, 1)
    glow = 0.62 + 0.55 * smooth(depth, 0, 0.5) + 0.35 * down / eye.height + 0.06 * rays
    frame.paint(outline, np.clip(iris * glow, 0, 1))


def paint_pupil(frame: Frame, eye: Eye, outline: np.ndarray) -> None:
    """Paint the pupil, a slit if it is much narrower than it is high."""
    x, y = eye.x + eye.gaze[0] * eye.width, eye.y + eye.gaze[1] * eye.height
    radius = min(0.62 * eye.width, 0.94 * eye.height)
    if eye.slit < 0.5:
        pupil = frame.almond(
            x, y, 0.98 * eye.height, max(eye.slit * eye.width, 0.03), np.pi / 2 + eye.slant / 3
        )
    else:
        pupil = frame.ellipse(x, y, eye.slit * radius * 1.1, radius)
    frame.paint(np.maximum(pupil, outline), INK, softness=0.012)


def paint_glints(frame: Frame, eye: Eye, outline: np.ndarray) -> None:
    """Paint the light mirrored in the eye: a large glint and, opposite, a small one."""
    side = 0.3 if frame.canvas.light[0] > 0 else -0.3
    size = 0.24 * min(eye.width, eye.height)
    x, y = eye.x + side * eye.width, eye.y - 0.36 * eye.height
    glint = frame.ellipse(x, y, size, size)
    frame.paint(np.maximum(glint, outline), WHITE, opacity=0.95)
    x, y = eye.x - side * eye.width, eye.y + 0.42 * eye.height
    glint = frame.ellipse(x, y, 0.5 * size, 0.5 * size)
    frame.paint(np.maximum(glint, outline), mix(WHITE, INK, 0.1), opacity=0.5)
