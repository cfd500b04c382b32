// Play, pause, step, scrub and full screen: the same for all that moves. Moments lie at the seconds `times`; while it plays,
// the drawing gets the exact second, at rest the number of a moment.
const [FROM_START, AT_END] = [-1, -2]
const SEEN = 0.3 // share of the stage that must be in sight for it to play by itself
const RESTED = 500 // milliseconds at rest after which the page learns where the visitor stopped

const stages = new WeakMap()

// what a component's entry does: one stage for each element, which learns of new data and stops when it leaves the page
function mounted(component, Stage) {
  const { data, parentElement } = component
  let stage = stages.get(parentElement)
  if (!stage) stages.set(parentElement, (stage = new Stage(parentElement)))
  stage.component = component
  stage.tell = (moment) => component.setStateValue("moment", moment)
  stage.load(unpacked(data))
  return () => stage.transport?.stop()
}

class Transport {
  constructor(root, { draw, say, rest }) {
    this.root = root
    this.find = (selector) => root.querySelector(selector)
    this.draw = draw // (second, moment)
    this.say = say // (moment) -> words for the slider and the line below
    this.rest = rest // (moment): the visitor stopped here; null at the end
    this.times = [0]
    this.moment = 0
    this.frame = null
    this.find(".play").onclick = () => (this.frame ? this.pause() : this.play())
    this.find(".back").onclick = () => this.go(this.moment - 1)
    this.find(".forward").onclick = () => this.go(this.moment + 1)
    this.find(".slider").oninput = (event) => this.go(Number(event.target.value))
    offerSharing(root)
    // within a component the browser itself does not give the focus back
    const glossary = this.find(".glossary")
    glossary.onbeforetoggle = ({ newState }) => { if (newState === "closed" && glossary.contains(root.activeElement)) this.find(".asked").focus() }
    const stage = root.querySelector(".stage")
    this.find(".full").onclick = () => (stage.getRootNode().fullscreenElement || document.fullscreenElement ? document.exitFullscreen() : stage.requestFullscreen())
    stage.addEventListener("fullscreenchange", () => this.show())
  }

  get last() { return this.times.length - 1 }

  get second() { return this.playing ?? this.times[this.moment] }

  // the times of something new, and the moment at which to begin
  load(times, moment) {
    this.stop()
    this.told = moment < 0 ? null : moment
    this.times = times
    this.find(".slider").max = String(this.last)
    // who asked for less motion gets the end, and the button
    const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches
    if (moment === FROM_START && !isStill && this.last > 0) {
      this.moment = 0
      this.show()
      // what lies further down waits until it is seen
      this.watching = new IntersectionObserver(([seen]) => {
        if (!seen.isIntersecting) return
        this.play()
      }, { threshold: SEEN })
      this.watching.observe(this.root.querySelector(".stage"))
    } else {
      this.moment = moment < 0 ? this.last : Math.min(this.last, moment)
      this.show()
    }
  }

  // the same times as before: only another moment that the address names is news
  follow(moment) {
    const told = moment < 0 ? null : moment
    if (told === this.told) return
    this.told = told
    if (told === null) return
    this.stop()
    this.moment = Math.min(this.last, moment)
    this.show()
  }

  play() {
    this.stop()
    if (this.moment >= this.last) this.moment = 0
    this.find(".play").textContent = "Pause"
    clearTimeout(this.timer)
    let [before, second] = [null, this.times[this.moment]]
    const tick = (now) => {
      // a tab in the background goes on where it was
      const passed = before === null ? 0 : Math.min(now - before, 250) / 1000
      before = now
      second += passed * Number(this.find(".speed").value)
      while (this.moment < this.last && this.times[this.moment + 1] <= second) this.moment += 1
      this.playing = Math.min(second, this.times[this.last])
      this.show()
      if (second >= this.times[this.last]) return this.pause()
      this.frame = requestAnimationFrame(tick)
    }
    this.frame = requestAnimationFrame(tick)
  }

  stop() {
    this.watching?.disconnect()
    if (this.frame) cancelAnimationFrame(this.frame)
    this.frame = null
    this.playing = null
    this.find(".play").textContent = "Play"
  }

  pause() {
    this.stop()
    this.show()
    this.report()
  }

  go(moment) {
    this.stop()
    this.moment = Math.min(this.last, Math.max(0, moment))
    this.show()
    this.report()
  }

  report() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      const told = this.moment === this.last ? null : this.moment
      // the page runs for each report, so that it gets none without news
      if (told === this.told) return
      this.told = told
      this.rest?.(told)
    }, RESTED)
  }

  show() {
    const words = this.say(this.moment)
    const slider = this.find(".slider")
    slider.value = String(this.moment)
    slider.setAttribute("aria-valuetext", words)
    const now = this.find(".now")
    // while it plays only the eye can follow; a screen reader is told when it stops
    now.setAttribute("aria-live", this.frame ? "off" : "polite")
    if (now.textContent !== words) now.textContent = words
    this.draw(this.second, this.moment)
  }
}

// the frame of `times` that is reached at this second, and how far it is on the way to the next, from 0 to 1
function between(times, second) {
  let [low, high] = [0, times.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (times[middle] <= second) low = middle
    else high = middle - 1
  }
  const next = times[low + 1]
  return [low, next === undefined ? 0 : Math.min(1, Math.max(0, (second - times[low]) / (next - times[low] || 1)))]
}

function mixed(first, second, share) {
  return Array.from(first, (value, i) => value + (second[i] - value) * share)
}
