// Fills a postal code and a prefecture in the other script of a Japanese address, while it is empty or says the same.

/** What each field said before it was changed. */
const before = new Map()

addEventListener('focusin', ({ target }) => {
  if (target.id) before.set(target.id, meaning(target))
})

addEventListener('change', ({ target }) => {
  const other = document.querySelector(`[data-same-as="${target.id}"]`)
  if (!other || (other.value && meaning(other) !== before.get(target.id))) return
  other.value = other.options ? optionLike(other, target)?.value : target.value
  for (const field of [target, other]) before.set(field.id, meaning(field))
})

/** A prefecture's name in Latin letters, or the digits of a postal code. */
function meaning({ options, selectedOptions, value }) {
  if (options) return latinIn(selectedOptions[0])
  return value?.normalize('NFKC').replace(/\D/g, '')
}

/** The names of a prefecture end alike in both scripts: 東京都 (Tokyo), トウキョウト (Tokyo). */
function latinIn(option) {
  return /\(.+\)$/.exec(option?.text ?? '')?.[0]
}

function optionLike({ options }, { selectedOptions: [chosen] }) {
  const latin = latinIn(chosen)
  return [...options].find((option) => latin && latinIn(option) === latin)
}
