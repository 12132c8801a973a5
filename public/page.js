// Comfort on every page: a form is sent once, and a menu closes when it is left.

document.addEventListener('submit', (event) => {
  const form = event.target
  // The forms of a host around our part of the page are its own.
  if (!form.closest('.connect')) return
  if (form.dataset.sent) event.preventDefault()
  else form.dataset.sent = 'true'
  event.submitter?.setAttribute('aria-busy', 'true')
})

// A page that comes back from the browser's memory has a form that may be sent again.
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
