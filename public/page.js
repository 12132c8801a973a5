// Runs on every page: sends a form only once, and closes a menu on a click elsewhere or the Escape key.

document.addEventListener('submit', (event) => {
  const form = event.target
  // Leave the host's forms around our part of the page alone.
  if (!form.closest('.connect')) return
  // Another script stopped it, for the person to correct something first.
  if (event.defaultPrevented) return
  if (form.dataset.sent) event.preventDefault()
  else form.dataset.sent = 'true'
  event.submitter?.setAttribute('aria-busy', 'true')
})

// A page from the back/forward cache may send its form again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('.connect form[data-sent]')) delete form.dataset.sent
  for (const button of document.querySelectorAll('.connect form [aria-busy]'))
    button.removeAttribute('aria-busy')
})

function closeMenus(except) {
  for (const menu of document.querySelectorAll('.connect details.menu[open]'))
    if (menu !== except) menu.open = false
}

document.addEventListener('click', (event) => closeMenus(event.target.closest('details.menu')))
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  const menu = event.target.closest('.connect details.menu[open]')
  closeMenus()
  menu?.querySelector('summary').focus()
})
