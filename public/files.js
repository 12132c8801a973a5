// Checks the type and size of chosen files before they are sent, and previews images. A form does not go while a file is
// refused: it would be taken for saved with the file.
// The preview is a canvas, because the content security policy refuses blob: addresses.

const PREVIEW_WIDTH = 480

for (const input of document.querySelectorAll('input[type="file"][data-max-bytes]')) {
  input.addEventListener('change', () => check(input))
  input.form.addEventListener('submit', (event) => {
    const error = errorOf(input)
    if (!error || event.defaultPrevented) return
    event.preventDefault()
    input.focus({ preventScroll: true })
    error.scrollIntoView({ block: 'center' })
  })
}

async function check(input) {
  clear(input)
  const files = [...input.files]
  const kinds = input.accept.split(',')
  if (files.some(({ type }) => !kinds.includes(type))) return refuse(input, input.dataset.wrongType)
  if (files.some(({ size }) => size > Number(input.dataset.maxBytes)))
    return refuse(input, input.dataset.tooLarge)
  const picture = files.find(({ type }) => type.startsWith('image/'))
  if (picture) await preview(input, picture)
}

function clear(input) {
  input.parentElement.querySelector('.preview')?.remove()
  errorOf(input)?.remove()
  input.removeAttribute('aria-invalid')
  input.setAttribute('aria-describedby', withoutError(input))
}

function errorOf(input) {
  return document.getElementById(`${input.id}-at-once`)
}

function withoutError(input) {
  const ids = input.getAttribute('aria-describedby')?.split(' ') ?? []
  return ids.filter((id) => id !== `${input.id}-at-once`).join(' ')
}

function refuse(input, sentence) {
  const error = document.createElement('p')
  error.id = `${input.id}-at-once`
  error.className = 'error'
  error.setAttribute('role', 'alert')
  const text = document.createElement('span')
  text.append(`${sentence} `, without(input))
  error.append(text)
  input.closest('.drop').before(error)
  input.setAttribute('aria-invalid', 'true')
  input.setAttribute('aria-describedby', `${error.id} ${withoutError(input)}`.trim())
  input.value = ''
}

// An emptied input cannot be emptied again, so its message needs a way to go.
function without(input) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'in-text'
  button.textContent = input.dataset.without
  button.addEventListener('click', () => {
    clear(input)
    input.focus()
  })
  return button
}

async function preview(input, file) {
  const picture = await createImageBitmap(file).catch(() => undefined)
  // The person may choose another file while this one is read.
  if (!picture || ![...input.files].includes(file)) return
  const canvas = document.createElement('canvas')
  canvas.className = 'preview'
  canvas.width = Math.min(PREVIEW_WIDTH, picture.width)
  canvas.height = Math.round((picture.height * canvas.width) / picture.width)
  canvas.setAttribute('role', 'img')
  canvas.setAttribute('aria-label', file.name)
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height)
  input.after(canvas)
}
