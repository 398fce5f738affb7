"""Codes read back by a decoder that is not ours, from pictures of pages that suffered."""

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from pypdfium2 import PdfDocument

Picture = NDArray[np.uint8]
DOTS_AN_INCH = 400
MILLIMETERS_AN_INCH = 25.4


def picture_of(pdf: bytes, page: int = 0) -> Picture:
    """A page at 400 dpi, as a scanner of an office sees it."""
    drawn = PdfDocument(pdf)[page].render(scale=DOTS_AN_INCH / 72, grayscale=True)
    return np.array(drawn.to_numpy(), np.uint8)


def read(picture: Picture) -> dict[str, str]:
    """What the decoder finds, by kind of code."""
    found = zxingcpp.read_barcodes(np.ascontiguousarray(picture))
    return {str(code.format): code.text.strip("A") for code in found}


def blurred(picture: Picture, reach: int = 1) -> Picture:
    """Each point the mean of its neighbours, as a lens out of focus sees them."""
    padded = np.pad(picture.astype(np.float64), reach, mode="edge")
    height, width = picture.shape
    steps = range(2 * reach + 1)
    moved = [padded[y : y + height, x : x + width] for y in steps for x in steps]
    return np.mean(moved, axis=0).astype(np.uint8)


def skewed(picture: Picture, share: float = 0.04) -> Picture:
    """Each row moved a little further than the row above, as paper that goes in askew."""
    white = np.pad(picture, ((0, 0), (60, 60)), constant_values=255)
    rows = [np.roll(row, round(number * share)) for number, row in enumerate(white)]
    return np.array(rows, np.uint8)


def speckled(picture: Picture, seed: int = 1) -> Picture:
    """Grey noise and a few black and white specks."""
    chance = np.random.default_rng(seed)
    noisy = picture + chance.normal(0, 16, picture.shape)
    specks = chance.random(picture.shape)
    noisy = np.where(specks < 0.0005, 0, np.where(specks > 0.9995, 255, noisy))
    return np.clip(noisy, 0, 255).astype(np.uint8)
