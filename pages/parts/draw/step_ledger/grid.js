// The numbers as cells of HTML: rows of windows, each a few blocks of numbers, and below them what becomes of the filter.
const LONG = 6 // characters of a number that is written smaller
// the blocks of a window: letter, sub-step, title, and whether a window has one such number or as many as the filter
const BLOCKS = [
  { letter: "p", stage: PATCH, title: "patch" },
  { letter: "m", stage: PRODUCTS, title: "\u00d7 filter = products" },
  { letter: "a", stage: ANSWER, title: "sum: answer", one: true },
  { letter: "q", stage: ERROR, title: "proba\u00adbility", one: true, logistic: true },
  { letter: "t", stage: ERROR, title: "target", one: true },
  { letter: "l", stage: ERROR, title: "loss", one: true },
  { letter: "e", stage: ERROR, title: "error", one: true },
  { letter: "x", stage: SHARES, title: "error \u00d7 patch" },
  { letter: "v", stage: LOSS, title: "new answer", one: true },
  { letter: "k", stage: LOSS, title: "new loss", one: true },
]
const SINGLE = { one: true }
// what becomes of the filter
const RESULT = [["g", "mean = gradient", GRADIENT], ["u", "\u00d7 \u2212rate = update", UPDATE], ["o", "+ old numbers", UPDATE], ["n", "= new numbers", UPDATE]]

class Grid {
  constructor(root, { point, press }) {
    this.root = root
    this.ledger = root.querySelector(".ledger")
    this.windows = root.querySelector(".windows")
    this.result = root.querySelector(".result")
    this.point = point // (id or null): what the pointer or the focus is on
    this.ledger.onpointerover = (event) => this.point(event.target.dataset?.id ?? null)
    this.ledger.onpointerleave = () => this.point(null)
    this.ledger.addEventListener("focusin", (event) => event.target.dataset?.id && this.focus(event.target.dataset.id))
    this.ledger.onkeydown = (event) => event.target.dataset?.id && (this.move(event) || press(event))
    new ResizeObserver(() => this.account && this.ledger.clientWidth !== this.width && this.load(this.account)).observe(this.ledger)
  }

  load(account) {
    this.account = account
    this.isFlat = account.run.sides[0] === 1
    this.blocks = BLOCKS.filter((block) => !block.logistic || account.isLogistic)
    this.parts = []
    this.fit()
    const { run } = account
    const left = run.total - run.windows.length
    const more = left ? [made("p", "more", `\u2026 and ${left.toLocaleString("en")} more windows, which all count`)] : []
    this.windows.replaceChildren(this.titles(), this.filter(), ...run.windows.map((window, r) => this.window(window, r)), ...more)
    this.result.replaceChildren(...(this.isFlat ? this.stacked() : this.abreast()))
    this.reveal(this.stage ?? 0, this.share ?? 1)
    this.rove(this.at && this.cellOf(this.at) ? this.at : "w0")
  }

  cell(id) {
    const { kind, value, share, text, name } = this.account.cells.get(id)
    // in a narrow cell a number begins with its point
    const cell = made("span", `cell of-${kind}`, this.isTight ? text.replace(/^(\u2212?)0\./, "$1.") : text, "gridcell")
    if (text.length > LONG) cell.classList.add("long")
    const { grey } = this.account
    if (kind === "patch" && grey) cell.style.setProperty("--grey", percent(value - grey[0], grey[1] - grey[0]))
    cell.dataset.id = id
    cell.tabIndex = -1
    cell.setAttribute("aria-label", `${name}: ${text}`)
    cell.style.setProperty("--sign", value < 0 ? "var(--negative)" : "var(--positive)")
    cell.style.setProperty("--share", percent(Math.min(1, Math.abs(share)), 1))
    return cell
  }

  // cells that are shown from a sub-step on; within it, those of window `row` in turn
  block(ids, { letter = "", one = false, stage, row = null }) {
    const part = made("div", `block ${one ? "one" : ""}`)
    part.append(...ids.map((id) => this.cell(id)))
    this.parts.push({ part, stage, row, letter })
    return part
  }

  blank({ letter, one }) {
    const part = made("div", `block ${one ? "one" : ""}`)
    this.parts.push({ part, stage: PATCH, row: null, letter })
    return part
  }

  row(name, title, parts) {
    const row = made("div", `row ${name}`, "", "row")
    row.append(made("span", "lead", title, title ? "rowheader" : ""), ...parts)
    return row
  }

  // beside squares of numbers, single numbers lie below one another, each with its title
  gathered(parts) {
    if (this.isFlat || this.isNarrow) return parts
    const found = []
    parts.forEach((part, i) => {
      if (!this.blocks[i].one) return found.push(part)
      if (!i || !this.blocks[i - 1].one) found.push(made("div", "stack"))
      found.at(-1).append(part)
    })
    return found
  }

  title(block) {
    const title = made("div", `block title ${block.one ? "one" : ""}`, block.title, "columnheader")
    this.parts.push({ part: title, stage: PATCH, row: null, letter: block.letter, names: block.stage })
    return title
  }

  titles() {
    const isGathered = !this.isFlat && !this.isNarrow
    return this.row("titles", "window", this.gathered(this.blocks.map((block) => (isGathered && block.one ? made("span", "") : this.title(block)))))
  }

  // the filter over its products, the bias over the answers
  filter() {
    const { taps, run } = this.account
    const isGathered = !this.isFlat && !this.isNarrow
    return this.row("filter", "filter", this.gathered(this.blocks.map((block) => {
      if (block.letter === "m") return this.block(taps.map((i) => `w${i}`), { ...block, stage: PATCH })
      if (block.letter !== "a" || !run.has_bias) return isGathered && block.one ? made("span", "") : this.blank(block)
      const bias = this.block(["b"], { ...block, stage: PATCH })
      return isGathered ? line("+ bias", bias) : bias
    })))
  }

  window(window, r) {
    const isGathered = !this.isFlat && !this.isNarrow
    return this.row("of-window", window.number.toLocaleString("en"), this.gathered(this.blocks.map((block) => {
      const { letter, one } = block
      const part = this.block(one ? [`${letter}${r}`] : this.account.taps.map((i) => `${letter}${r}.${i}`), { ...block, row: r })
      return isGathered && one ? line(block.title.replace("\u00ad", ""), part) : part
    })))
  }

  // rows below the columns that they belong to: losses, bias and the filter's numbers; on a narrow screen the losses last
  stacked() {
    const { taps, run: { has_bias } } = this.account
    const below = BLOCKS.filter(({ letter }) => (this.isNarrow ? has_bias && letter === "e" : "levk".includes(letter)) || letter === "x")
    const rows = RESULT.map(([letter, title, stage]) => this.row("", title, below.map((block) => {
      if (block.letter === "x") return this.block(taps.map((i) => `${letter}${i}`), { stage })
      if (block.letter === "e" && has_bias) return this.block([`${letter}b`], { one: true, stage })
      if (letter === "g" && block.letter === "l") return this.block(["L"], { one: true, stage: ERROR })
      if (letter === "g" && block.letter === "k") return this.block(["K"], { one: true, stage: LOSS })
      return this.blank(block)
    })))
    if (!this.isNarrow) return rows
    return [...rows, this.row("", "mean loss", [this.block(["L"], { one: true, stage: ERROR })]), this.row("", "new mean loss", [this.block(["K"], { one: true, stage: LOSS })])]
  }

  // the squares of a filter for pictures side by side, each with its title
  abreast() {
    const { taps, run } = this.account
    const columns = RESULT.map(([letter, title, stage]) => {
      const column = made("div", "column")
      column.append(made("span", "name", title), this.block(taps.map((i) => `${letter}${i}`), { stage }))
      if (run.has_bias) column.append(line("bias", this.block([`${letter}b`], { one: true, stage })))
      return column
    })
    const losses = made("div", "column")
    losses.append(made("span", "name", "mean loss"), this.block(["L"], { one: true, stage: ERROR }), made("span", "name", "new mean loss"), this.block(["K"], { one: true, stage: LOSS }))
    const row = made("div", "row squares", "", "row")
    row.append(...columns, losses)
    return [row]
  }
}

function made(tag, name, text, role) {
  const element = document.createElement(tag)
  element.className = name
  if (text) element.textContent = text
  if (role) element.setAttribute("role", role)
  return element
}

function line(title, part) {
  const whole = made("div", "line")
  whole.append(made("span", "name", title), part)
  return whole
}

const percent = (value, whole) => `${((100 * value) / (whole || 1)).toFixed(0)}%`
