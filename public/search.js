// Lists hundreds of options by label instead of code, and sends the code of the chosen label.

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
