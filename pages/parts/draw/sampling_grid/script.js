// A small grid with what stands in beyond its edge; the pixels under the kernel for one answer; the grid of answers.
const SECONDS = 0.16 // for each answer
const HIGHEST = 300
const BEYOND = { reflect: "mirrored", mirror: "mirrored at the last pixel", nearest: "the last pixel repeated", wrap: "the other end", constant: "zeros" }

export default (component) => mounted(component, Scene)

class Scene {
  constructor(root) {
    const canvas = root.querySelector("canvas")
    this.sheet = new Sheet(canvas, () => this.run && this.transport.show())
    this.transport = new Transport(root, {
      draw: (_, moment) => this.draw(moment),
      say: (moment) => this.say(moment),
      rest: (moment) => this.tell(moment),
    })
    canvas.onclick = (event) => {
      const answer = this.answerAt(event.offsetX, event.offsetY)
      if (answer !== null) this.transport.go(answer)
    }
    canvas.onkeydown = (event) => {
      const columns = this.run.answers[1]
      const by = meant(event, { ArrowUp: -columns, ArrowDown: columns, ArrowLeft: -1, ArrowRight: 1 })
      if (!by) return
      event.preventDefault()
      const next = this.transport.moment + by
      if (next >= 0 && next <= this.transport.last) this.transport.go(next)
    }
  }

  load(run) {
    const same = this.run && this.run.content === run.content
    this.run = run
    if (same) return this.transport.follow(run.moment)
    const count = run.answers[0] * run.answers[1]
    this.transport.load(Array.from({ length: count }, (_, i) => SECONDS * i), run.moment)
  }

  // the answer of a moment: row by row
  answer(moment) { return [Math.floor(moment / this.run.answers[1]), moment % this.run.answers[1]] }

  // the places that the kernel reads for an answer, row by row
  places([i, j]) {
    const { run } = this
    const [rows, columns] = run.weights.shape
    return Array.from({ length: rows * columns }, (_, tap) => [
      run.first[0] + i * run.stride + Math.floor(tap / columns) * run.dilation,
      run.first[1] + j * run.stride + (tap % columns) * run.dilation,
    ])
  }

  isBeyond([row, column]) { return row < 0 || column < 0 || row >= this.run.size[0] || column >= this.run.size[1] }

  say(moment) {
    const answer = this.answer(moment)
    const beyond = this.places(answer).filter((place) => this.isBeyond(place)).length
    const edge = beyond ? ` ${beyond} of them beyond the edge.` : ""
    return `Answer in row ${answer[0] + 1}, column ${answer[1] + 1}: ${this.places(answer).length} pixels under the kernel.${edge}`
  }

  draw(moment) {
    const { sheet, run } = this
    const [rows, columns] = [run.rows.values.length, run.columns.values.length]
    // all that is read and all of the grid
    const from = run.first.map((first) => Math.min(0, first))
    const to = [Math.max(run.size[0], run.first[0] + rows), Math.max(run.size[1], run.first[1] + columns)]
    const [down, across] = [to[0] - from[0], to[1] - from[1]]
    const width = sheet.canvas.clientWidth
    const gap = 40
    const side = Math.max(5, Math.min(HIGHEST / Math.max(down, run.answers[0]), (width - gap) / (across + run.answers[1]), 30))
    const top = 24
    if (!sheet.begin(top + side * Math.max(down, run.answers[0]) + 30, this.say(moment))) return
    this.from = from
    this.side = side
    this.top = top
    this.left = across * side + gap
    const padding = run.mode === "valid" ? "" : `, beyond the edge ${BEYOND[run.boundary]}`
    sheet.words(`Picture of ${run.size[0]} \u00d7 ${run.size[1]} pixels${padding}`, 0, 15, { weight: 600, most: across * side + gap - 8 })
    sheet.words(`${run.answers[0]} \u00d7 ${run.answers[1]} answers`, this.left, 15, { weight: 600 })
    for (let row = from[0]; row < to[0]; row += 1) for (let column = from[1]; column < to[1]; column += 1) this.cell(row, column)
    this.kernel(this.answer(moment))
    this.answers(moment)
  }

  cell(row, column) {
    const { sheet, run, side, from, top } = this
    const [x, y] = [(column - from[1]) * side, top + (row - from[0]) * side]
    const beyond = this.isBeyond([row, column])
    const [given, along] = [run.rows.values[row - run.first[0]], run.columns.values[column - run.first[1]]]
    sheet.box(x, y, side - 1, side - 1, beyond ? { stroke: sheet.colour("input"), line: 1, dash: [2, 2] } : { fill: sheet.colour("panel"), stroke: sheet.colour("input"), line: 1 })
    if (given === undefined || along === undefined || side < 17) return
    const stands = given < 0 || along < 0 ? "0" : String(given * run.size[1] + along + 1)
    sheet.words(stands, x + side / 2, y + side / 2, { align: "center", base: "middle", size: Math.min(0.75, side / 34), alpha: beyond ? 0.75 : 1, most: side - 3 })
  }

  // the kernel's numbers, each on its pixel, and a frame around all that it reaches over
  kernel(answer) {
    const { sheet, run, side, from, top } = this
    const places = this.places(answer)
    const limit = largest(run.weights.values)
    places.forEach(([row, column], tap) => {
      const [x, y] = [(column - from[1]) * side, top + (row - from[0]) * side]
      sheet.box(x + 1, y + 1, side - 3, side - 3, { fill: sheet.signed(run.weights.values[tap] / limit) })
      sheet.box(x + 1, y + 1, side - 3, side - 3, { stroke: sheet.colour("mark") })
      if (side >= 24) sheet.cell(within(run.weights.values[tap], limit), x, y, side - 1, Math.abs(run.weights.values[tap]) / limit > 0.6)
    })
    const [first, last] = [places[0], places.at(-1)]
    sheet.box((first[1] - from[1]) * side - 1, top + (first[0] - from[0]) * side - 1, (last[1] - first[1] + 1) * side + 1, (last[0] - first[0] + 1) * side + 1, { stroke: sheet.colour("mark"), line: 2 })
  }

  answers(moment) {
    const { sheet, run, side, left, top } = this
    for (let i = 0; i < run.answers[0] * run.answers[1]; i += 1) {
      const [row, column] = this.answer(i)
      const paint = i === moment ? { fill: sheet.colour("mark") } : { fill: i < moment ? sheet.colour("panel") : null, stroke: sheet.colour("input"), line: 1 }
      sheet.box(left + column * side, top + row * side, side - 1, side - 1, paint)
    }
  }

  answerAt(x, y) {
    const [row, column] = [Math.floor((y - this.top) / this.side), Math.floor((x - this.left) / this.side)]
    const [rows, columns] = this.run.answers
    return row >= 0 && column >= 0 && row < rows && column < columns ? row * columns + column : null
  }
}
