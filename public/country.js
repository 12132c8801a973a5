// The country of the person's language is chosen for them, until they choose another.

for (const select of document.querySelectorAll('select[data-guess-country]')) {
  if (select.value !== '') continue
  const regions = navigator.languages.map((language) => new Intl.Locale(language).region)
  const known = new Set([...select.options].map(({ value }) => value))
  select.value = regions.find((region) => region && known.has(region)) ?? ''
}
