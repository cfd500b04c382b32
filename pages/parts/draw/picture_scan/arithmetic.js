// The arithmetic of single answers, computed from the picture's own values: patch x kernel = products, and their sum.
class Arithmetic {
  constructor(run) {
    this.run = run
    const [masks, taps] = [run.weights, [run.weights[0].length, run.weights[0][0].length]]
    this.taps = taps
    const flat = masks[0].flat()
    this.laid = run.is_turned ? flat.reverse() : flat
  }

  // brightness of a pixel, of the red channel where there are colours; 0 beyond the edge where a constant stands
  value(row, column) {
    if (row < 0 || column < 0) return 0
    const { values, shape } = this.run.input
    return Math.fround(values[(row * shape[1] + column) * (shape[2] ?? 1)] * this.run.level)
  }

  at([i, j]) {
    const { run, taps, laid } = this
    const [patch, products, beyond] = [[], [], []]
    const { corner } = this.window([i, j])
    const { shape } = run.input
    let total = 0
    for (let a = 0; a < taps[0]; a += 1) {
      const row = run.rows.values[i * run.stride + a * run.dilation]
      for (let b = 0; b < taps[1]; b += 1) {
        const value = this.value(row, run.columns.values[j * run.stride + b * run.dilation])
        const product = value * laid[patch.length]
        const [y, x] = [corner[0] + a * run.dilation, corner[1] + b * run.dilation]
        patch.push(value)
        beyond.push(y < 0 || x < 0 || y >= shape[0] || x >= shape[1])
        products.push(product)
        total += product
      }
    }
    return { patch, products, beyond, total }
  }

  // the answer that pooling kept for a pixel of the output
  kept([i, j]) {
    const { pool, answers } = this.run
    let best = null
    for (let a = i * pool; a < Math.min((i + 1) * pool, answers[0]); a += 1) {
      for (let b = j * pool; b < Math.min((j + 1) * pool, answers[1]); b += 1) {
        const { total } = this.at([a, b])
        if (best === null || total > best.total) best = { total, place: [a, b] }
      }
    }
    return best ? best.place : this.within([i * pool, j * pool])
  }

  within(place) { return place.map((index, axis) => Math.min(Math.max(index, 0), this.run.answers[axis] - 1)) }

  // the answer whose kernel lies with its middle nearest to a pixel of the input
  over(pixel) {
    const { first, reach, stride } = this.run
    return this.within(pixel.map((at, axis) => Math.round((at - first[axis] - Math.floor(reach[axis] / 2)) / stride)))
  }

  // where the kernel lies for an answer: its corner and its sides, in pixels of the input
  window(place) {
    const { first, reach, stride } = this.run
    return { corner: place.map((index, axis) => first[axis] + index * stride), sides: reach }
  }

  // the pixel of the input in the middle of an answer's kernel
  middle(place) {
    const { first, reach, stride } = this.run
    return place.map((index, axis) => first[axis] + index * stride + Math.floor(reach[axis] / 2))
  }

  // the pixel of the output that an answer belongs to
  pixel(place) {
    const { shape } = this.run.output
    return place.map((index, axis) => Math.min(Math.floor(index / this.run.pool), shape[axis] - 1))
  }
}

// draws the arithmetic of one answer as three grids and a sum
function drawLoupe(sheet, arithmetic, place, title, height) {
  const { run, taps, laid } = arithmetic
  const { patch, products, beyond, total } = arithmetic.at(place)
  const isWide = sheet.canvas.clientWidth > 560
  const words = `${title}: patch times kernel, summed, is ${short(total)}.`
  const numbers = patch.length <= 25 ? ` Patch ${patch.map(short).join(" ")}. Products ${products.map(short).join(" ")}.` : ""
  sheet.canvas.dataset.total = String(total)
  if (!sheet.begin(isWide ? height : height + 30, words + numbers)) return
  const [top, gap] = [1.5 * sheet.size, 1.6 * sheet.size]
  const room = isWide ? sheet.width - 15 * sheet.size : sheet.width
  const side = Math.floor(Math.min((room - 2 * gap) / 3 / taps[1], (height - top - 2) / taps[0], 46))
  const [wide, high] = [side * taps[1], side * taps[0]]
  const limit = largest(laid)
  const parts = [[run.input.shape[2] ? "Patch (red)" : "Patch", patch], ["Kernel", laid], ["Products", products]]
  parts.forEach(([name, values], i) => {
    const x = i * (wide + gap)
    sheet.words(name, x, sheet.size, { weight: 600, size: 0.8, most: wide + gap - 4 })
    if (i) sheet.squares(values, taps[0], taps[1], x, top, side, i === 1 ? limit : largest(products), { numbers: true })
    else drawPatch(sheet, values, beyond, taps, x, top, side)
    if (i < 2) sheet.words(i ? "=" : "\u00d7", x + wide + gap / 2, top + high / 2, { align: "center", base: "middle", size: 1.2, weight: 600 })
  })
  const steps = [`Sum ${short(total)}`]
  if (run.relu) steps.push(`after ReLU ${short(Math.max(total, 0))}`)
  const outside = beyond.filter(Boolean).length
  if (outside) steps.push(`${outside} of ${patch.length} pixels lie beyond the edge`)
  const x = isWide ? 3 * wide + 3 * gap : 0
  const y = isWide ? top + high / 2 : top + high + 1.4 * sheet.size
  sheet.words(title, x, isWide ? y - 1.2 * sheet.size : y + 1.3 * sheet.size, { size: 0.8, most: sheet.width - x })
  steps.forEach((step, i) => sheet.words(step, x, y + (isWide ? 0.2 : i ? 1.2 : 0) * sheet.size + (isWide ? 1.3 * i * sheet.size : 0), { weight: i ? 400 : 600, size: i ? 0.8 : 1.2, most: sheet.width - x }))
}

// brightness as brightness, the numbers where there is room, and a cross on what stands in beyond the edge
function drawPatch(sheet, values, beyond, taps, x, y, side) {
  const line = side > 8 ? 1 : 0
  values.forEach((value, i) => {
    const grey = Math.round(255 * Math.min(1, Math.max(0, value)))
    const [left, top] = [x + (i % taps[1]) * side, y + Math.floor(i / taps[1]) * side]
    sheet.box(left, top, side - line, side - line, { fill: `rgb(${grey},${grey},${grey})` })
    if (beyond[i]) sheet.line([[left, top + side - line], [left + side - line, top]], sheet.colour("mark"), { width: 1.5, dash: [3, 3] })
    if (side >= 26) sheet.cell(short(value), left, top, side, grey < 128)
  })
  sheet.box(x, y, taps[1] * side - line, Math.ceil(values.length / taps[1]) * side - line, { stroke: sheet.text, line: 1, alpha: 0.4 })
}
