// How wide cells are, what is in sight at each sub-step, and how the arrow keys find the next cell.
Object.assign(Grid.prototype, {
  // as wide as the room allows; where numbers cannot be read, colours alone
  fit() {
    const { account, blocks, ledger } = this
    const [rows, columns] = account.run.sides
    this.width = ledger.clientWidth
    if (!this.width) return
    this.isNarrow = this.width < NARROW
    const one = this.isNarrow ? NARROW_ONE : ONE
    const ones = blocks.filter((block) => block.one).length
    const lead = this.isNarrow ? 34 : LEAD
    const room = this.isNarrow ? this.width - lead - one - 2 * GAP : this.width - lead - ones * one - (blocks.length + 1) * GAP
    const across = (this.isNarrow ? 2 : 3) * columns
    let cell = Math.min(LARGEST, Math.floor(room / across))
    const isLegible = cell >= LEGIBLE && (rows === 1 || columns <= 5)
    if (!isLegible) cell = Math.max(2, Math.min(cell, rows === 1 ? 24 : Math.max(3, Math.floor(COLOURED / columns))))
    const style = ledger.style
    style.setProperty("--cell", `${cell}px`)
    style.setProperty("--one", `${one}px`)
    style.setProperty("--lead", `${lead}px`)
    style.setProperty("--columns", columns)
    style.setProperty("--beside", `${lead + 2 * (GAP + columns * cell)}px`) // the columns over the curve
    style.setProperty("--below", `${(account.isLogistic ? 3 : 2) * (one + GAP) - GAP}px`) // those over the titles of the rows
    style.setProperty("--high", isLegible || rows === 1 ? "var(--line)" : `${cell}px`)
    ledger.classList.toggle("colours", !isLegible)
    ledger.classList.toggle("narrow", this.isNarrow)
    ledger.classList.toggle("flat", rows === 1)
    this.reveal(this.stage ?? 0, this.share ?? 1)
  },

  // all that belongs to the sub-steps up to this one; of this one the first windows, as it plays
  reveal(stage, share) {
    const { parts, account, isNarrow, result } = this
    this.stage = stage
    this.share = share
    const reached = share * account.run.windows.length
    for (const { part, stage: from, row, name, title } of parts) {
      const isLater = from > stage || (from === stage && row !== null && row >= reached)
      part.classList.toggle("later", isLater)
      if (title !== undefined) part.classList.toggle("current", title === stage)
      part.hidden = isNarrow && !result.contains(part) && !ON_NARROW[stage].includes(name)
    }
    this.ledger.dataset.stage = stage
    this.windows.hidden = isNarrow && stage >= UPDATE
    result.hidden = isNarrow && stage < GRADIENT
  },

  // the cell of a number that may be seen, or null
  cellOf(id) {
    const cell = this.ledger.querySelector(`[data-id="${id}"]`)
    return cell && !cell.parentElement.classList.contains("later") && cell.offsetParent ? cell : null
  },

  light(id) {
    for (const lit of this.ledger.querySelectorAll(".here, .from")) lit.classList.remove("here", "from")
    if (id === null) return
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
      if (along < 1 || (way[0] && beside > 2)) continue
      const far = along + 3 * beside
      if (far < least) [next, least] = [cell, far]
    }
    next?.focus()
    return true
  },
})
