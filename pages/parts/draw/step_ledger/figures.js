// How numbers are written: a block of them with equally many decimals, and an equation with as many digits as make it true.
const [FEWEST, MOST] = [3, 12] // significant digits of an equation's numbers

// decimals for numbers the largest of which has this size; null where only powers of ten are short enough
function decimalsFor(limit) {
  if (limit === 0) return 2
  if (limit < 0.001 || limit >= 10000) return null
  const power = Math.floor(Math.log10(limit))
  return Math.max(0, power < 0 ? 1 - power : 2 - power)
}

function fixed(value, decimals) {
  if (decimals === null || !Number.isFinite(value)) return short(value)
  const text = Math.abs(value).toFixed(decimals)
  return value < 0 && Number(text) ? `\u2212${text}` : text
}

// a number with all the digits it has
function plain(value) {
  const size = Math.abs(value)
  const text = size && (size < 1e-5 || size >= 1e7) ? short(size) : String(size)
  return value < 0 ? `\u2212${text}` : text
}

const signed = (text) => (text.startsWith("\u2212") ? `(${text})` : text)

function joined(texts) {
  return texts.reduce((sum, text) => (text.startsWith("\u2212") ? `${sum} \u2212 ${text.slice(1)}` : `${sum} + ${text}`))
}

// an equation: its numbers are rounded as little as is needed for them to give its result as that is shown
function equation(values, combine, result, decimals, write) {
  const shown = fixed(result, decimals)
  let near = values
  for (let digits = FEWEST; digits <= MOST; digits += 1) {
    near = values.map((value) => Number(value.toPrecision(digits)))
    if (fixed(combine(near), decimals) === shown) break
  }
  return `${write(...near.map(plain))} = ${shown}`
}

// a number by itself: more digits than in its cell
const alone = (value) => plain(Number(value.toPrecision(6)))
