// Copies a link at a press. The button is shown only where the browser can copy.
for (const button of document.querySelectorAll('.connect [data-copies]')) {
  const input = document.getElementById(button.dataset.copies)
  button.hidden = !navigator.clipboard
  button.addEventListener('click', async () => {
    // It stays selected where the browser refuses to copy.
    input.select()
    await navigator.clipboard.writeText(input.value).then(
      () => (button.textContent = button.dataset.copied),
      () => {},
    )
  })
}
