// Preselects the country when the browser's language and time zone agree on it. The language alone is not enough: the country
// cannot be changed later, and browsers use American English everywhere.

const { timeZone } = Intl.DateTimeFormat().resolvedOptions()

for (const select of document.querySelectorAll('select[data-guess-country]')) {
  if (select.value !== '') continue
  const known = new Set([...select.options].map(({ value }) => value))
  const regions = navigator.languages.map((language) => new Intl.Locale(language).region)
  select.value = regions.find((region) => region && known.has(region) && isLivedIn(region)) ?? ''
}

function isLivedIn(region) {
  const place = new Intl.Locale('und', { region })
  const zones = place.getTimeZones?.() ?? place.timeZones ?? []
  return zones.includes(timeZone)
}
