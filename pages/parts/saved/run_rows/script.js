// The rows of the list. They are made once and then only change: whoever moves by keyboard keeps the place.
const FULL_LEVEL = 255 // of a loss
const ANSWERED = 3000 // milliseconds in which the page answers a click

export default (component) => mounted(component, RunList)

class RunList {
  constructor(root) {
    this.root = root
    this.find = (selector) => root.querySelector(selector)
    this.rows = new Map()
    // what lies further down is drawn once it comes in sight
    this.seen = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) this.draw(target)
    }, { rootMargin: "200px" })
    this.find(".undone").onclick = () => this.component.setTriggerValue("undone", true)
    this.find(".list").onkeydown = (event) => this.press(event)
  }

  load(data) {
    const isSame = this.data && this.data.content === data.content
    this.data = data
    if (isSame) return
    const held = this.held()
    // an answer to an earlier click must not undo a later one
    if (this.sent && Date.now() - this.sent.at < ANSWERED && `${data.chosen}` !== `${this.sent.chosen}`) this.chosen = this.chosen.filter((run) => data.rows.some((each) => each.id === run))
    else [this.chosen, this.sent] = [[...data.chosen], null]
    const before = this.rows
    this.rows = new Map()
    this.seen.disconnect()
    const items = data.rows.map((run, index) => {
      const item = before.get(run.id) ?? this.made(run.id)
      this.rows.set(run.id, item)
      this.fill(item, run, index)
      return item
    })
    const list = this.find(".list")
    // rows that stay where they are are not moved: moving one takes the focus from it
    if (items.length !== list.children.length || items.some((item, i) => item !== list.children[i])) list.replaceChildren(...items)
    list.hidden = !items.length
    for (const item of items) this.seen.observe(item)
    this.mark()
    this.offer(data.undo)
    if (held && this.root.activeElement !== held.control) this.focus(held)
  }

  // the control that has the focus, by its run
  held() {
    const control = this.root.activeElement
    const item = control?.closest(".run")
    return item ? { control, run: item.dataset.run, name: control.className } : null
  }

  focus({ run, name }) {
    this.rows.get(run)?.querySelector(`.${name}`)?.focus({ preventScroll: true })
  }

  made(run) {
    const item = document.createElement("li")
    item.className = "run"
    item.dataset.run = run
    item.innerHTML =
      '<input type="checkbox" class="box"><canvas class="filter" role="img"></canvas><div class="names"><div class="title"></div><div class="less differs"></div><div class="tags"></div></div>' +
      '<div class="state"><div class="status"></div><div class="less figure"></div><div class="less changed"></div></div><canvas class="loss" role="img"></canvas><button type="button" class="open">Open</button>'
    const box = item.querySelector(".box")
    box.onchange = () => this.choose(run, box.checked)
    item.onclick = (event) => {
      if (event.target.closest("button, input")) return
      this.choose(run, !box.checked)
    }
    item.querySelector(".open").onclick = () => this.component.setTriggerValue("opened", run)
    for (const part of [".filter", ".loss"]) item.querySelector(part).sheet = new Sheet(item.querySelector(part), () => this.draw(item))
    return item
  }

  fill(item, run, index) {
    item.index = index
    const put = (selector, words) => {
      const part = item.querySelector(selector)
      if (part.textContent !== words) part.textContent = words
      part.hidden = !words
    }
    put(".title", run.name)
    put(".differs", run.differs)
    put(".status", [run.status, run.step].filter(Boolean).join(", "))
    put(".figure", run.figure)
    put(".changed", run.changed)
    const tags = item.querySelector(".tags")
    tags.replaceChildren(...run.tags.map((tag) => Object.assign(document.createElement("span"), { className: "tag", textContent: tag })))
    item.querySelector(".box").setAttribute("aria-label", run.whole)
    item.querySelector(".open").setAttribute("aria-label", `Open ${run.whole}`)
  }

  choose(run, isChosen) {
    this.chosen = isChosen ? [...this.chosen.filter((each) => each !== run), run] : this.chosen.filter((each) => each !== run)
    this.sent = { at: Date.now(), chosen: this.chosen }
    this.mark()
    this.component.setStateValue("chosen", this.chosen)
  }

  mark() {
    for (const [run, item] of this.rows) {
      const isChosen = this.chosen.includes(run)
      item.querySelector(".box").checked = isChosen
      item.classList.toggle("chosen", isChosen)
    }
  }

  // Enter chooses as Space does; arrow keys go from row to row
  press(event) {
    const item = event.target.closest(".run")
    if (!item) return
    if (event.key === "Enter" && event.target.className === "box") {
      event.preventDefault()
      return event.target.click()
    }
    const to = meant(event, { ArrowDown: item.nextElementSibling, ArrowUp: item.previousElementSibling, Home: item.parentElement.firstElementChild, End: item.parentElement.lastElementChild })
    if (to === undefined) return
    event.preventDefault()
    to?.querySelector(`.${event.target.className}`).focus()
  }

  // what was deleted can be brought back for some seconds; the focus, which was on what is gone, goes there and back
  offer(undo) {
    const place = this.find(".undo")
    const isNew = undo && this.offered !== undo.text
    this.offered = undo?.text
    clearTimeout(this.ending)
    const wasHere = this.root.activeElement === this.find(".undone")
    place.hidden = !undo
    if (undo) {
      this.find(".what").textContent = undo.text
      this.ending = setTimeout(() => this.offer(null), 1000 * undo.seconds)
      // once the browser has taken away what was pressed
      if (isNew) setTimeout(() => { if (document.activeElement === document.body || document.activeElement?.shadowRoot !== this.root) this.find(".undone").focus() }, 100)
    } else if (wasHere) {
      const next = this.rows.get(this.chosen[0]) ?? this.rows.values().next().value
      next?.querySelector(".box").focus()
    }
  }

  draw(item) {
    const { data } = this
    const index = item.index
    if (data?.rows[index]?.id !== item.dataset.run) return
    this.drawFilter(item.querySelector(".filter"), index)
    this.drawLoss(item.querySelector(".loss"), index)
  }

  drawLoss(canvas, index) {
    const { data } = this
    const levels = data.losses.values.subarray(data.loss_at.values[index], data.loss_at.values[index + 1])
    const { sheet } = canvas
    const way = levels.length && levels.at(-1) < levels[0] ? "falls" : "does not fall"
    if (!sheet.begin(40, levels.length ? `Loss, which ${way}` : "No loss yet") || !levels.length) return
    const x = (i) => 4 + (i / (levels.length - 1)) * (sheet.width - 8)
    const y = (level) => 4 + (1 - level / FULL_LEVEL) * 32
    sheet.line(Array.from(levels, (level, i) => [x(i), y(level)]), sheet.colour("learned"), { width: 1.8 })
    sheet.dot(x(levels.length - 1), y(levels.at(-1)), 2.5, { fill: sheet.colour("learned") })
  }

  drawFilter(canvas, index) {
    const { data } = this
    const [count, rows, columns, colours] = row(data.sides, index)
    const values = data.filters.values.subarray(data.filter_at.values[index], data.filter_at.values[index + 1])
    const { sheet } = canvas
    const what = count ? `The learned filter${count > 1 ? "s" : ""}, ${rows > 1 ? `${rows} by ` : ""}${columns} numbers` : "No picture of the filter"
    if (!sheet.begin(46, what) || !count) return
    if (rows > 1 || count > 1) return drawBank(sheet, { values, count, rows, columns, colours }, 0, 0, sheet.width, 46)
    sheet.bars(Array.from(values, (value) => value / 127), 2, 2, sheet.width - 4, 42, -1, 1, { fill: sheet.colour("learned"), numbers: false })
  }
}
