// Gives Stripe what a person answers, and this server tokens of it. The inputs for Stripe have no names, so that no browser sends
// them anywhere by itself. Nothing typed leaves the page when it is refused: problems are shown on it.

/** Milliseconds for Stripe to make a token, and to take a file over a slow connection. */
const TOKEN_TIME = 20_000
const FILE_TIME = 120_000

/** The ids that Stripe gave for files and tokens that this server has not used yet. */
const uploaded = new WeakMap()
const made = new Map()

document.addEventListener('submit', (event) => {
  const form = event.target
  // Another script stopped it: it is being sent already, or a file is refused.
  if (!form.dataset.tokens || event.defaultPrevented) return
  event.preventDefault()
  send(form).then((gone) => {
    if (gone) return
    delete form.dataset.sent
    for (const button of form.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy')
  })
})

/** @returns whether the browser leaves the page */
async function send(form) {
  const settings = JSON.parse(form.dataset.tokens)
  const { open } = await import(form.dataset.answers)
  const page = open(settings)
  const posted = await read(form)
  const prepared = page.prepare(posted)
  const given = prepared.problems.length > 0 ? prepared : await give(page, settings, prepared, posted)
  if (given.problems) return show(form, page, given.problems)
  const response = await post(form, given.inputs)
  // It may have used the tokens. Sent again after a failure, they do nothing twice.
  if (response && response.status < 500) made.clear()
  return follow(form, page, response)
}

/** All answers, those without a name under their id. */
async function read(form) {
  const unnamed = [...form.elements].filter(({ id, name, type }) => id && !name && type !== 'submit')
  for (const control of unnamed) control.name = control.id
  const sent = [...new FormData(form)]
  for (const control of unnamed) control.removeAttribute('name')
  const values = {}
  for (const { id, type } of unnamed) if (type === 'checkbox') values[id] = ''
  const chosen = sent.filter(([, value]) => typeof value !== 'string' && (value.name || value.size))
  for (const [name, value] of sent) if (typeof value === 'string') values[name] = value
  const files = chosen.map(async ([field, file]) => ({
    ...{ field, file, name: file.name, type: file.type },
    bytes: new Uint8Array(await file.arrayBuffer()),
  }))
  return { values, files: await Promise.all(files) }
}

/** Gives Stripe the files and the answers. @returns what this server gets, or what Stripe refuses */
async function give(page, settings, prepared, { files }) {
  const noStripe = { problems: [{ code: 'stripe-unavailable', message: page.text('tokens.no-stripe') }] }
  if (!window.Stripe) return noStripe
  const stripe = window.Stripe(settings.key)
  const ids = []
  for (const { purpose, file: at } of prepared.uploads) {
    const { file, field } = files[at]
    if (!uploaded.has(file)) {
      const { id, error } = await upload(settings, purpose, file)
      if (!id && !error) return noStripe
      if (error) return { problems: [prepared.problemAt(field, error.message)] }
      uploaded.set(file, id)
    }
    ids.push(uploaded.get(file))
  }
  const inputs = prepared.fileIds(ids)
  for (const { input, type, data } of prepared.orders(ids)) {
    const name = JSON.stringify([type, data])
    if (!made.has(name)) {
      const { token, error } = await within(TOKEN_TIME, stripe.createToken(type, data))
      if (error?.type === 'api_connection_error' || !(token || error)) return noStripe
      if (error) return { problems: [page.refusal(prepared, error)] }
      made.set(name, token.id)
    }
    inputs.push([input, made.get(name)])
  }
  return { inputs }
}

/** @returns nothing when it takes longer */
function within(time, answer) {
  return Promise.race([answer, new Promise((resolve) => setTimeout(resolve, time, {}))])
}

async function upload({ files, key }, purpose, file) {
  const body = new FormData()
  body.append('purpose', purpose)
  body.append('file', file)
  const headers = { authorization: `Bearer ${key}` }
  const signal = AbortSignal.timeout(FILE_TIME)
  const response = await fetch(files, { method: 'POST', headers, body, signal }).catch(() => undefined)
  return (await response?.json().catch(() => undefined)) ?? {}
}

/** @returns undefined without an answer */
function post(form, inputs) {
  const named = [...new FormData(form)].filter(([, value]) => typeof value === 'string')
  const body = new URLSearchParams([...named, ...inputs])
  return fetch(form.action, { method: 'POST', body }).catch(() => undefined)
}

/** Goes where the answer leads, or shows what it refuses. */
async function follow(form, page, response) {
  const fail = (key) => show(form, page, [{ code: 'unavailable', message: page.text(key) }])
  if (!response) return fail('tokens.no-answer')
  const { pathname, searchParams } = new URL(response.url)
  const isAgain = pathname === location.pathname && searchParams.has('refused')
  if (response.status === 401 || searchParams.get('return-url')?.includes('refused='))
    return fail('tokens.signed-out')
  if (response.ok && !isAgain) {
    location.assign(response.url)
    return true
  }
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
  const again = fresh.querySelector('#submit-form')
  if (!again) return fail('tokens.no-answer')
  const items = [...fresh.querySelectorAll('#message-container li')]
  if (items.length === 0) return redraw(fresh)
  for (const { name, value } of again.querySelectorAll('input[type="hidden"]')) {
    const own = form.elements.namedItem(name)
    if (own) own.value = value
  }
  form.dataset.tokens = again.dataset.tokens
  const problems = items.map((item) => ({
    message: item.textContent,
    field: item.querySelector('a')?.getAttribute('href').slice(1),
  }))
  return show(form, page, problems)
}

/** The form asks for something else now. What was typed stays where it is still asked for. */
function redraw(fresh) {
  const container = document.querySelector('#form-container')
  const typed = [...container.querySelectorAll('[id]:is(input, select, textarea)')]
  document.querySelector('#message-container').replaceWith(fresh.querySelector('#message-container'))
  container.replaceChildren(...fresh.querySelector('#form-container').childNodes)
  for (const { id, value } of typed) {
    const control = document.getElementById(id)
    if (control && !control.name) control.value = value
  }
}

/** Shows problems as a page from this server does: at the top, and at their fields. */
function show(form, page, problems) {
  for (const error of form.querySelectorAll('.error')) error.remove()
  for (const control of form.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid')
  const summary = document.createElement('ul')
  for (const problem of problems) {
    const sentence = page.sentence(problem)
    const control = problem.field && document.getElementById(problem.field)
    const item = document.createElement('li')
    if (control) {
      const link = document.createElement('a')
      link.href = `#${control.id}`
      link.textContent = sentence
      item.append(link)
      mark(control, sentence)
    } else item.textContent = sentence
    summary.append(item)
  }
  const title = document.createElement('h2')
  title.id = 'problems-title'
  title.textContent = page.text('summary.title', { count: problems.length })
  const box = document.createElement('div')
  box.className = 'errors'
  box.setAttribute('role', 'alert')
  box.setAttribute('aria-labelledby', title.id)
  box.tabIndex = -1
  box.append(title, summary)
  document.querySelector('#message-container').replaceChildren(box)
  box.focus()
  return false
}

function mark(control, sentence) {
  const error = document.createElement('p')
  error.className = 'error'
  error.id = `${control.id}-error`
  const text = document.createElement('span')
  text.textContent = sentence
  error.append(document.querySelector('#error-mark').content.cloneNode(true), text)
  const place = control.closest('.tiles') ?? control.closest('.date, .drop, .choice') ?? control
  place.before(error)
  control.setAttribute('aria-invalid', 'true')
  const others = control.getAttribute('aria-describedby')?.split(' ') ?? []
  const described = [error.id, ...others.filter((id) => id !== error.id)]
  control.setAttribute('aria-describedby', described.join(' '))
}
