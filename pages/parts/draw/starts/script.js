// Many runs at once: each is a dot in the plane of its filter's numbers, and a line of its loss; one of them is pinned.
const [LOWER, LEAST_HIGH, MOST_HIGH, PINNED] = [106, 120, 340, 84] // pixels
const NARROW = 640 // pixels across
const BETWEEN = 66 // pixels: titles and margins of both rows of figures
const NEAR = 28 // pixels within which a pointer finds a run

export default (component) => mounted(component, Starts)

class Starts {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector)
    const sheet = (selector) => new Sheet(this.find(selector), () => this.run && this.transport.show())
    this.cloud = sheet(".cloud canvas")
    this.fan = sheet(".fan canvas")
    this.pinned = sheet(".pinned canvas")
    this.over = null
    this.likeness = sheet(".likeness canvas")
    this.transport = new Transport(root, {
      draw: (second) => this.draw(second),
      say: (moment) => this.say(moment),
      rest: (moment) => this.tell(moment),
    })
    for (const [canvas, find] of [[this.cloud.canvas, (x, y) => this.runInCloud(x, y)], [this.fan.canvas, (x, y) => this.runInFan(x, y)]]) {
      canvas.onpointermove = (event) => this.hover(find(event.offsetX, event.offsetY))
      canvas.onpointerleave = () => this.hover(null)
      canvas.onclick = (event) => this.pin(find(event.offsetX, event.offsetY))
      canvas.onkeydown = (event) => this.walk(event)
    }
  }

  load(run) {
    const same = this.run && this.run.content === run.content
    this.run = run
    // a run that was just pinned here stays pinned until the page has heard of it
    if (this.wanted === run.pin.seed) this.wanted = undefined
    this.chosen = Math.max(0, run.seeds.indexOf(this.wanted ?? run.pin.seed))
    if (this.over >= run.seeds.length) this.over = null
    // the runs from the lowest last loss to the highest, as the arrow keys go through them
    const last = run.steps.values.length - 1
    this.order = run.seeds.map((_, i) => i).sort((a, b) => this.loss(a, last) - this.loss(b, last) || a - b)
    this.find(".transport").hidden = !run.is_whole
    const what = run.filters > 1 ? "All filters" : "Filters"
    this.find(".cloud figcaption").textContent = run.axes ? `${what}: numbers ${run.axes[0]} and ${run.axes[1]}` : `${what}: principal directions`
    this.find(".likeness figcaption").textContent = `Likeness to the ${run.designed_title.toLowerCase().startsWith("designed") ? "designed filter" : run.designed_title}`
    this.find(".likeness").hidden = !run.is_whole
    if (same) { this.transport.follow(run.moment); return this.transport.show() }
    this.transport.load(Array.from(run.times.values), run.is_whole ? run.moment : AT_END)
  }

  loss(run, at) { return this.run.log_loss.values[run * this.run.steps.values.length + at] }

  // a loss from its logarithm; what is nothing but rounding is 0
  written(log) { return !Number.isFinite(log) ? "beyond all bounds" : log <= this.run.least_log + 1e-6 ? "0" : short(10 ** log) }

  say(moment) {
    const { run } = this
    const at = this.over ?? this.chosen
    const step = run.steps.values[moment]
    return `Step ${step.toLocaleString("en")} of ${run.total.toLocaleString("en")}. Seed ${run.seeds[at]}: loss ${this.written(this.loss(at, moment))}${this.ended(at, moment)}.`
  }

  // how a run ended, in words: not before the end is shown
  ended(at, moment) {
    const { run } = this
    if (!run.is_whole || moment < run.steps.values.length - 1) return ""
    const how = run.diverged.values[at] ? ", diverged" : run.is_best.values[at] ? ", among the best" : ", worse than the best"
    return `${how}${run.has_groups ? `, group ${run.group.values[at] + 1}` : ""}`
  }

  draw(second) {
    const { run } = this
    const [frame, share] = between(this.transport.times, second)
    const verdict = this.find(".verdict")
    const words = frame === this.transport.last && !this.transport.frame ? run.verdict : ""
    if (verdict.textContent !== words) verdict.textContent = words
    // where there is little room across, the pinned filter lies below the others
    const beside = this.find(".panels").clientWidth > NARROW
    const room = roomFor(this.cloud.canvas, run.height) - (run.is_whole ? LOWER + BETWEEN : BETWEEN / 2)
    const high = Math.max(LEAST_HIGH, Math.min(MOST_HIGH, beside ? room : room - PINNED - BETWEEN / 2))
    this.drawCloud(frame, share, high)
    this.drawFan(frame, share, high)
    this.drawPinned(frame, beside ? high : PINNED, beside)
    if (run.is_whole) this.drawLikeness()
  }

  // how a run is drawn: a failure has a cross, those that end alike lie on one another anyway
  colour(at) { return this.run.is_whole && !this.run.is_best.values[at] ? "input" : "learned" }

  // the places of all filters at a frame, on the way to the next
  places(frame, share) {
    const { points, kept } = this.run
    if (kept.values.length === this.transport.times.length) return share ? mixed(row(points, frame), row(points, frame + 1), share) : row(points, frame)
    return row(points, frame < this.transport.last ? 0 : kept.values.length - 1)
  }

  drawCloud(frame, share, high) {
    const { cloud, run } = this
    const label = `${this.find(".cloud figcaption").textContent}, ${run.seeds.length} runs at step ${run.steps.values[frame]}. ${this.say(frame)} Arrow keys go to the next run.`
    if (!cloud.begin(high, label)) return
    const [x0, x1, y0, y1] = run.corners.values
    const [left, top, wide, tall] = [26, 8, cloud.width - 34, high - 42]
    const across = (value) => left + ((value - x0) / (x1 - x0)) * wide
    const upwards = (value) => top + (1 - (value - y0) / (y1 - y0)) * tall
    cloud.box(left, top, wide, tall, { stroke: cloud.text, line: 1, alpha: 0.25 })
    if (x0 < 0 && x1 > 0) cloud.line([[across(0), top], [across(0), top + tall]], cloud.text, { width: 1, alpha: 0.2 })
    if (y0 < 0 && y1 > 0) cloud.line([[left, upwards(0)], [left + wide, upwards(0)]], cloud.text, { width: 1, alpha: 0.2 })
    const places = this.places(frame, share)
    const each = places.length / 2 / run.seeds.length
    this.dots = []
    cloud.context.save()
    cloud.context.beginPath()
    // a dot on the frame is drawn whole
    cloud.context.rect(left - 8, top - 8, wide + 16, tall + 16)
    cloud.context.clip()
    const radius = each * run.seeds.length > 1500 ? 1.6 : 3
    for (let run_ = 0; run_ < run.seeds.length; run_ += 1) {
      const colour = cloud.colour(this.colour(run_))
      for (let filter = 0; filter < each; filter += 1) {
        const place = 2 * (run_ * each + filter)
        const [x, y] = [across(places[place]), upwards(places[place + 1])]
        if (!(x >= left && x <= left + wide && y >= top && y <= top + tall)) continue
        this.dots.push([x, y, run_])
        if (this.colour(run_) === "input") cloud.cross(x, y, radius + 0.5, colour)
        else cloud.dot(x, y, radius, { fill: colour })
      }
    }
    for (const at of [this.over, this.chosen]) if (at !== null) this.dots.filter(([, , run_]) => run_ === at).forEach(([x, y]) => cloud.dot(x, y, 6.5, { stroke: cloud.text, line: at === this.over ? 1.4 : 2.4 }))
    const marks = (places_, draw) => { for (let i = 0; i < places_.shape[0]; i += 1) draw(...[across(row(places_, i)[0]), upwards(row(places_, i)[1])]) }
    marks(run.designed, (x, y) => cloud.box(x - 5, y - 5, 10, 10, { stroke: cloud.colour("designed"), line: 2.5 }))
    marks(run.best, (x, y) => cloud.dot(x, y, 8, { stroke: cloud.colour("best"), line: 2.5 }))
    cloud.context.restore()
    const keys = ["\u25a1 designed", run.best.shape[0] ? "\u25cb best possible" : "", run.is_whole && run.is_best.values.includes(0) ? "\u00d7 worse" : ""].filter(Boolean)
    cloud.words(`${short(x0)} to ${short(x1)}`, left, high - 19, { size: 0.77 })
    cloud.words(keys.join("   "), left + wide, high - 5, { size: 0.77, align: "right", most: wide })
    cloud.context.save()
    cloud.context.translate(14, top + tall)
    cloud.context.rotate(-Math.PI / 2)
    cloud.words(`${short(y0)} to ${short(y1)}`, 0, 0, { size: 0.77 })
    cloud.context.restore()
  }

  drawFan(frame, share, high) {
    const { fan, run } = this
    const finite = Array.from(run.log_loss.values).filter(Number.isFinite)
    const [low, top_] = range(finite)
    const count = run.steps.values.length
    if (!fan.begin(high, `Loss of ${run.seeds.length} runs over ${run.total} steps, from ${this.written(top_)} down to ${this.written(low)}. ${this.say(frame)} Arrow keys go to the next run.`)) return
    const [left, top, wide, tall] = [10, 20, fan.width - 20, high - 44]
    this.fanX = (at) => left + (at / Math.max(1, count - 1)) * wide
    this.fanY = (log) => top + (1 - (log - low) / (top_ - low || 1)) * tall
    const line = (at, until) => Array.from({ length: until + 1 }, (_, i) => [this.fanX(i), this.fanY(this.loss(at, i))]).filter(([, y]) => Number.isFinite(y))
    run.seeds.forEach((_, at) => fan.line(line(at, frame), fan.colour(this.colour(at)), { width: 1, alpha: run.seeds.length > 40 ? 0.35 : 0.7 }))
    for (const at of [this.over, this.chosen]) if (at !== null) fan.line(line(at, frame), fan.text, { width: at === this.over ? 1.4 : 2.2 })
    const now = this.fanX(frame + share)
    fan.line([[now, top], [now, top + tall]], fan.text, { width: 1, alpha: 0.4 })
    const highest = `loss ${this.written(top_)}`
    fan.words(highest, left, 12, { size: 0.77 })
    // as long as there is room for
    const scale = ["logarithmic scale", "log scale"].find((words) => fan.measure(`${highest}   ${words}`, 0.77) < wide)
    if (scale) fan.words(scale, left + wide, 12, { size: 0.77, align: "right" })
    fan.words(this.written(low), left, high - 14, { size: 0.77 })
    fan.words(`step ${run.total.toLocaleString("en")}`, left + wide, high - 14, { size: 0.77, align: "right" })
  }

  // the filter of the pinned run, and the designed one below or beside it
  drawPinned(frame, high, isTall) {
    const { pinned, run } = this
    const { pin } = run
    this.find(".pinned figcaption").textContent = `Seed ${pin.seed}`
    if (!pinned.begin(high, `Filter of seed ${pin.seed} at step ${run.steps.values[frame]}, beside the designed one`)) return
    const at = pin.filters.length === run.steps.values.length ? frame : frame < this.transport.last ? 0 : pin.filters.length - 1
    const shape = (values) => ({ values, count: values.length / (run.shape[0] * run.shape[1] * run.colours), rows: run.shape[0], columns: run.shape[1], colours: run.colours, limit: pin.limit })
    const [wide, tall] = isTall ? [pinned.width, high / 2] : [pinned.width / 2, high]
    const scale = Math.abs(pin.scale[at] - 1) > 0.005 ? `, \u00f7 ${short(pin.scale[at])}` : ""
    const panel = (values, title, role, left, top, paint) => {
      pinned.words(title, left + 4, top + 13, { size: 0.8, colour: pinned.ink(role), weight: 600, most: wide - 8 })
      drawFilters(pinned, shape(values), left + 4, top + 20, wide - 8, tall - 22, paint)
    }
    panel(pin.filters[at], `learned${scale}`, "learned", 0, 0, { fill: pinned.colour("learned") })
    panel(pin.designed, run.designed_title.toLowerCase(), "designed", isTall ? 0 : wide, isTall ? tall : 0, { stroke: pinned.colour("designed") })
  }

  // how like the designed filter: a row for the first random numbers, a row for the ends, and what chance reaches
  drawLikeness() {
    const { likeness, run } = this
    const [first, last] = [row(run.likeness, 0), row(run.likeness, 1)]
    const above = Array.from(last).filter((value) => value > run.chance).length
    const words = [
      `Dashed line: 19 of 20 random starts stay below ${short(run.chance)}.`,
      `In the end ${above} of ${run.seeds.length} runs lie above this line.`,
    ]
    if (!likeness.begin(LOWER, `Cosine with the nearest designed filter. ${words.join(" ")}`)) return
    const low = Math.min(0, range([...first, ...last])[0])
    const [left, wide] = [likeness.width > 560 ? 110 : 64, likeness.width - (likeness.width > 560 ? 122 : 76)]
    const x = (value) => left + ((value - low) / (1 - low)) * wide
    const rows = [["random", first, 16, "input"], ["learned", last, 42, "learned"]]
    likeness.line([[x(run.chance), 2], [x(run.chance), 58]], likeness.text, { width: 1.5, dash: [4, 3] })
    for (const [name, values, y, role] of rows) {
      likeness.words(name, 0, y + 4, { size: 0.85, colour: likeness.ink(role === "input" ? "text" : role), weight: 600 })
      likeness.line([[x(low), y], [x(1), y]], likeness.text, { width: 1, alpha: 0.2 })
      values.forEach((value, at) => likeness.line([[x(value), y - 8], [x(value), y + 8]], likeness.colour(role), { width: at === this.chosen ? 3 : 1.2, alpha: at === this.chosen ? 1 : 0.5 }))
    }
    for (const [value, align] of [[low, "left"], [1, "right"]]) likeness.words(short(value), x(value), 68, { size: 0.77, align })
    words.forEach((sentence, i) => likeness.words(sentence, 0, LOWER - 20 + 15 * i, { size: 0.8, most: likeness.width }))
  }

  runInCloud(x, y) {
    let [found, near] = [null, NEAR ** 2]
    for (const [left, top, at] of this.dots ?? []) {
      const apart = (left - x) ** 2 + (top - y) ** 2
      if (apart < near) [found, near] = [at, apart]
    }
    return found
  }

  runInFan(x, y) {
    if (!this.fanX) return null
    const count = this.run.steps.values.length
    const at = Math.round(((x - this.fanX(0)) / (this.fanX(count - 1) - this.fanX(0) || 1)) * (count - 1))
    if (at < 0 || at >= count) return null
    let [found, near] = [null, NEAR]
    this.run.seeds.forEach((_, run) => {
      const apart = Math.abs(this.fanY(this.loss(run, at)) - y)
      if (apart < near) [found, near] = [run, apart]
    })
    return found
  }

  hover(at) {
    if (this.over === at) return
    this.over = at
    this.transport.show()
  }

  pin(at) {
    if (at === null || at === this.chosen) return
    this.chosen = at
    this.wanted = this.run.seeds[at]
    this.component.setStateValue("pin", this.wanted)
    this.transport.show()
  }

  walk(event) {
    const by = meant(event, { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 })
    if (!by) return
    event.preventDefault()
    const at = this.order.indexOf(this.chosen) + by
    if (at < 0 || at >= this.order.length) return
    this.chosen = this.order[at]
    this.wanted = this.run.seeds[this.chosen]
    this.transport.show()
    clearTimeout(this.walking)
    this.walking = setTimeout(() => { if (this.wanted !== undefined) this.component.setStateValue("pin", this.wanted) }, RESTED)
  }
}
