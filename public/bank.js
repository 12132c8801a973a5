// The fields of a bank account follow its country and currency without a click.

const container = document.querySelector('#form-container')

container.addEventListener('change', async ({ target }) => {
  const form = target.form
  if (!form.dataset.refresh.split(' ').includes(target.name)) return
  const body = new URLSearchParams(new FormData(form))
  body.set('refresh', 'true')
  const response = await fetch(location.href, { method: 'POST', body }).catch(() => undefined)
  // Signed out, or no connection: the button does what this could not.
  if (!response?.ok || response.redirected) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const fresh = page.querySelector('#form-container')
  if (!fresh) return
  container.replaceChildren(...fresh.childNodes)
  hideButton()
  document.getElementById(target.id)?.focus()
})

function hideButton() {
  container.querySelector('#refresh-button').hidden = true
}

hideButton()
