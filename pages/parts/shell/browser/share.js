// Copies the address of the view, or the lines that show it on another page.
const SAID_FOR = 4000 // milliseconds

function offerSharing(root) {
  const said = root.querySelector(".said")
  const put = async (text, words) => {
    try {
      await navigator.clipboard.writeText(text)
      said.textContent = words
    } catch {
      // browsers keep the clipboard from pages that come over plain HTTP
      window.prompt("Copy this:", text)
    }
    setTimeout(() => { said.textContent = "" }, SAID_FOR)
  }
  root.querySelector(".copy").onclick = () => put(window.location.href, "Link copied")
  root.querySelector(".embed").onclick = () => {
    const address = new URL(window.location.href)
    address.searchParams.set("embed", "true")
    const source = address.href.replaceAll("&", "&amp;").replaceAll('"', "&quot;")
    put(`<iframe src="${source}" width="800" height="500" title="${document.title.replaceAll('"', "")}" allow="fullscreen"></iframe>`, "Lines copied")
  }
}
