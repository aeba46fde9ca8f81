"""Renders the drawn icons to what desktops ask for: PNG of several sizes, and ICO for Windows.

python packaging/icons.py                after a change of resources/icons/app*.svg; its results are committed
python packaging/icons.py FOLDER NAME    the icon theme of a Linux package, into FOLDER
"""

import io
import os
import shutil
import sys
from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS: Final = Path(__file__).resolve().parent.parent / "resources" / "icons"
APPLICATION: Final = ICONS / "app.svg"
DRAFT: Final = ICONS / "app-draft.svg"
SIZES: Final = (16, 24, 32, 48, 64, 128, 256)


def render(drawing: Path, size: int) -> bytes:
    """The drawing as a square PNG of ``size`` pixels, with a transparent ground."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes here and take none
    return bytes(buffer.data().data())


def write_ico(drawing: Path) -> None:
    """The drawing in all sizes as one ICO beside it; each size is rendered, none is scaled down."""
    images = [Image.open(io.BytesIO(render(drawing, size))) for size in SIZES]
    images[-1].save(drawing.with_suffix(".ico"), sizes=[(size, size) for size in SIZES], append_images=images[:-1])


def write_theme(folder: Path, drawing: Path, context: str, name: str) -> None:
    """The drawing as ``name`` in an icon theme, in each size and scalable; ``context`` is apps or mimetypes."""
    for size in SIZES:
        file = folder / f"{size}x{size}" / context / f"{name}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(render(drawing, size))
    scalable = folder / "scalable" / context
    scalable.mkdir(parents=True, exist_ok=True)
    shutil.copy(drawing, scalable / f"{name}.svg")


def main(arguments: list[str]) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    if arguments:
        folder, name = Path(arguments[0]), arguments[1]
        write_theme(folder, APPLICATION, "apps", name)
        write_theme(folder, DRAFT, "mimetypes", f"{name}-draft")
    else:
        write_ico(APPLICATION)
        write_ico(DRAFT)
        APPLICATION.with_suffix(".png").write_bytes(render(APPLICATION, 256))
    del application


if __name__ == "__main__":
    main(sys.argv[1:])
