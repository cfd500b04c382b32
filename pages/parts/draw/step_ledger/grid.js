// The numbers as cells of HTML: one stop for the tabulator, arrow keys from cell to cell, what a number came from lights up.
const NARROW = 640 // pixels
const [ONE, LEAD, GAP, LARGEST, LEGIBLE, COLOURED] = [42, 48, 10, 48, 31, 132] // pixels, of columns and of their numbers
const NARROW_ONE = 46
const LONG = 6 // characters of a number that is written smaller
// the blocks of a window's row: sub-step, title, and whether each window has one number or as many as the filter
const BLOCKS = [
  { name: "p", kind: "patch", stage: PATCH, title: "patch" },
  { name: "m", kind: "product", stage: PRODUCTS, title: "\u00d7 filter = products" },
  { name: "a", kind: "answer", stage: ANSWER, title: "sum: answer", one: true },
  { name: "q", kind: "prediction", stage: ERROR, title: "proba\u00adbility", one: true, logistic: true },
  { name: "t", kind: "target", stage: ERROR, title: "target", one: true },
  { name: "l", kind: "loss", stage: ERROR, title: "loss", one: true },
  { name: "e", kind: "error", stage: ERROR, title: "error", one: true },
  { name: "x", kind: "share", stage: SHARES, title: "error \u00d7 patch" },
  { name: "v", kind: "new_answer", stage: LOSS, title: "new answer", one: true },
  { name: "k", kind: "new_loss", stage: LOSS, title: "new loss", one: true },
]
// what a narrow screen shows of each sub-step
const ON_NARROW = ["p", "pm", "ma", "aqtle", "ex", "x", "", ""]

class Grid {
  constructor(root, { point, press }) {
    this.root = root
    this.ledger = root.querySelector(".ledger")
    this.windows = root.querySelector(".windows")
    this.result = root.querySelector(".result")
    this.point = point // (id or null): what the pointer or the focus is on
    this.ledger.onpointerover = (event) => this.point(event.target.dataset?.id ?? null)
    this.ledger.onpointerleave = () => this.point(null)
    this.ledger.onfocusin = (event) => event.target.dataset?.id && this.focus(event.target.dataset.id)
    this.ledger.onkeydown = (event) => event.target.dataset?.id && (this.move(event) || press(event))
    new ResizeObserver(() => this.account && this.ledger.clientWidth !== this.width && this.fit()).observe(this.ledger)
  }

  load(account) {
    this.account = account
    this.blocks = BLOCKS.filter((block) => !block.logistic || account.isLogistic)
    this.parts = []
    this.windows.replaceChildren(this.heads(), ...account.run.windows.map((window, r) => this.window(window, r)), ...this.rest())
    this.isFlat = account.run.sides[0] === 1
    this.result.replaceChildren(...(this.isFlat ? this.stacked() : this.abreast()))
    this.fit()
    this.rove(this.at && this.cellOf(this.at) ? this.at : "w0")
  }

  make(tag, name, text, role) {
    const made = document.createElement(tag)
    made.className = name
    if (text) made.textContent = text
    if (role) made.setAttribute("role", role)
    return made
  }

  row(name, title, parts) {
    const row = this.make("div", `row ${name}`, "", "row")
    const lead = this.make("span", "lead", title, title ? "rowheader" : "")
    row.append(lead, ...parts)
    return row
  }

  // a block of cells with these ids, shown from its sub-step on; `block` is the column that it belongs to
  block(ids, block, { stage = block.stage, row = null } = {}) {
    const part = this.make("div", `block ${block.one ? "one" : ""}`)
    ids.forEach((id) => part.append(this.cell(id)))
    this.parts.push({ part, stage, row, name: block.name })
    return part
  }

  cell(id) {
    const { kind, value, share, text, name } = this.account.cells.get(id)
    const cell = this.make("span", `cell of-${kind}`, text, "gridcell")
    if (text.length > LONG) cell.classList.add("long")
    const { grey } = this.account
    if (kind === "patch" && grey) cell.style.setProperty("--grey", `${((100 * (value - grey[0])) / (grey[1] - grey[0] || 1)).toFixed(0)}%`)
    cell.dataset.id = id
    cell.tabIndex = -1
    cell.setAttribute("aria-label", `${name}: ${text}`)
    cell.style.setProperty("--sign", value < 0 ? "var(--negative)" : "var(--positive)")
    cell.style.setProperty("--share", `${(100 * Math.min(1, Math.abs(share))).toFixed(0)}%`)
    return cell
  }

  blank(block) {
    const part = this.make("div", `block blank ${block.one ? "one" : ""}`)
    this.parts.push({ part, stage: 0, row: null, name: block.name })
    return part
  }

  // titles, and below them the filter over its products and the bias over the answers
  heads() {
    const { account } = this
    const heads = this.make("div", "heads")
    const titles = this.row("titles", "window", this.blocks.map((block) => {
      const title = this.make("div", `block title ${block.one ? "one" : ""}`, block.title, "columnheader")
      this.parts.push({ part: title, stage: 0, row: null, name: block.name, title: block.stage })
      return title
    }))
    const filter = this.row("filter", "filter", this.blocks.map((block) => {
      if (block.name === "m") return this.block(account.taps.map((i) => `w${i}`), block, { stage: PATCH })
      if (block.name === "a" && account.run.has_bias) return this.block(["b"], block, { stage: PATCH })
      return this.blank(block)
    }))
    heads.append(titles, filter)
    return heads
  }

  window(window, r) {
    const { account } = this
    const parts = this.blocks.map((block) => this.block(block.one ? [`${block.name}${r}`] : account.taps.map((i) => `${block.name}${r}.${i}`), block, { row: r }))
    return this.row("of", window.number.toLocaleString("en"), parts)
  }

  // windows that are not shown
  rest() {
    const { run } = this.account
    const left = run.total - run.windows.length
    return left ? [this.make("p", "more", `\u2026 and ${left.toLocaleString("en")} more windows, which all count`)] : []
  }

  // the rows below the columns that they belong to: losses, bias and the filter's numbers
  stacked() {
    const { account } = this
    const [taps, has_bias] = [account.taps, account.run.has_bias]
    const part = (letter, stage, ends = {}) => ["l", "e", "x", "v", "k"].map((name) => {
      const block = BLOCKS.find((each) => each.name === name)
      if (name === "x") return this.block(taps.map((i) => `${letter}${i}`), block, { stage })
      if (name === "e" && has_bias) return this.block([`${letter}b`], block, { stage })
      return ends[name] ? this.block([ends[name][0]], block, { stage: ends[name][1] }) : this.blank(block)
    })
    const rows = [["g", "mean = gradient", GRADIENT, { l: ["L", ERROR], k: ["K", LOSS] }], ["u", "\u00d7 \u2212rate = update", UPDATE], ["o", "+ old numbers", UPDATE], ["n", "= new numbers", UPDATE]]
    return rows.map(([letter, title, stage, ends]) => this.row(letter, title, part(letter, stage, ends)))
  }

  // the blocks of a filter for pictures side by side, each with its title
  abreast() {
    const { taps, run } = this.account
    const kinds = [["g", "mean = gradient", GRADIENT], ["u", "\u00d7 \u2212rate = update", UPDATE], ["o", "+ old numbers", UPDATE], ["n", "= new numbers", UPDATE]]
    const several = { one: false }
    const named = kinds.map(([letter, title, stage]) => {
      const column = this.make("div", "column")
      column.append(this.make("span", "title", title), this.block(taps.map((i) => `${letter}${i}`), { ...several, name: letter }, { stage }))
      if (run.has_bias) column.append(this.make("span", "title", "bias"), this.block([`${letter}b`], { one: true, name: letter }, { stage }))
      return column
    })
    const losses = this.make("div", "column")
    losses.append(this.make("span", "title", "mean loss"), this.block(["L"], { one: true, name: "L" }, { stage: ERROR }), this.make("span", "title", "new loss"), this.block(["K"], { one: true, name: "K" }, { stage: LOSS }))
    const row = this.make("div", "row squares", "", "row")
    row.append(...named, losses)
    return [row]
  }
}
