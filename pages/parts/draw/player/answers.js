// Draws the answer of a run's model in the task's own form: a picture, a curve, stems, bars or a rosette.
function drawAnswer(sheet, run, values, height) {
  const draw = { curve: drawCurve, stems: drawStems, bars: drawBars, rosette: drawRosette }[run.form] ?? drawPictures
  draw(sheet, run, values, height)
}

// the picture that a class is named for, at the left; returns where the rest begins
function drawInput(sheet, run, height) {
  const { input } = run
  if (input.shape.length !== 2) return 0
  const [rows, columns] = input.shape
  const side = Math.min((height - 24) / rows, (sheet.width * 0.3) / columns)
  sheet.words("Input", (side * columns) / 2, 12, { size: 0.8, align: "center" })
  sheet.picture(sheet.pixels(input.values, input.shape), 0, 18, side * columns, side * rows)
  return side * columns + 12
}

// input, answer and right answer
function drawPictures(sheet, run, values, height) {
  const isSigned = run.form === "signed"
  const parts = [["Input", Array.from(run.input.values), run.input.shape, false], ["Answer", values, run.target.shape, isSigned], ["Right answer", Array.from(run.target.values), run.target.shape, isSigned]]
  const wide = (sheet.width - 24) / 3
  parts.forEach(([title, levels, [rows, columns], signed], i) => {
    const image = sheet.pixels(levels, [rows, columns], signed)
    const side = Math.min(wide / columns, (height - 20) / rows)
    const left = i * (wide + 12) + (wide - side * columns) / 2
    sheet.words(title, i * (wide + 12) + wide / 2, 12, { size: 0.8, align: "center" })
    sheet.picture(image, left, 18, side * columns, side * rows)
  })
}

function drawCurve(sheet, run, values, height) {
  // the scale is the target's and the final answer's, so that a wild start does not flatten all that follows
  const [low, high] = range([...run.target.values, ...row(run.answers, run.answers.shape[0] - 1)])
  const inside = (value) => Math.max(low - 0.05 * (high - low), Math.min(high + 0.05 * (high - low), value))
  const x = (i) => 40 + (i / (values.length - 1)) * (sheet.width - 48)
  const y = (value) => 10 + (1 - (inside(value) - low) / (high - low || 1)) * (height - 34)
  sheet.words(short(high), 36, 14, { size: 0.75, align: "right" })
  sheet.words(short(low), 36, height - 24, { size: 0.75, align: "right" })
  sheet.words(`${run.unit} 1`, 40, height - 4, { size: 0.75 })
  sheet.words(`${run.unit} ${values.length}`, sheet.width - 8, height - 4, { size: 0.75, align: "right" })
  sheet.words("grey: right answer", sheet.width / 2, height - 4, { size: 0.75, align: "center" })
  sheet.line(Array.from(run.target.values, (value, i) => [x(i), y(value)]), sheet.text, { width: 3, alpha: 0.35 })
  sheet.line(values.map((value, i) => [x(i), y(value)]), sheet.colour("learned"), { width: 1.6 })
}

// a signal on top, the probability of each sample below: found, missed, false
function drawStems(sheet, run, values, height) {
  const x = (i) => 40 + ((i + 0.5) / values.length) * (sheet.width - 48)
  const top = height * 0.38
  const [low, high] = range(run.input.values)
  sheet.line(Array.from(run.input.values, (value, i) => [x(i), 6 + (1 - (value - low) / (high - low || 1)) * (top - 12)]), sheet.colour("input"))
  const y = (value) => top + 8 + (1 - value) * (height - top - 28)
  sheet.line([[40, y(0.5)], [sheet.width - 8, y(0.5)]], sheet.text, { dash: [4, 4], alpha: 0.5, width: 1 })
  for (const [value, word] of [[1, "1"], [0.5, "0.5"], [0, "0"]]) sheet.words(word, 36, y(value) + 4, { size: 0.75, align: "right" })
  sheet.words("\u25cf found   \u25cb missed   \u00d7 false", 40, height - 3, { size: 0.75 })
  values.forEach((value, i) => {
    sheet.line([[x(i), y(0)], [x(i), y(value)]], sheet.colour("learned"), { width: 1.5, alpha: 0.6 })
    const isPeak = run.target.values[i] > 0.5
    if (isPeak && value > 0.5) sheet.dot(x(i), y(value), 3.5, { fill: sheet.colour("learned") })
    else if (isPeak) sheet.dot(x(i), y(value), 3.5, { stroke: sheet.text })
    else if (value > 0.5) sheet.cross(x(i), y(value), 3, sheet.text)
  })
}

function drawBars(sheet, run, values, height) {
  const right = run.target.values
  const [low, high] = range([0, ...right, ...row(run.answers, run.answers.shape[0] - 1)])
  const start = drawInput(sheet, run, height) + 40
  const step = (sheet.width - start - 8) / values.length
  const y = (value) => 8 + (1 - (Math.min(value, high * 1.05) - low) / (high - low || 1)) * (height - 32)
  sheet.words(short(high), start - 4, 16, { size: 0.75, align: "right" })
  sheet.line([[start, y(0)], [sheet.width - 8, y(0)]], sheet.text, { width: 1, alpha: 0.5 })
  values.forEach((value, i) => {
    const left = start + i * step
    sheet.box(left + step * 0.15, Math.min(y(value), y(0)), step * 0.7, Math.abs(y(value) - y(0)), { fill: sheet.colour("learned") })
    if (right[i]) sheet.line([[left, y(right[i])], [left + step, y(right[i])]], sheet.text, { dash: [5, 3], width: 2 })
    const name = run.names[i] ?? (values.length <= 16 ? String(i + 1) : "")
    if (name) sheet.words(name.replaceAll("_", " "), left + step / 2, height - 6, { size: 0.75, align: "center", most: step - 4 })
  })
  if (values.length > 16) sheet.words(`${run.unit} 1 to ${values.length}`, start, height - 6, { size: 0.75 })
  sheet.words(`dashed: ${run.reference}`, sheet.width - 8, 14, { size: 0.75, align: "right", halo: sheet.colour("panel") })
}

// a petal for each direction, the right one outlined
function drawRosette(sheet, run, values, height) {
  const { context } = sheet
  const start = drawInput(sheet, run, height)
  const [cx, cy, most] = [(start + sheet.width) / 2, height / 2, height / 2 - 14]
  const petal = (i, length, paint) => {
    for (const turn of [0, Math.PI]) {
      const angle = (Math.PI * i) / values.length + turn
      const half = (0.42 * Math.PI) / values.length
      context.beginPath()
      context.moveTo(cx, cy)
      context.arc(cx, cy, length, -angle - half, -angle + half)
      context.closePath()
      paint()
    }
  }
  values.forEach((value, i) => {
    petal(i, most * Math.max(0, Math.min(1, value)), () => { context.fillStyle = sheet.colour("learned"); context.fill() })
    if (run.target.values[i] > 0.5) petal(i, most, () => { context.strokeStyle = sheet.text; context.setLineDash([4, 3]); context.stroke(); context.setLineDash([]) })
  })
  sheet.words("outlined: the true direction", start, height - 6, { size: 0.75 })
}
