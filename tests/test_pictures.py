"""Picture files: a digit comes out as MNIST would hold it, and every bad file is named."""

import numpy as np
import pytest

from nncourse.datasets import mnist, read_folder, read_picture
from nncourse.errors import DataError

Image = pytest.importorskip("PIL.Image", reason="pillow is not installed")
ImageDraw = pytest.importorskip("PIL.ImageDraw")


@pytest.fixture(scope="module")
def digits():
    return mnist("test")[0][:40]


def save(path, pixels, **options):
    Image.fromarray(pixels).save(path, **options)
    return path


def centre_of_mass(digit):
    mass = digit.astype(float)
    return [(mass.sum(axis=1 - axis) @ np.arange(28)) / mass.sum() for axis in (0, 1)]


def seven(size=(300, 400), paper=255, ink=0, mode="L", at=(40, 30), pen=24):
    """A drawn seven: wide on top, thin below, so that every rotation looks different."""
    picture = Image.new(mode, size, paper)
    x, y = at
    ImageDraw.Draw(picture).line([x, y, x + 150, y, x + 50, y + 240], ink, pen, joint="curve")
    return picture


def test_a_digit_of_mnist_comes_back_as_it_was(tmp_path, digits):
    """The steps that made MNIST, applied again, change no pixel by more than one grey level."""
    for digit in digits:
        back = read_picture(save(tmp_path / "digit.png", digit))
        assert np.abs(back.astype(int) - digit).max() <= 1


def test_dark_on_light_is_the_same_digit(tmp_path, digits):
    for digit in digits:
        light = read_picture(save(tmp_path / "light.png", digit))
        dark = read_picture(save(tmp_path / "dark.png", 255 - digit))
        np.testing.assert_array_equal(light, dark)


def test_position_size_and_grey_of_the_paper_do_not_matter(tmp_path):
    seven().save(tmp_path / "a.png")
    seven(size=(900, 500), paper=200, ink=90, at=(600, 200)).save(tmp_path / "b.png")
    seven(paper=30, ink=160, at=(120, 130)).save(tmp_path / "c.png")
    seven(paper=140, ink=255).save(tmp_path / "d.png")
    a, *others = (read_picture(tmp_path / f"{name}.png").astype(int) for name in "abcd")
    for other in others[1:]:
        assert np.abs(a - other).max() <= 2
    assert np.abs(a - others[0]).mean() < 1  # of another size: its edge falls otherwise


def test_the_digit_fills_its_box_and_is_centred_by_mass(tmp_path):
    seven().save(tmp_path / "seven.png")
    digit = read_picture(tmp_path / "seven.png")
    rows, columns = np.nonzero(digit)
    assert rows.max() - rows.min() + 1 == 20
    assert columns.max() - columns.min() + 1 < 20
    assert digit.max() == 255
    assert centre_of_mass(digit) == pytest.approx([14, 14], abs=0.51)


def test_a_photographed_sheet_with_noise_and_shade_has_clean_paper(tmp_path):
    rng = np.random.default_rng(0)
    sheet = np.asarray(seven(paper=200, ink=60), dtype=float)
    sheet += np.linspace(-12, 12, sheet.shape[1]) + rng.normal(0, 4, sheet.shape)
    clean, noisy = tmp_path / "clean.png", tmp_path / "noisy.jpg"
    seven().save(clean)
    save(noisy, np.clip(sheet, 0, 255).astype(np.uint8), quality=85)
    difference = read_picture(clean).astype(int) - read_picture(noisy)
    assert np.abs(difference).mean() < 5


def test_invert_can_be_stated(tmp_path):
    path = save(tmp_path / "digit.png", np.asarray(seven()))
    np.testing.assert_array_equal(read_picture(path, invert=True), read_picture(path))
    assert np.abs(read_picture(path, invert=False).astype(int) - read_picture(path)).mean() > 20


def variants():
    grey = seven()
    mask = Image.fromarray(255 - np.asarray(grey))
    dark_on_nothing = Image.new("RGBA", grey.size, (0, 0, 0, 0))
    dark_on_nothing.paste((10, 20, 60, 255), mask=mask)
    light_on_nothing = Image.new("LA", grey.size, (0, 0))
    light_on_nothing.paste((255, 255), mask=mask)
    sixteen = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    palette = grey.convert("P")
    see_through = grey.convert("RGB").convert("P", palette=Image.Palette.ADAPTIVE)
    return {
        "rgb": (grey.convert("RGB"), {}),
        "black-and-white": (grey.convert("1"), {}),
        "palette": (palette, {}),
        "palette-with-transparency": (see_through, {"transparency": 0}),
        "16-bit": (sixteen, {}),
        "dark-on-nothing": (dark_on_nothing, {}),
        "light-on-nothing": (light_on_nothing, {}),
    }


@pytest.mark.parametrize("kind", variants())
def test_every_kind_of_png_gives_the_same_digit(tmp_path, kind):
    picture, options = variants()[kind]
    picture.save(tmp_path / "digit.png", **options)
    seven().save(tmp_path / "grey.png")
    digit = read_picture(tmp_path / "digit.png").astype(int)
    assert np.abs(digit - read_picture(tmp_path / "grey.png")).max() <= 2


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_gives_nearly_the_same_digit(tmp_path, mode):
    seven().convert(mode).save(tmp_path / "digit.jpg", quality=95)
    seven().save(tmp_path / "grey.png")
    digit = read_picture(tmp_path / "digit.jpg").astype(int)
    assert np.abs(digit - read_picture(tmp_path / "grey.png")).mean() < 3


def test_a_telephone_that_was_turned_makes_no_difference(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees clockwise to see it upright
    seven().rotate(90, expand=True).save(tmp_path / "turned.jpg", exif=exif, quality=95)
    seven().save(tmp_path / "upright.jpg", quality=95)
    turned, upright = (read_picture(tmp_path / f"{name}.jpg") for name in ("turned", "upright"))
    assert np.abs(turned.astype(int) - upright).mean() < 3


def test_tall_and_wide_digits_keep_their_proportions(tmp_path):
    bar = np.full((400, 100), 255, np.uint8)
    bar[10:390, 40:59] = 0
    tall = read_picture(save(tmp_path / "tall.png", bar))
    wide = read_picture(save(tmp_path / "wide.png", bar.T))
    assert np.count_nonzero(tall.any(axis=0)) <= 3
    np.testing.assert_array_equal(tall.T, wide)


def test_the_frame_can_have_another_size(tmp_path):
    seven().save(tmp_path / "seven.png")
    digit = read_picture(tmp_path / "seven.png", size=(56, 42))
    assert digit.shape == (56, 42)
    assert np.count_nonzero(digit.any(axis=1)) <= 40
    assert np.count_nonzero(digit.any(axis=0)) <= 30


def test_a_colour_picture_is_cropped_to_the_middle_and_scaled(tmp_path):
    pixels = np.zeros((100, 300, 3), np.uint8)
    pixels[:, 100:200] = [200, 100, 50]
    photo = read_picture(save(tmp_path / "photo.png", pixels), size=(64, 64), channels=3)
    assert photo.shape == (64, 64, 3)
    assert photo.dtype == np.uint8
    assert (photo[2:-2, 2:-2] == [200, 100, 50]).all()


def test_a_colour_picture_of_the_right_size_is_unchanged(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    path = save(tmp_path / "photo.png", pixels)
    np.testing.assert_array_equal(read_picture(path, size=(64, 64), channels=3), pixels)


def test_a_grey_photograph_becomes_three_equal_channels(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (64, 64), dtype=np.uint8)
    photo = read_picture(save(tmp_path / "photo.png", pixels), size=(64, 64), channels=3)
    np.testing.assert_array_equal(photo, np.repeat(pixels[:, :, None], 3, axis=2))


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
def test_a_file_that_is_no_picture_is_named(tmp_path, content):
    path = tmp_path / "holiday.png"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"holiday\.png: not a picture that can be read"):
        read_picture(path)


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_a_truncated_picture_is_named(tmp_path, suffix):
    noise = np.random.default_rng(0).integers(0, 256, (90, 90), dtype=np.uint8)
    path = save(tmp_path / f"cut.{suffix}", noise)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(DataError, match=rf"cut\.{suffix}: not a picture that can be read"):
        read_picture(path)


def test_an_empty_sheet_is_told(tmp_path):
    path = save(tmp_path / "empty.png", np.full((50, 50), 255, np.uint8))
    with pytest.raises(DataError, match=r"empty\.png: no digit to be seen"):
        read_picture(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nothing\.png: no such file"):
        read_picture(tmp_path / "nothing.png")


@pytest.mark.parametrize("arguments", [{"channels": 2}, {"size": (4, 28)}, {"size": (28,)}])
def test_impossible_wishes_are_refused(tmp_path, arguments):
    with pytest.raises(DataError, match=r"channels is 1|size is"):
        read_picture(tmp_path / "any.png", **arguments)


def colour(path, value):
    path.parent.mkdir(exist_ok=True)
    return save(path, np.full((20, 20, 3), value, np.uint8))


def test_sub_folders_are_classes_and_not_cat_comes_first(tmp_path):
    colour(tmp_path / "cat" / "tom.png", 10)
    colour(tmp_path / "cat" / "Felix.JPG", 20)
    colour(tmp_path / "not_cat" / "rex.png", 30)
    (tmp_path / "cat" / "notes.txt").write_text("passed over")
    (tmp_path / "cat" / "._tom.png").write_text("passed over")
    (tmp_path / ".hidden").mkdir()
    images, labels, classes, paths = read_folder(tmp_path, size=(16, 16))
    assert classes == ("not_cat", "cat")
    assert labels.tolist() == [0, 1, 1]
    assert [path.name for path in paths] == ["rex.png", "Felix.JPG", "tom.png"]
    assert images.shape == (3, 16, 16, 3)
    assert images[:, 0, 0, 0].tolist() == pytest.approx([30, 20, 10], abs=2)


def test_the_order_of_the_classes_can_be_stated(tmp_path):
    for name in ("fox", "owl", "dog"):
        colour(tmp_path / name / "one.png", 0)
    assert read_folder(tmp_path).classes == ("dog", "fox", "owl")
    folder = read_folder(tmp_path, classes=["owl", "dog"])
    assert [path.parent.name for path in folder.paths] == ["owl", "dog"]
    with pytest.raises(DataError, match="bear: no such folder"):
        read_folder(tmp_path, classes=["bear"])


def test_a_flat_folder_has_no_labels(tmp_path, digits):
    for number, digit in enumerate(digits[:3]):
        save(tmp_path / f"{number}.png", digit)
    images, labels, classes, paths = read_folder(tmp_path, size=(28, 28), channels=1)
    assert labels is None
    assert classes == ()
    assert len(paths) == 3
    assert np.abs(images.astype(int) - digits[:3]).max() <= 1


def test_a_bad_picture_in_a_folder_is_named(tmp_path):
    colour(tmp_path / "cat" / "good.png", 0)
    (tmp_path / "cat" / "bad.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"bad\.png: not a picture"):
        read_folder(tmp_path)


def test_a_folder_without_pictures_is_told(tmp_path):
    with pytest.raises(DataError, match="no pictures in it"):
        read_folder(tmp_path)
    with pytest.raises(DataError, match="no such folder"):
        read_folder(tmp_path / "nowhere")


FORMATS = ("png", "jpg", "jpeg", "bmp", "gif", "webp", "tif", "tiff")


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_digit(tmp_path, digits, suffix):
    path = tmp_path / f"digit.{suffix}"
    more = {"lossless": True} if suffix == "webp" else {}
    enlarged = digits[0].repeat(8, axis=0).repeat(8, axis=1)
    Image.fromarray(enlarged).save(path, **more)
    save(tmp_path / "digit.png", enlarged)
    expected = read_picture(tmp_path / "digit.png").astype(int)
    assert abs(read_picture(path) - expected).mean() < 3


def test_of_an_animation_the_first_frame_is_read(tmp_path):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    assert read_picture(tmp_path / "moving.gif", (20, 20), 3)[10, 10].tolist() == [255, 0, 0]


def test_a_format_that_is_not_read_is_told(tmp_path):
    Image.new("L", (20, 20)).save(tmp_path / "old.ppm")
    with pytest.raises(DataError, match="expected a PNG, JPEG, BMP, GIF, WebP or TIFF"):
        read_picture(tmp_path / "old.ppm")


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_folder_has_every_format(tmp_path, suffix):
    Image.new("RGB", (20, 20), "white").save(tmp_path / f"a.{suffix}")
    assert read_folder(tmp_path, (20, 20)).images.shape == (1, 20, 20, 3)


def test_a_grey_picture_that_is_no_digit_is_cropped_as_a_picture(tmp_path):
    shade = np.tile(np.arange(40, dtype=np.uint8), (20, 1))
    path = save(tmp_path / "shade.png", shade)
    np.testing.assert_array_equal(
        read_picture(path, (20, 20), 1, preparation="picture"), shade[:, 10:30]
    )


def test_a_prepared_picture_is_left_as_it_is(tmp_path, digits):
    path = save(tmp_path / "digit.png", np.roll(digits[0], 5, axis=1))
    np.testing.assert_array_equal(
        read_picture(path, preparation="none"), np.roll(digits[0], 5, axis=1)
    )
    np.testing.assert_array_equal(
        read_picture(path, invert=True, preparation="none"), 255 - np.roll(digits[0], 5, axis=1)
    )


def test_as_it_is_means_all_of_the_picture(tmp_path):
    wide = np.zeros((20, 40), np.uint8)
    wide[:, :20] = 255
    seen = read_picture(save(tmp_path / "wide.png", wide), (20, 20), preparation="none")
    assert seen[:, :8].min() > 250
    assert seen[:, 12:].max() < 5


@pytest.mark.parametrize("wish", [{"preparation": "cat"}, {"preparation": "digit", "channels": 3}])
def test_an_impossible_preparation_is_refused(tmp_path, wish):
    with pytest.raises(DataError, match="preparation is"):
        read_picture(tmp_path / "any.png", **wish)
