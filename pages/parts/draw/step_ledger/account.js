// Every number of one step: its value, the numbers that it came from, and the arithmetic in words.
const [PATCH, PRODUCTS, ANSWER, ERROR, SHARES, GRADIENT, UPDATE, LOSS] = [0, 1, 2, 3, 4, 5, 6, 7]
const [MOST_DECIMALS, MANY] = [4, 9] // that have room in a cell; one fewer in a filter of more numbers
const ROOM = 112 // characters of a line
const MIDDLE = (count) => Math.floor(count / 2)

class Account {
  constructor(run) {
    this.run = run
    this.cells = new Map()
    this.count = run.weights.length
    this.taps = Array.from({ length: this.count }, (_, i) => i)
    this.isLogistic = run.loss_name === "logistic"
    this.limits()
    this.filter()
    run.windows.forEach((window, r) => this.forward(window, r))
    run.windows.forEach((window, r) => this.backward(window, r))
    this.result()
  }

  // the largest number of each block, by which its decimals and its colours go
  limits() {
    const { run } = this
    const over = (name) => Math.max(0, ...run.windows.flatMap((window) => window[name]).map(Math.abs))
    const most = (values) => values.reduce((found, value) => Math.max(found, Math.abs(value)), 0)
    const answers = Math.max(over("answer"), this.isLogistic ? 0 : over("target"), over("new_answer"))
    const numbers = most([...run.weights, run.bias, ...run.new_weights, run.new_bias])
    const losses = Math.max(over("loss"), run.loss)
    this.limit = {
      weight: numbers, patch: over("patch"), product: over("products"), answer: answers, prediction: 1,
      target: this.isLogistic ? 1 : answers, loss: losses, error: over("error"), share: over("shares"),
      gradient: most(run.gradient), update: most(run.update), new: numbers, new_answer: answers, new_loss: losses,
      total: Math.max(run.loss, run.new_loss),
    }
    const samples = run.windows.flatMap((window) => window.patch)
    this.grey = Math.min(...samples) >= 0 ? range(samples) : null // of a picture
    this.decimals = Object.fromEntries(Object.entries(this.limit).map(([name, limit]) => [name, decimalsFor(limit)]))
    if (this.isLogistic) this.decimals.target = 0
    this.decimals.prediction = 3
    this.decimals.total = this.telling(run.loss, run.new_loss)
    const [all, sum] = this.agreeing()
    Object.assign(this.decimals, { weight: all, update: all, new: sum })
  }

  // decimals with which two losses can be told apart
  telling(...losses) {
    const [least, most] = [Math.min(...losses), Math.max(...losses)].map(decimalsFor)
    return most === null ? null : Math.min(MOST_DECIMALS, 1 + (least ?? most))
  }

  // decimals of old number and update, and of the new number, with which they add up as they are written
  agreeing() {
    const { run } = this
    const largest = decimalsFor(this.limit.weight)
    if (largest === null) return [null, null]
    const sums = run.weights.map((old, i) => [old, run.update[i], run.new_weights[i]])
    if (run.has_bias) sums.push([run.bias, run.bias_update, run.new_bias])
    // a small update keeps a digit or two
    const most = run.weights.length > MANY ? MOST_DECIMALS - 1 : MOST_DECIMALS
    const first = Math.min(largest + 1, most, Math.max(largest, decimalsFor(this.limit.update) ?? 0))
    const cut = (value, decimals) => Number(value.toFixed(decimals))
    const wrong = ([all, sum]) => sums.filter(([old, update, next]) => fixed(cut(old, all) + cut(update, all), sum) !== fixed(next, sum)).length
    const tried = []
    for (let all = first; all <= most; all += 1) tried.push([all, all])
    for (let all = first + 1; all <= most; all += 1) tried.push([all, first])
    return tried.reduce((best, each) => (wrong(each) < wrong(best) ? each : best))
  }

  add(id, kind, stage, value, name, sources, words) {
    this.cells.set(id, { id, kind, stage, value, name, sources, words, text: fixed(value, this.decimals[kind]), share: value / (this.limit[kind] || 1) })
  }

  // the place of a number in the filter, as people count
  place(i) {
    const [rows, columns] = this.run.sides
    return rows === 1 ? `number ${i + 1}` : `row ${Math.floor(i / columns) + 1}, column ${(i % columns) + 1}`
  }

  filter() {
    const { run } = this
    const from = run.step === 1 ? "a random number" : `as step ${run.step - 1} left it`
    this.taps.forEach((i) => this.add(`w${i}`, "weight", PATCH, run.weights[i], `filter, ${this.place(i)}`, [], () => `The filter's ${this.place(i)}: ${alone(run.weights[i])}, ${from}.`))
    if (run.has_bias) this.add("b", "weight", ANSWER, run.bias, "bias", [], () => `The bias, which is added to each answer: ${alone(run.bias)}${run.step === 1 ? ", before the first step" : `, ${from}`}.`)
  }

  forward(window, r) {
    const { run, taps, decimals } = this
    const at = `window ${window.number.toLocaleString("en")}`
    taps.forEach((i) => {
      this.add(`p${r}.${i}`, "patch", PATCH, window.patch[i], `${at}, patch, ${this.place(i)}`, [`w${i}`], () => `${capital(at)}: ${alone(window.patch[i])} lies under the filter's ${this.place(i)}.`)
      this.add(`m${r}.${i}`, "product", PRODUCTS, window.products[i], `${at}, product, ${this.place(i)}`, [`w${i}`, `p${r}.${i}`], () => equation([run.weights[i], window.patch[i]], ([w, p]) => w * p, window.products[i], decimals.product, (w, p) => `filter \u00d7 patch: ${w} \u00d7 ${p}`))
    })
    const parts = run.has_bias ? [...window.products, run.bias] : window.products
    this.add(`a${r}`, "answer", ANSWER, window.answer, `${at}, answer`, [...taps.map((i) => `m${r}.${i}`), ...(run.has_bias ? ["b"] : [])], () => this.summed(parts, window.answer, decimals.answer, run.has_bias ? "products + bias" : "sum of the products"))
    if (this.isLogistic) this.add(`q${r}`, "prediction", ERROR, window.prediction, `${at}, probability`, [`a${r}`], () => equation([window.answer], ([a]) => 1 / (1 + Math.exp(-a)), window.prediction, decimals.prediction, (a) => `probability: 1 / (1 + exp(\u2212${signed(a)}))`))
    this.add(`t${r}`, "target", ERROR, window.target, `${at}, target`, [], () => `target: the right answer of ${at} is ${alone(window.target)}.`)
  }

  summed(parts, sum, decimals, title) {
    const words = equation(parts, (values) => values.reduce((total, value) => total + value), sum, decimals, (...texts) => `${title}: ${joined(texts)}`)
    return words.length > ROOM ? `${title}: ${parts.length} numbers add up to ${fixed(sum, decimals)}` : words
  }

  backward(window, r) {
    const { taps, decimals } = this
    const at = `window ${window.number.toLocaleString("en")}`
    const answered = this.isLogistic ? `q${r}` : `a${r}`
    this.add(`l${r}`, "loss", ERROR, window.loss, `${at}, loss`, [`a${r}`, `t${r}`], () => this.lost(window, window.answer, window.loss, "loss"))
    this.add(`e${r}`, "error", ERROR, window.error, `${at}, error`, [answered, `t${r}`], () => this.slope(window))
    taps.forEach((i) => this.add(`x${r}.${i}`, "share", SHARES, window.shares[i], `${at}, error times patch, ${this.place(i)}`, [`e${r}`, `p${r}.${i}`], () => equation([window.error, window.patch[i]], ([e, p]) => e * p, window.shares[i], decimals.share, (e, p) => `error \u00d7 patch: ${e} \u00d7 ${p}`)))
    const moved = [...taps.flatMap((i) => [`p${r}.${i}`, `n${i}`]), ...(this.run.has_bias ? ["nb"] : [])]
    const parts = [...taps.map((i) => this.run.new_weights[i] * window.patch[i]), ...(this.run.has_bias ? [this.run.new_bias] : [])]
    this.add(`v${r}`, "new_answer", LOSS, window.new_answer, `${at}, new answer`, moved, () => this.summed(parts, window.new_answer, decimals.new_answer, "new numbers \u00d7 patch, added"))
    this.add(`k${r}`, "new_loss", LOSS, window.new_loss, `${at}, new loss`, [`v${r}`, `t${r}`], () => this.lost(window, window.new_answer, window.new_loss, "new loss"))
  }

  // the loss of one window
  lost({ target, cost }, answer, shown, title) {
    const { loss } = this.decimals
    if (!this.isLogistic) return equation([answer, target], ([a, t]) => (a - t) ** 2, shown, loss, (a, t) => `${title}: (answer \u2212 target)\u00b2 = (${a} \u2212 ${signed(t)})\u00b2`)
    const [sign, named] = target ? [-1, "\u2212"] : [1, ""]
    const times = cost === 1 ? "" : `, \u00d7 ${plain(cost)}, what a false positive costs,`
    const value = ([a]) => cost * (Math.max(0, sign * a) + Math.log1p(Math.exp(-Math.abs(a))))
    return equation([answer], value, shown, loss, (a) => `${title}, target ${plain(target)}: ln(1 + exp(${named}${signed(a)}))${times}`)
  }

  // the error: the slope of the loss in the answer
  slope({ answer, prediction, target, cost, error: shown }) {
    const { error } = this.decimals
    if (!this.isLogistic) return equation([answer, target], ([a, t]) => 2 * (a - t), shown, error, (a, t) => `error, the slope of the loss: 2 \u00d7 (${a} \u2212 ${signed(t)})`)
    const times = cost === 1 ? "" : ` \u00d7 ${plain(cost)}, what a false positive costs,`
    return equation([prediction, target], ([q, t]) => (q - t) * cost, shown, error, (q, t) => `error, the slope of the loss: ${times ? `(${q} \u2212 ${t})` : `${q} \u2212 ${t}`}${times}`)
  }

  result() {
    const { run, taps, decimals } = this
    const rows = run.windows.map((_, r) => r)
    const mean = (values, value, kind, what) => {
      const words = equation(values, (each) => each.reduce((sum, one) => sum + one, 0) / each.length, value, decimals[kind], (...texts) => `${what}: (${joined(texts)}) / ${run.total}`)
      if (values.length === run.total && words.length <= ROOM) return words
      return `${what}: the mean over all ${run.total.toLocaleString("en")} windows is ${fixed(value, decimals[kind])}`
    }
    const ofBias = {
      old: run.bias, gradient: run.bias_gradient, update: run.bias_update, next: run.new_bias, name: "bias",
      from: rows.map((r) => `e${r}`), values: run.windows.map((window) => window.error), what: "gradient of the bias, mean error",
    }
    const ofNumber = (i) => ({
      old: run.weights[i], gradient: run.gradient[i], update: run.update[i], next: run.new_weights[i], name: this.place(i),
      from: rows.map((r) => `x${r}.${i}`), values: run.windows.map((window) => window.shares[i]), what: "gradient, mean of error \u00d7 patch",
    })
    for (const i of run.has_bias ? [...taps, "b"] : taps) {
      const one = i === "b" ? ofBias : ofNumber(i)
      const old = i === "b" ? "b" : `w${i}`
      this.add(`g${i}`, "gradient", GRADIENT, one.gradient, `gradient, ${one.name}`, one.from, () => mean(one.values, one.gradient, "gradient", one.what))
      this.add(`u${i}`, "update", UPDATE, one.update, `update, ${one.name}`, [`g${i}`], () => equation([run.rate, one.gradient], ([rate, g]) => -rate * g, one.update, decimals.update, (rate, g) => `\u2212 learning rate \u00d7 gradient: \u2212${rate} \u00d7 ${signed(g)}`))
      this.add(`o${i}`, "weight", UPDATE, one.old, `old number, ${one.name}`, [old], () => this.cells.get(old).words())
      this.add(`n${i}`, "new", UPDATE, one.next, `new number, ${one.name}`, [`o${i}`, `u${i}`], () => equation([one.old, one.update], ([o, u]) => o + u, one.next, decimals.new, (o, u) => `old number + update: ${joined([o, u])}`))
    }
    this.add("L", "total", ERROR, run.loss, "loss", rows.map((r) => `l${r}`), () => mean(run.windows.map((window) => window.loss), run.loss, "total", "loss, mean of the windows' losses"))
    this.add("K", "total", LOSS, run.new_loss, "new loss", rows.map((r) => `k${r}`), () => mean(run.windows.map((window) => window.new_loss), run.new_loss, "total", "new loss, mean of the windows' new losses"))
  }

  // the number that stands for a sub-step
  chief(stage) {
    const i = MIDDLE(this.count)
    return [`p0.${i}`, `m0.${i}`, "a0", "e0", `x0.${i}`, `g${i}`, `n${i}`, "K"][stage]
  }
}

const capital = (text) => text[0].toUpperCase() + text.slice(1)
