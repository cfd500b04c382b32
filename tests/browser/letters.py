"""What a figure has written on its canvases, and where: for a test, letters are no more than pixels otherwise."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

# a canvas begins anew where it is cleared; a line is kept by its width, so that what lies over it is known
RECORD = """(() => {
  const own = CanvasRenderingContext2D.prototype
  const [clear, fill, stroke] = [own.clearRect, own.fillText, own.stroke]
  own.clearRect = function () {
    this.canvas.written = []
    return clear.apply(this, arguments)
  }
  own.stroke = function () {
    this.canvas.written?.push({ line: this.lineWidth })
    return stroke.apply(this, arguments)
  }
  own.fillText = function (text, x, y, most) {
    const size = this.measureText(text)
    const [top, bottom] = [y - size.actualBoundingBoxAscent, y + size.actualBoundingBoxDescent]
    const isTurned = this.getTransform().b !== 0
    this.canvas.written?.push({ text, x, y, top, bottom, isTurned, isSqueezed: size.width > (most ?? Infinity) })
    return fill.apply(this, arguments)
  }
})()"""


def read_letters(tab: Page) -> None:
    """From now on, keep what is written on each page that this tab opens."""
    tab.add_init_script(RECORD)


def drawn(canvas: Locator) -> list[dict[str, Any]]:
    """All words and lines of a canvas, in the order in which they were drawn."""
    return list(canvas.evaluate("canvas => canvas.written"))


def written(canvas: Locator) -> dict[str, dict[str, Any]]:
    """The words of a canvas and where each stands; of equal words the last one."""
    return {each["text"]: each for each in drawn(canvas) if "text" in each}


def are_whole(canvas: Locator) -> bool:
    """Whether no word that lies level reaches below the canvas."""
    high = canvas.evaluate("canvas => canvas.clientHeight")
    return all(each["bottom"] <= high for each in written(canvas).values() if not each["isTurned"])
