const NUMBERED = 9 // products that are written as numbers; more are drawn as bars alone

class Products {
  constructor(sheet) { this.sheet = sheet }

  // the window enlarged: samples, kernel and products below each other, and their sum
  draw(scan, answer, sides, above, high, step, wide) {
    const { sheet } = this
    const top = above + 2.1 * step
    const [kernel] = scan.kernels
    const parts = sides && scan.taken(answer, kernel)
    const label = (wide ? 5.6 : 4.6) * sheet.size
    const sum = (wide ? 11 : 5) * sheet.size
    const rows = [["samples", parts?.samples, sheet.colour("input")], ["\u00d7 kernel", kernel.weights, sheet.colour("designed")], ["= products", parts?.products, null]]
    const head = 1.2 * step
    const each = (high - head) / rows.length
    const count = kernel.weights.length
    const room = sheet.width - label - sum
    const cell = Math.min(6.5 * sheet.size, room / count)
    const from = label + (room - cell * count) / 2
    const withNumbers = count <= NUMBERED && cell >= 2.6 * sheet.size
    if (sides) {
      const path = [[sides[0], above], [from, top], [from + cell * count, top], [sides[1], above]]
      sheet.line(path.slice(0, 2), sheet.colour("mark"), { width: 1, alpha: 0.7 })
      sheet.line(path.slice(2), sheet.colour("mark"), { width: 1, alpha: 0.7 })
      sheet.box(from, top, cell * count, high - 1, { stroke: sheet.colour("mark"), line: 1.2 })
    }
    rows.forEach(([name, values, colour], r) => {
      const y = top + head + r * each
      sheet.words(name, 0, y + each / 2, { size: 0.85, base: "middle", most: label - 4 })
      if (values) this.drawCells(values, from, y, cell, each, colour, withNumbers)
    })
    if (!parts) return
    this.drawHeads(scan.run, parts.begin, count, from, top + 0.9 * step, cell)
    this.drawSum(scan, answer, parts, from + cell * count + 10, top, high, step)
  }

  // the numbers of the samples; what lies beyond the edge was filled in
  drawHeads(run, begin, count, from, y, cell) {
    const { sheet } = this
    const every = Math.ceil((sheet.measure(grouped(run.samples), 0.8) + 8) / cell)
    for (let j = 0; j < count; j += every) {
      const position = begin + j * run.dilation
      const isInside = position >= 0 && position < run.samples
      sheet.words(isInside ? grouped(position + 1) : "filled in", from + (j + 0.5) * cell, y, { size: 0.8, align: "center", alpha: 0.85, most: cell * every - 3 })
    }
  }

  drawCells(values, from, top, cell, high, colour, withNumbers) {
    const { sheet } = this
    const [low, most] = range([...values, 0])
    const unit = (high - 6) / (most - low || 1)
    const zero = top + 3 + most * unit
    const limit = largest(values)
    const bar = withNumbers ? cell * 0.26 : Math.max(1, cell * 0.7)
    if (!withNumbers) sheet.line([[from, zero], [from + cell * values.length, zero]], sheet.text, { width: 1, alpha: 0.3 })
    values.forEach((value, j) => {
      const left = from + j * cell + (withNumbers ? cell * 0.1 : (cell - bar) / 2)
      if (withNumbers) sheet.line([[left - 3, zero], [left + bar + 3, zero]], sheet.text, { width: 1, alpha: 0.5 })
      const paint = colour ? { fill: colour } : { fill: sheet.signed(value / limit), stroke: cell > 8 ? sheet.text : null, line: 0.8 }
      sheet.box(left, zero - Math.max(value, 0) * unit, bar, Math.abs(value) * unit, paint)
      if (withNumbers) sheet.words(trimmed(short(value)), from + (j + 0.64) * cell, top + high / 2, { size: 0.88, align: "center", base: "middle", most: 0.62 * cell })
    })
  }

  drawSum(scan, answer, parts, x, top, high, step) {
    const { sheet } = this
    const most = sheet.width - x
    const lines = [["Sum", 0.85, 400], [short(parts.sum), 1.35, 700]]
    if (scan.run.relu) lines.push([`after ReLU ${short(Math.max(0, parts.sum))}`, 0.82, 400])
    for (const kernel of scan.kernels.slice(1)) {
      const other = scan.taken(answer, kernel)
      if (other) lines.push([`${kernel.title}: ${short(other.sum)}`, 0.82, 400])
    }
    lines.forEach(([text, size, weight], i) => sheet.words(text, x, top + high / 2 + (i - 0.4) * 1.3 * step, { size, weight, most }))
  }
}
