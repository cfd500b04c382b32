// Round numbers for a scale, and numbers as people write them.
function grouped(count) { return count.toLocaleString("en-GB") }

// without zeros that say nothing: 1 instead of 1.00
function trimmed(text) { return /\.\d*$/.test(text) ? text.replace(/\.?0+$/, "") : text }

// round numbers from `low` to `high`, about `most` of them; `isWider` has them reach beyond both
function ticks(low, high, most, isWider = false) {
  const rough = (high - low || Math.abs(high) || 1) / Math.max(1, most)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= 0.999999 * rough)
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const found = []
  let [from, to] = isWider ? [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)] : [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)]
  if (isWider && from === to) [from, to] = [from - 1, to + 1]
  for (let i = from; i <= to; i += 1) {
    const size = Math.abs(i * step)
    const text = size >= 1e6 || digits > 5 ? short(size) : size.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits })
    found.push({ value: i * step, text: (i < 0 ? "\u2212" : "") + text })
  }
  return found
}
