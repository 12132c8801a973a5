// A country is chosen for a person when their language and their clock agree on it, until they choose another. The language
// alone says too little: it cannot be changed later, and browsers speak American English everywhere.

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
