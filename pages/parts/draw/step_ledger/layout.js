// How wide cells are, what is in sight at each sub-step, what lights up, and how the arrow keys find the next cell.
const NARROW = 640 // pixels
const [ONE, LEAD, GAP, STACK] = [42, 48, 10, 112] // pixels: a column of single numbers, titles of rows, gaps, numbers below one another
const [NARROW_ONE, NARROW_LEAD] = [46, 34]
// pixels of a cell: at most, for a number, for a number that begins with its point; of a square of colours; of a row's
const [LARGEST, LEGIBLE, TIGHT, COLOURED, COLOURED_COMPACT, COLOURED_FLAT] = [48, 35, 27, 132, 84, 24]
// what a narrow screen shows of each sub-step
const ON_NARROW = ["pm", "pm", "ma", "aqtle", "ex", "x", "", ""]

Object.assign(Grid.prototype, {
  // as wide as the room allows; where numbers cannot be read, colours alone
  fit() {
    const { account, ledger } = this
    const [rows, columns] = account.run.sides
    this.width = ledger.clientWidth || 800
    this.isNarrow = this.width < NARROW
    const [one, lead] = this.isNarrow ? [NARROW_ONE, NARROW_LEAD] : [ONE, LEAD]
    let cell = Math.min(LARGEST, Math.floor((this.width - lead - this.spent(one)) / ((this.isNarrow ? 2 : 3) * columns)))
    const isLegible = cell >= TIGHT && (rows === 1 || columns <= 5)
    this.isTight = isLegible && cell < LEGIBLE
    if (!isLegible) cell = Math.max(2, Math.min(cell, rows === 1 ? COLOURED_FLAT : Math.max(3, Math.floor((this.isCompact ? COLOURED_COMPACT : COLOURED) / columns))))
    const signs = getComputedStyle(ledger).getPropertyValue("--signs").trim().split(" ")
    const over = this.blocks.filter(({ letter }) => "aqt".includes(letter)).length
    const set = {
      negative: signs[0], positive: signs.at(-1), cell: `${cell}px`, one: `${one}px`, lead: `${lead}px`, columns, stack: `${STACK}px`,
      high: isLegible || rows === 1 ? "var(--line)" : `${cell}px`,
      beside: `${lead + 2 * (GAP + columns * cell)}px`, // the columns over the curve
      below: `${over * (one + GAP) - GAP}px`, // those over the titles of the rows
    }
    Object.entries(set).forEach(([name, value]) => ledger.style.setProperty(`--${name}`, value))
    const is = { colours: !isLegible, tight: this.isTight, narrow: this.isNarrow, flat: rows === 1 }
    Object.entries(is).forEach(([name, so]) => ledger.classList.toggle(name, so))
  },

  // pixels beside the blocks of many numbers
  spent(one) {
    const ones = this.blocks.filter((block) => block.one).length
    if (this.isNarrow) return one + 3 * GAP
    return this.isFlat ? ones * one + (this.blocks.length + 1) * GAP : 2 * STACK + 6 * GAP
  },

  // all that belongs to the sub-steps up to this one; of this one the first windows, as it plays
  reveal(stage, share) {
    const { parts, account, isNarrow, result, windows } = this
    this.stage = stage
    this.share = share
    const reached = share * account.run.windows.length
    for (const { part, stage: from, row, letter, names } of parts) {
      part.classList.toggle("later", from > stage || (from === stage && row !== null && row >= reached))
      if (names !== undefined) part.classList.toggle("current", names === stage)
      part.hidden = isNarrow && !result.contains(part) && !ON_NARROW[stage].includes(letter)
    }
    this.ledger.dataset.stage = stage
    windows.hidden = isNarrow && stage >= UPDATE
    result.hidden = isNarrow && stage < GRADIENT
  },

  // the cell of a number that may be seen, or null
  cellOf(id) {
    const cell = this.ledger.querySelector(`[data-id="${id}"]`)
    return cell && !cell.parentElement.classList.contains("later") && cell.offsetParent ? cell : null
  },

  light(id) {
    for (const lit of this.ledger.querySelectorAll(".here, .from")) lit.classList.remove("here", "from")
    this.ledger.querySelector(`[data-id="${id}"]`)?.classList.add("here")
    for (const source of this.account.cells.get(id).sources) this.ledger.querySelector(`[data-id="${source}"]`)?.classList.add("from")
  },

  focus(id) {
    this.rove(id)
    this.point(id)
  },

  // the one cell that the tabulator reaches
  rove(id) {
    this.ledger.querySelector(`[data-id="${this.at}"]`)?.setAttribute("tabindex", "-1")
    this.at = id
    this.ledger.querySelector(`[data-id="${id}"]`)?.setAttribute("tabindex", "0")
  },

  // to the nearest cell in the direction of an arrow key; true where the key was one
  move(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return false
    event.preventDefault()
    const middle = (cell) => { const box = cell.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2] }
    const [x, y] = middle(event.target)
    let [next, least] = [null, Infinity]
    for (const cell of this.ledger.querySelectorAll(".cell")) {
      if (cell === event.target || cell.parentElement.classList.contains("later") || !cell.offsetParent) continue
      const [right, down] = middle(cell).map((place, axis) => place - [x, y][axis])
      const along = right * way[0] + down * way[1]
      const beside = Math.abs(right * way[1]) + Math.abs(down * way[0])
      // a row is not left sideways
      if (along < 1 || (way[0] && beside > 0.8 * event.target.offsetHeight)) continue
      const far = along + 3 * beside
      if (far < least) [next, least] = [cell, far]
    }
    next?.focus()
    return true
  },
})
