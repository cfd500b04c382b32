// What is shown, and the arithmetic of each answer.
const IN_WORDS = 5 // products that are written in a line; of more the line says the sum alone

class Scan {
  constructor(run) {
    this.run = run
    this.kernels = run.titles.map((title, k) => ({
      title, lead: run.leads[k], weights: run[`weights_${k}`].values, at: run[`output_at_${k}`].values, output: run[`output_${k}`].values,
    }))
    // the first and the last answer in the part shown
    const first = Math.ceil(run.part[0] / run.stride)
    this.answers = [first, Math.max(first, Math.ceil(run.part[1] / run.stride) - 1)]
  }

  has(answer) { return answer >= this.answers[0] && answer <= this.answers[1] }

  nearest(answer) { return Math.min(this.answers[1], Math.max(this.answers[0], answer)) }

  // the arithmetic of an answer, or null where the samples are not known
  taken(answer, { lead, weights }) {
    const { run } = this
    const begin = answer * run.stride + lead
    const samples = Array.from(weights, (_, j) => run.around.values[begin + j * run.dilation - run.first_around])
    if (samples.includes(undefined)) return null
    const products = samples.map((sample, j) => sample * weights[j])
    return { begin, samples, products, sum: products.reduce((sum, product) => sum + product, 0) }
  }

  // what the steps after the kernel make of an answer
  after(answer, sum) {
    const { pool, relu } = this.run
    const steps = relu && sum < 0 ? ["ReLU makes it 0."] : []
    if (pool > 1) {
      const block = Math.floor(answer / pool)
      const kept = this.kernels[0].output[this.kernels[0].at.indexOf(block)]
      if (kept !== undefined) steps.push(`Of the answers ${block * pool + 1} to ${(block + 1) * pool} the max pool keeps ${short(kept)}.`)
    }
    return steps.join(" ")
  }

  place(answer) {
    const { run } = this
    const sample = answer * run.stride
    const time = run.axis.axis === "seconds" ? ` (${trimmed(short(sample * run.axis.spacing))} s)` : ""
    return `${run.stride > 1 ? `Answer ${grouped(answer + 1)}, at sample` : "Sample"} ${grouped(sample + 1)}${time}`
  }

  // an answer in words; where it is only pointed at, a click gives what is missing
  words(answer, isPointed) {
    const [kernel] = this.kernels
    const parts = this.taken(answer, kernel)
    if (!this.has(answer)) return `${this.place(answer)} is pinned. It lies outside the part shown.`
    if (!parts) return `${this.place(answer)}. ${isPointed ? "Click to see its products." : "Show fewer samples to watch the products."}`
    const terms = Array.from(kernel.weights, (weight, j) => `${j ? (weight < 0 ? " \u2212 " : " + ") : weight < 0 ? "\u2212" : ""}${trimmed(short(Math.abs(weight)))} \u00d7 ${trimmed(short(parts.samples[j]))}`)
    const sum = kernel.weights.length > IN_WORDS ? `the sum of ${kernel.weights.length} products is` : `${terms.join("")} =`
    return `${this.place(answer)}: ${sum} ${short(parts.sum)}. ${this.after(answer, parts.sum)}`
  }

  get label() {
    return `${this.run.words} ${Object.values(this.run.marked).join(", ")}. Arrow keys move the pinned sample.`
  }
}
