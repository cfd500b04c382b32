// Draws one run as SVG and moves through it. All numbers come from the server; only positions on the screen are computed
// here.
const WIDTH = 320
const HEIGHT = 200
const SVG = "http://www.w3.org/2000/svg"
const players = new WeakMap()

export default function (component) {
  const { data, parentElement } = component
  let player = players.get(parentElement)
  if (!player) {
    player = new Player(parentElement)
    players.set(parentElement, player)
  }
  player.load(JSON.parse(new TextDecoder().decode(data)))
  return () => player.pause()
}

class Player {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector)
    this.frame = 0
    this.timer = null
    this.signature = ""
  }

  load({ run, autoplay, compact }) {
    run.steps = run.frames.map((frame) => frame.step)
    run.loss = run.frames.map((frame) => frame.loss)
    run.weights = run.frames.map((frame) => frame.weights)
    const signature = JSON.stringify([run.shape, run.steps, run.loss, run.weights[0], run.weights.at(-1)])
    const isNew = signature !== this.signature
    // stopped before the run is changed: the old frame may not exist in the new run
    if (isNew) this.pause()
    this.run = run
    this.last = run.steps.length - 1
    if (isNew) {
      this.signature = signature
      // who asked for less motion gets the end, and the button
      autoplay = autoplay && !window.matchMedia("(prefers-reduced-motion: reduce)").matches
      this.frame = autoplay ? 0 : this.last
    }
    this.limit = scale(run.weights.flat().concat(run.compared))
    this.offset = scale(run.weights.map((w) => w.map((value, i) => value - run.compared[i])).flat())
    this.find(".player").classList.toggle("compact", compact)
    for (const part of [".controls", ".difference", ".loss", ".response"]) this.find(part).hidden = compact
    this.find(".response-title").textContent = run.response_title
    this.find(".difference-title").textContent = run.comparison
    this.find(".slider").max = String(this.last)
    this.connect()
    this.draw()
    if (isNew && autoplay && this.last > 0) this.start()
  }

  connect() {
    this.find(".play").onclick = () => (this.timer ? this.pause() : this.start())
    this.find(".back").onclick = () => this.go(this.frame - 1)
    this.find(".forward").onclick = () => this.go(this.frame + 1)
    this.find(".slider").oninput = (event) => this.go(Number(event.target.value))
    this.find(".speed").onchange = () => { if (this.timer) { this.pause(); this.start() } }
  }

  start() {
    if (this.frame >= this.last) this.frame = 0
    const pace = Number(this.find(".speed").value)
    this.find(".play").textContent = "Pause"
    this.timer = setInterval(() => {
      if (this.frame >= this.last) return this.pause()
      this.frame += 1
      this.draw()
    }, 1000 / pace)
    this.draw()
  }

  pause() {
    if (this.timer) clearInterval(this.timer)
    this.timer = null
    const button = this.find(".play")
    if (button) button.textContent = "Play"
    if (this.run) this.say()
  }

  go(frame) {
    this.pause()
    this.frame = Math.min(this.last, Math.max(0, frame))
    this.draw()
    this.say()
  }

  draw() {
    const { run, frame } = this
    this.find(".slider").value = String(frame)
    this.find(".slider").setAttribute("aria-valuetext", `step ${run.steps[frame]} of ${run.steps[this.last]}`)
    const weights = run.weights[frame]
    const difference = weights.map((value, i) => value - run.compared[i])
    this.drawFilters(this.find(".weights svg"), weights, this.limit, run.compared, "Learned numbers")
    this.drawFilters(this.find(".difference svg"), difference, this.offset, null, run.comparison)
    this.drawLoss(this.find(".loss svg"))
    this.drawResponse(this.find(".response svg"))
    // while it plays only the eye can follow; a screen reader is told when it stops
    this.find(".now").setAttribute("aria-live", this.timer ? "off" : "polite")
    this.say()
  }

  say() {
    const { run, frame } = this
    const bias = run.frames[frame].bias !== null ? `, bias ${short(run.frames[frame].bias)}` : ""
    const numbers = run.weights[frame].length <= 9 ? `: ${run.weights[frame].map(short).join("  ")}${bias}` : ""
    this.find(".now").textContent = `Step ${run.steps[frame]} of ${run.total}, loss ${short(run.loss[frame])}${numbers}`
  }

  drawFilters(svg, values, limit, compared, name) {
    const [filters, rows, columns] = this.run.shape
    const colours = this.run.colours
    const label = `${name} at step ${this.run.steps[this.frame]}: ${values.slice(0, 25).map(short).join(" ")}`
    if (filters === 1 && rows === 1) {
      begin(svg, label)
      this.drawBars(svg, values, limit, compared)
      return end(svg)
    }
    set(svg, { "aria-label": label })
    // a live run is drawn four times a second: parts that do not move are made once
    const shape = this.run.shape.join()
    if (svg.dataset.shape !== shape) this.layFilters(svg, values.length / colours, label)
    svg.dataset.shape = shape
    const squares = svg.querySelectorAll("rect")
    const labels = svg.querySelectorAll("text")
    if (colours === 3) {
      squares.forEach((square, i) => set(square, { fill: light(values.slice(3 * i, 3 * i + 3), limit) }))
      return
    }
    values.forEach((value, i) => {
      set(squares[i], { fill: colour(value / limit) })
      if (!labels[i]) return
      set(labels[i], { style: `fill: ${Math.abs(value / limit) > 0.65 ? "#fff" : "#1b2733"}` }, short(value))
    })
  }

  layFilters(svg, count, name) {
    const [filters, rows, columns] = this.run.shape
    begin(svg, name)
    // filters of a signal lie below one another, those of pictures side by side in as many rows as fill the panel
    const across = rows === 1 || filters === 1 ? 1 : Math.ceil(Math.sqrt(filters * 1.6))
    const down = Math.ceil(filters / across)
    const room = filters === 1 ? 0 : 6
    const width = (WIDTH - 10 - room * (across - 1)) / across / columns
    const height = (HEIGHT - 10 - room * (down - 1)) / down / rows
    const [wide, high] = rows === 1 ? [Math.min(width, 80), height] : [Math.min(width, height), Math.min(width, height)]
    const left = (WIDTH - across * (wide * columns + room) + room) / 2
    for (let i = 0; i < count; i += 1) {
      const [filter, tap] = [Math.floor(i / (rows * columns)), i % (rows * columns)]
      const x = left + (filter % across) * (wide * columns + room) + (tap % columns) * wide
      const y = 5 + Math.floor(filter / across) * (high * rows + room) + Math.floor(tap / columns) * high
      const line = wide > 6 ? 1 : 0
      add(svg, "rect", { x, y, width: wide - line, height: high - line })
      if (wide < 34 || high < 15) continue
      add(svg, "text", { x: x + wide / 2, y: y + high / 2 + 4, "text-anchor": "middle", "font-size": Math.min(13, wide / 3.2, high) })
    }
    end(svg)
  }

  drawBars(svg, values, limit, compared) {
    const step = (WIDTH - 20) / values.length
    const y = (value) => HEIGHT / 2 - (value / limit) * (HEIGHT / 2 - 24)
    add(svg, "line", { x1: 10, x2: WIDTH - 10, y1: y(0), y2: y(0), class: "axis" })
    values.forEach((value, i) => {
      const x = 10 + (i + 0.2) * step
      add(svg, "rect", { x, y: Math.min(y(value), y(0)), width: step * 0.6, height: Math.abs(y(value) - y(0)), class: "learned" })
      if (compared) add(svg, "line", { x1: x - step * 0.1, x2: x + step * 0.7, y1: y(compared[i]), y2: y(compared[i]), class: "designed mark", "stroke-width": 3 })
      if (values.length > 11) return
      add(svg, "text", { x: x + step * 0.3, y: y(value) + (value < 0 ? 16 : -6), "text-anchor": "middle", "font-size": 13, class: "number" }, short(value))
    })
  }

  drawLoss(svg) {
    const { run, frame } = this
    const floor = run.least_loss
    const logs = run.loss.map((value) => Math.log10(Math.max(value, floor)))
    const steps = run.steps.map((step) => Math.log10(step + 1))
    const best = run.best_loss === null ? null : Math.log10(run.best_loss)
    const all = best === null ? logs : logs.concat(best)
    const position = axes(steps, all)
    begin(svg, `Loss ${short(run.loss[frame])} at step ${run.steps[frame]}` + (best === null ? "" : `, smallest possible ${short(run.best_loss)}`))
    const losses = best === null ? run.loss : run.loss.concat(run.best_loss)
    frameLabels(svg, short(Math.max(...losses)), short(Math.min(...losses)), "step 0", `step ${run.steps[this.last]}`)
    if (best !== null) add(svg, "path", { d: line([[steps[0], best], [steps[this.last], best]], position), class: "best" })
    add(svg, "path", { d: line(steps.map((x, i) => [x, logs[i]]), position), class: "learned" })
    const [x, y] = position([steps[frame], logs[frame]])
    add(svg, "circle", { cx: x, cy: y, r: 6, fill: "#d9691e", stroke: "#fff", "stroke-width": 2 })
    end(svg)
  }

  drawResponse(svg) {
    const { run, frame } = this
    const answer = run.frames[frame].response
    // the scale is the target's and the final answer's, so that a wild start does not flatten all that follows
    const fixed = run.target.concat(run.frames[this.last].response)
    const position = axes(run.target.map((_, i) => i), fixed)
    const bottom = Math.min(...fixed)
    const top = Math.max(...fixed)
    const inside = (value) => Math.min(top + (top - bottom) * 0.1, Math.max(bottom - (top - bottom) * 0.1, value))
    begin(svg, `Answer of the learned filter at step ${run.steps[frame]} beside the target, ${answer.length} ${run.unit}s`)
    frameLabels(svg, short(top), short(bottom), `${run.unit} 1`, `${run.unit} ${answer.length}`)
    add(svg, "path", { d: line(run.target.map((value, i) => [i, value]), position), class: "designed dashed" })
    add(svg, "path", { d: line(answer.map((value, i) => [i, inside(value)]), position), class: "learned" })
    end(svg)
  }
}

function axes(xs, ys) {
  const [left, right] = [Math.min(...xs), Math.max(...xs)]
  const [low, high] = [Math.min(...ys), Math.max(...ys)]
  return ([x, y]) => [
    44 + ((x - left) / (right - left || 1)) * (WIDTH - 56),
    HEIGHT - 28 - ((y - low) / (high - low || 1)) * (HEIGHT - 48),
  ]
}

function frameLabels(svg, top, bottom, left, right) {
  add(svg, "line", { x1: 44, x2: WIDTH - 12, y1: HEIGHT - 22, y2: HEIGHT - 22, class: "axis" })
  const at = [[40, 24, "end", top], [40, HEIGHT - 26, "end", bottom], [44, HEIGHT - 6, "start", left], [WIDTH - 12, HEIGHT - 6, "end", right]]
  at.forEach(([x, y, anchor, words]) => {
    add(svg, "text", { x, y, "text-anchor": anchor, "font-size": 11 }, words)
  })
}

// A picture is drawn by `begin`, an `add` for each of its parts, and `end`. The parts of the last frame are used again in
// their order, and only differences are set: the browser lays out and paints whatever is set, even to the same value.
function begin(svg, label) {
  delete svg.dataset.shape
  svg.drawn = 0
  set(svg, { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-label": label })
}

function add(svg, tag, attributes, words = "") {
  let part = svg.children[svg.drawn]
  if (part?.tagName !== tag) {
    const fresh = document.createElementNS(SVG, tag)
    part ? part.replaceWith(fresh) : svg.append(fresh)
    part = fresh
  }
  svg.drawn += 1
  part.getAttributeNames().filter((name) => !(name in attributes)).forEach((name) => part.removeAttribute(name))
  set(part, attributes, words)
}

function end(svg) {
  while (svg.children.length > svg.drawn) svg.lastElementChild.remove()
}

function set(element, attributes, words) {
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value)
  }
  if (words !== undefined && element.textContent !== words) element.textContent = words
}

function line(points, position) {
  return points.map((point, i) => (i ? "L" : "M") + position(point).map((value) => value.toFixed(1)).join(" ")).join("")
}

function scale(values) {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1
}

// blue below zero, white at zero, orange above: the same scale as the charts from the server
function colour(share) {
  const stops = [[11, 79, 138], [106, 169, 220], [247, 247, 247], [240, 160, 96], [168, 68, 0]]
  const at = Math.min(0.9999, Math.max(0, (share + 1) / 2)) * 4
  const below = Math.floor(at)
  const mixed = stops[below].map((value, i) => Math.round(value + (stops[below + 1][i] - value) * (at - below)))
  return `rgb(${mixed.join(",")})`
}

// red, green and blue weights as the light that they answer to most: grey at zero
function light(weights, limit) {
  return `rgb(${weights.map((value) => Math.round((0.5 + Math.min(1, Math.max(-1, value / limit)) / 2) * 255)).join(",")})`
}

function short(value) {
  if (value === 0) return "0"
  const size = Math.abs(value)
  const text = size >= 1000 || size < 0.001 ? size.toExponential(1) : size >= 100 ? size.toFixed(0) : size >= 10 ? size.toFixed(1) : size.toFixed(size < 0.1 ? 3 : 2)
  return (value < 0 ? "\u2212" : "") + text
}
