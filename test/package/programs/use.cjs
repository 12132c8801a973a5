/** What both programs do with the package, however they loaded it. */
const { once } = require('node:events')
const http = require('node:http')

// In production a start does not call Stripe, and there is none to call here.
const ENV = {
  NODE_ENV: 'production',
  DASHBOARD_SERVER: 'https://market.example',
  CONNECT_STRIPE_API: 'http://127.0.0.1:1',
  CONNECT_WEBHOOK_ENDPOINT_SECRET: 'whsec_of_nobody',
  MAXIMUM_STRIPE_RETRIES: '0',
  CONNECT_DATABASE_FILE: ':memory:',
  LOG_LEVEL: 'silent',
}

/**
 * @param parts.load loads an entry point
 * @returns the results
 */
module.exports = async function use({ face, manifest, express, load }) {
  const entries = {}
  for (const entry of process.env.ENTRIES.split(' ')) {
    const loaded = await load(entry)
    const name = entry.replace(`${manifest.name}/`, '')
    entries[name] = typeof loaded === 'function' ? 'function' : Object.keys(loaded)
  }
  return {
    face: Object.keys(face).sort(),
    version: manifest.version,
    lists: listsOf(face),
    entries,
    database: face.loadConfig(ENV).storage.file,
    mistake: nameOf(() => face.loadConfig({ PORT: 'abc' }), face.ConfigError),
    outsideDashboard: await face.setup().catch((error) => nameOf(() => throwAgain(error), face.StartUpError)),
    pages: await visit(face.stripeConnect, express),
  }
}

/** An entry of each list, by the earlier module's access paths. */
function listsOf(face) {
  const { name, id, default_currency } = face.countrySpecs.find((spec) => spec.id === 'DE')
  return {
    country: face.countryList.find(({ code }) => code === 'GB'),
    name: face.countryNameIndex.JP,
    spec: { name, id, default_currency },
    sameSpec: face.countrySpecIndex.DE.name,
    currencies: face.countryCurrencyIndex.CA,
    division: face.countryDivisions.US.find(({ value }) => value === 'CA'),
    noDivisions: face.countryDivisions.AX,
    category: face.getMerchantCategoryCodes('en').find(({ code }) => code === '5942'),
    inUnknownLanguage: face.getMerchantCategoryCodes('eo').length === face.getMerchantCategoryCodes().length,
  }
}

function nameOf(run, expected) {
  try {
    return run()
  } catch (error) {
    return error instanceof expected ? error.name : String(error)
  }
}

function throwAgain(error) {
  throw error
}

/** Visits a page in an Express app with the module. */
async function visit(stripeConnect, express) {
  const connect = stripeConnect({ authenticate: () => undefined, url: 'http://localhost/pay', env: ENV })
  const server = http.createServer(express().use('/pay', connect)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  await connect.ready()
  const status = async (path) => {
    const url = `http://127.0.0.1:${server.address().port}/pay${path}`
    return (await fetch(url, { redirect: 'manual', headers: { accept: 'text/html' } })).status
  }
  const pages = {
    guest: await status('/account/connect'),
    webhook: await status('/webhooks/connect/index-connect-data'),
    stylesheet: await status('/public/connect/connect.css'),
    api: await status('/api/user/connect/stripe-accounts?accountid=x'),
  }
  server.close().closeAllConnections()
  await connect.close()
  return pages
}
