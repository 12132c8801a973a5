// Checks the type and size of chosen files before they are sent, and previews images.
// The preview is a canvas, because the content security policy refuses blob: addresses.

const PREVIEW_WIDTH = 480

for (const input of document.querySelectorAll('input[type="file"][data-max-bytes]'))
  input.addEventListener('change', () => check(input))

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
  for (const old of input.closest('.tile, .field').querySelectorAll('.preview, .error.at-once')) old.remove()
  input.removeAttribute('aria-invalid')
}

function refuse(input, sentence) {
  const error = document.createElement('p')
  error.className = 'error at-once'
  error.setAttribute('role', 'alert')
  error.textContent = sentence
  input.closest('.drop').before(error)
  input.setAttribute('aria-invalid', 'true')
  input.value = ''
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
