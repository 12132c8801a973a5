// Updates the fields of a bank account when its country or currency changes, without a click.

const container = document.querySelector('#form-container')
let asked = 0
/** What was typed, for who chooses another currency and comes back. */
const typedBefore = new Map()

container.addEventListener('change', async ({ target }) => {
  const form = target.form
  if (!form.dataset.refresh.split(' ').includes(target.name)) return
  const sent = new FormData(form)
  const body = new URLSearchParams(sent)
  body.set('refresh', 'true')
  asked += 1
  const turn = asked
  const response = await fetch(location.href, { method: 'POST', body }).catch(() => undefined)
  // Signed out or offline: show the button, which submits the form instead.
  if (!response?.ok || new URL(response.url).pathname !== location.pathname) return hideButton(false)
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const fresh = page.querySelector('#form-container')
  // A later choice replaces this one.
  if (!fresh || turn !== asked) return
  const typed = [...new FormData(form)].filter(([name, value]) => value !== sent.get(name))
  const focused = container.contains(document.activeElement) ? document.activeElement : target
  for (const { id, value, type } of form.elements) if (type === 'text') typedBefore.set(id, value)
  // What goes to Stripe alone has no name, and does not come back.
  const unsent = [...form.elements].filter(({ id, name, type }) => id && !name && type === 'select-one')
  container.replaceChildren(...fresh.childNodes)
  const { elements } = container.querySelector('form')
  for (const [id, value] of typedBefore) {
    const control = elements.namedItem(id)
    if (control?.value === '') control.value = value
  }
  for (const { id, value } of unsent) {
    const control = elements.namedItem(id)
    if (control) control.value = value
  }
  for (const [name, value] of typed) {
    const control = elements.namedItem(name)
    if (control) control.value = value
  }
  hideButton()
  document.getElementById(focused.id)?.focus()
})

function hideButton(hidden = true) {
  container.querySelector('#refresh-button').hidden = hidden
}

hideButton()
