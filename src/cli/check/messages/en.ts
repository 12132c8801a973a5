/** What `stripe-connect check` says about a deployment: what is wrong and what to do. After `check.`, a key names its subject. */
export const en = {
  'check.configuration.ok': 'The environment has no mistakes.',
  'check.configuration.mistake': '{variable} {problem}, e.g. {variable}={example}',

  'check.stripe-key.ok':
    'Stripe accepts the secret key, which is for {mode, select, live {live mode: money is real} other {test mode}}.',
  'check.stripe-key.offline':
    'The offline Stripe at {address} answers: no real money and no real verification.',
  'check.stripe-key.none':
    'No key is set, and no host runs that keeps an offline Stripe of its own in {folder} (CONNECT_DATA). Start the host, or set CONNECT_STRIPE_KEY to use the real Stripe.',
  'check.stripe-key.not-live':
    'Stripe accepts the secret key, but this is production and no money is real. Set CONNECT_STRIPE_KEY to the key of live mode.',
  'check.stripe-key.refused':
    'Stripe refuses the secret key. Set CONNECT_STRIPE_KEY to the one that Stripe’s dashboard shows under API keys.',
  'check.stripe-key.restricted':
    'Stripe knows the key but does not let it read the balance: it is a restricted one. Give it all that concerns Connect, files, payouts and webhook endpoints.',
  'check.stripe-key.failing':
    'Stripe fails with status {status}. Look at status.stripe.com, and try again later.',
  'check.stripe-key.unreachable':
    'Stripe cannot be reached at {address} ({reason}). Let this machine connect to it.',

  'check.publishable-key.ok': 'The publishable key is of the same mode as the secret key.',
  'check.publishable-key.none': 'There is no publishable key. Only STRIPE_JS=3 needs one.',

  'check.api-version.ok': 'The account’s own API version is {ours}, for which this module is written.',
  'check.api-version.other':
    'The account’s own API version is {theirs}; this module names {ours} with each call, so that makes no difference to it.',

  'check.clock.ok':
    'The clock of this machine is right to {seconds, plural, one {a second} other {# seconds}}.',
  'check.clock.off':
    'The clock of this machine is {seconds} seconds {direction, select, ahead {ahead of} other {behind}} Stripe’s. From {limit} on, webhooks are refused. Have it set over the network (NTP).',

  'check.webhook-endpoint.ok': 'Stripe delivers all that is handled here to {url}.',
  'check.webhook-endpoint.not-yet':
    'Stripe has no endpoint for {url} yet: outside of production the host makes it when it starts.',
  'check.webhook-endpoint.forwarded':
    'Stripe has no endpoint for {url}. That is right as long as `stripe listen` forwards events to it.',
  'check.webhook-endpoint.none':
    'Stripe has no endpoint for {url}. Make one there that listens to events on connected accounts, and set CONNECT_WEBHOOK_ENDPOINT_SECRET to its secret.',
  'check.webhook-endpoint.several':
    'Stripe has {count} endpoints for {url}, so everything comes more than once. Delete those that are not needed.',
  'check.webhook-endpoint.disabled':
    'The endpoint {id} is disabled, so Stripe delivers nothing. {by, select, host {The host enables it when it is started anew.} other {Enable it in Stripe’s dashboard.}}',
  'check.webhook-endpoint.own-account':
    'The endpoint {id} listens to events of your own account. Make another one that listens to events on connected accounts; that cannot be changed later.',
  'check.webhook-endpoint.events':
    'The endpoint {id} lacks events that are handled here: {events}. {by, select, host {The host adds them when it is started anew.} other {Add them in Stripe’s dashboard.}}',
  'check.webhook-endpoint.version':
    'The endpoint {id} sends events of API version {theirs}; this module is written for {ours}. Make another one of that version.',
  'check.webhook-endpoint.refused': 'Stripe does not show its endpoints: {reason}',

  'check.webhook-secret.configured': 'CONNECT_WEBHOOK_ENDPOINT_SECRET is set.',
  'check.webhook-secret.kept': 'The secret of the endpoint that the host made is kept in the database.',
  'check.webhook-secret.none':
    'The secret of the endpoint {id} is not known here. {by, select, host {The host makes another endpoint when it is started anew.} other {Set CONNECT_WEBHOOK_ENDPOINT_SECRET to it; outside of production the host makes an endpoint of its own when it starts.}}',

  'check.webhook-delivery.ok':
    'The host takes what is signed with {count, plural, one {the secret} other {each of the # secrets}}.',
  'check.webhook-delivery.refused':
    'The host refuses what is signed with {count, plural, one {the secret} other {each of # secrets}} known here. Start it with the CONNECT_WEBHOOK_ENDPOINT_SECRET that this was started with.',
  'check.webhook-delivery.failed': 'The host answers {status} to a delivery. Its log says why.',

  'check.events.last': 'The last event came {ago} ago.',
  'check.events.none':
    'No event has come yet. Stripe sends the first when somebody registers to be paid{stripe, select, offline {} other {; its dashboard shows failed deliveries}}.',
  'check.events.waiting':
    '{count, plural, one {An event waits} other {# events wait}} to be applied. That takes seconds while a host runs.',
  'check.events.failing':
    '{count, plural, one {An event} other {# events}} could not be applied so far. The page of the account and the log say why; it is tried again.',
  'check.events.dead':
    '{count, plural, one {An event} other {# events}} could not be applied and {count, plural, one {is} other {are}} not tried again. {address} says why; administrators can have {count, plural, one {it} other {them}} tried again there.',

  'check.database.ok': '{description} answers.',
  'check.database.no-file': 'There is no file {file} yet: the host makes it when it starts.',
  'check.database.unreachable':
    '{reason} See {dialect, select, sqlite {CONNECT_DATABASE_FILE or CONNECT_DATA} other {CONNECT_DATABASE_URL}}.',

  'check.migrations.ok': 'The tables are up to date.',
  'check.migrations.pending':
    'The tables lack {names}. The next start brings them up to date, or `stripe-connect migrate` now.',

  'check.migrations.newer': '{reason} Run that version here, or name another database.',

  'check.writing.ok': 'The database takes changes.',
  'check.writing.refused': 'Nothing can be written: {reason}',

  'check.replica.ok': '{description} is read from; it is behind by {lag} ms at the most.',
  'check.replica.behind':
    '{description} is not read from, for it is more than {limit} s behind. See whether it still follows the primary.',
  'check.replica.unreachable':
    '{description} is not read from, for it does not answer: {reason} See CONNECT_READ_DATABASE_URL.',

  'check.redis.ok': 'Redis at {address} answers.',
  'check.redis.unreachable':
    'Redis at {address} does not answer ({reason}): what another instance changes is noticed within seconds instead of at once. See CONNECT_REDIS_URL.',

  'check.public-url.ok': 'The host answers at {url}.',
  'check.public-url.not-https':
    '{url} is not encrypted, which passwords and Stripe’s webhooks need. Set DASHBOARD_SERVER to an address that begins with https://.',
  'check.public-url.local':
    '{url} leads to the machine of whoever opens it. Set DASHBOARD_SERVER to the address that people type.',
  'check.public-url.unreachable':
    '{url} does not answer ({reason}). Start the host. If it runs, set DASHBOARD_SERVER to where it is reached, or PORT as it was started with.',
  'check.public-url.unavailable':
    'The host answers at {url}, but this module did not start there. Its log says why.',
  'check.public-url.other':
    'Something else answers at {url} ({status} instead of 405 to a GET of the webhook endpoint). Set DASHBOARD_SERVER to where the host is reached, or have requests passed on to it.',
} as const satisfies Record<string, string>
