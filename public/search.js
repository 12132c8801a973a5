// A choice among hundreds shows words instead of codes: the list offers labels, and the code of the chosen one is sent.

for (const input of document.querySelectorAll('input[data-search]')) {
  const codes = new Map()
  const labels = new Map()
  for (const option of input.list.options) {
    const { value, label } = option
    codes.set(label.toLowerCase(), value)
    labels.set(value, label)
    option.value = label
    option.textContent = ''
  }
  input.value = labels.get(input.value) ?? input.value
  input.form.addEventListener('formdata', ({ formData }) => {
    formData.set(input.name, codes.get(input.value.trim().toLowerCase()) ?? input.value)
  })
}
