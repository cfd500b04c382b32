// A picture as it is, pixel by pixel, and the lens through which a part of it is seen.
class Pixels {
  constructor() { this.canvas = document.createElement("canvas") }

  // levels from 0 to 255 or, with a table of colours, from -127 to 127; brightness as numbers is from 0 to 1
  load({ values, shape }, table) {
    const image = pixelsOf(values, shape, { table, unit: !table && values instanceof Float32Array ? 255 : 1 })
    this.canvas.width = image.width
    this.canvas.height = image.height
    this.canvas.getContext("2d").putImageData(image, 0, 0)
  }

  get width() { return this.canvas.width }

  get height() { return this.canvas.height }

  // the part of `rows` and `columns` of this picture, drawn as the lens shows it
  draw(sheet, lens, [top, bottom] = [0, this.height], [left, right] = [0, this.width]) {
    if (bottom <= top || right <= left) return
    const { context } = sheet
    context.imageSmoothingEnabled = lens.scale < 1
    context.imageSmoothingQuality = "high"
    const [x, y] = lens.seen(left, top)
    context.drawImage(this.canvas, left, top, right - left, bottom - top, x, y, (right - left) * lens.scale, (bottom - top) * lens.scale)
  }
}

class Lens {
  constructor(scale, x, y) { Object.assign(this, { scale, x, y }) }

  // the whole picture as large as whole pixels allow, or smaller where the box is smaller; `zoom` 1 and more enlarges
  // the part around a place
  static of(width, height, box, zoom, [row, column], isLeft = false) {
    const fits = Math.min(box.width / width, box.height / height)
    const scale = zoom || (fits >= 1 ? Math.floor(fits) : fits)
    const along = (count, length, at) => {
      const spare = length - count * scale
      return Math.round(spare >= 0 ? spare / 2 : Math.min(0, Math.max(spare, length / 2 - (at + 0.5) * scale)))
    }
    return new Lens(scale, isLeft && width * scale < box.width ? 0 : along(width, box.width, column), along(height, box.height, row))
  }

  // where a pixel is seen
  seen(column, row) { return [this.x + column * this.scale, this.y + row * this.scale] }

  // the pixel that is seen at a point
  pixel(x, y) { return [Math.floor((y - this.y) / this.scale), Math.floor((x - this.x) / this.scale)] }

  // a frame around a part, at least so large that the eye finds it
  frame(sheet, corner, sides, colour, line = 2) {
    const [x, y] = this.seen(corner[1], corner[0])
    const [width, height] = [sides[1] * this.scale, sides[0] * this.scale]
    const [wide, high] = [Math.max(width, 11), Math.max(height, 11)]
    sheet.box(x - (wide - width) / 2, y - (high - height) / 2, wide, high, { stroke: "#fff", line: line + 2, alpha: 0.7 })
    sheet.box(x - (wide - width) / 2, y - (high - height) / 2, wide, high, { stroke: colour, line })
  }
}
