// Keeps an account's page up to date with Stripe: the server sends changes, or the page polls if that fails.

const POLL = 4000
const page = document.querySelector('[data-events]')
let shown = page.dataset.version
let polling

function follow() {
  const source = new EventSource(page.dataset.events)
  source.addEventListener('status', ({ data }) => {
    stopPolling()
    if (JSON.parse(data).version !== shown) refresh()
  })
  source.addEventListener('error', () => {
    polling ??= setInterval(refresh, POLL)
  })
  addEventListener('pagehide', () => source.close(), { once: true })
}

follow()
// The back/forward cache restores the page without its stream.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) follow()
})

function stopPolling() {
  clearInterval(polling)
  polling = undefined
}

async function refresh() {
  const response = await fetch(location.href, { cache: 'no-store' }).catch(() => undefined)
  if (!response || response.status >= 500) return
  if (!response.ok || response.redirected) return location.reload()
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
  const again = fresh.querySelector('[data-events]')
  // Some hosts answer a signed-out visitor with another page.
  if (!again) return location.reload()
  shown = again.dataset.version
  document.title = fresh.title
  for (const region of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(region.id)
    if (!next) continue
    for (const { id } of region.querySelectorAll('details[open]'))
      next.querySelector(`details[id="${id}"]`)?.setAttribute('open', '')
    if (next.innerHTML !== region.innerHTML) region.replaceChildren(...next.childNodes)
  }
}
