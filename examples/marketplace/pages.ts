/** The pages of the market. */

import { type Html, html } from '../html.ts'
import type { Payout, Person } from './dashboard.ts'
import type { Good } from './goods.ts'

/** Currencies whose smallest unit is the unit itself. */
const ZERO_DECIMAL = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '))
const THREE_DECIMAL = new Set('BHD JOD KWD OMR TND'.split(' '))

function money(amount: number, code: string): string {
  const currency = code.toUpperCase()
  const digits = ZERO_DECIMAL.has(currency) ? 0 : THREE_DECIMAL.has(currency) ? 3 : 2
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits)
}

const date = (seconds: number) =>
  new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(seconds * 1000)

interface PageOptions {
  title: string
  /** True when no real Stripe is behind this market. */
  offline: boolean
  person: Person | undefined
  path: string
}

export function page({ title, offline, person, path }: PageOptions, body: Html): string {
  const link = (to: string, label: string) =>
    html`<li><a href="${to}"${to === path ? html` aria-current="page"` : undefined}>${label}</a></li>`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Craft market</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/market.css">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
${offline ? html`<p class="offline" role="note">Offline Stripe: no real money, no real verification</p>` : undefined}
<div class="site">
  <a class="brand" href="/"><span aria-hidden="true">✿</span> Craft market</a>
  <nav aria-label="Main">
    <ul>
      ${link('/', 'Goods')}
      ${link('/sell', 'Sell')}
      ${person ? link('/earnings', 'Earnings') : undefined}
      ${person ? link('/account', 'Your account') : link('/account/signin', 'Sign in')}
      ${person ? undefined : link('/account/register', 'Register')}
    </ul>
  </nav>
</div>
</header>
<main id="main">
${body}
</main>
<footer>
  <p>This market is the demo application behind the dashboard: an Express app of its own, in <code>examples/marketplace</code>.</p>
</footer>
</body>
</html>
`.text
}

function picture({ hue, name }: Good): Html {
  return html`<div class="picture hue-${hue}" aria-hidden="true">${name.slice(0, 1)}</div>`
}

function card(good: Good): Html {
  return html`<li class="good">
  ${picture(good)}
  <h3>${good.name}</h3>
  <p class="maker">${good.maker}</p>
  <p class="price">${money(good.price, 'USD')}</p>
</li>`
}

/** @param headers what the dashboard says about this person's Stripe accounts */
export function frontPage(
  goods: readonly Good[],
  person: Person | undefined,
  headers: readonly [string, string][],
): Html {
  return html`<section class="hero">
  <h1>Made by hand, sold by whoever made it</h1>
  <p>Register to be paid, list what you make, and have your earnings sent to your bank account.</p>
  <p class="actions"><a class="button" href="/sell">Sell what you make</a>
  ${person ? undefined : html`<a class="button plain" href="/account/signin?return-url=%2F">Sign in</a>`}</p>
</section>
<section aria-labelledby="goods">
  <h2 id="goods">On the stalls today</h2>
  <ul class="goods">${goods.map(card)}</ul>
</section>
${learned(person, headers)}`
}

/** Shows a developer which headers arrive with a request. */
function learned(person: Person | undefined, headers: readonly [string, string][]): Html {
  const sentence = !person
    ? 'A guest: nobody is signed in, so no header says anything about Stripe accounts.'
    : person.active
      ? 'A seller: payouts to them are enabled.'
      : person.accounts > 0
        ? 'Somebody who is registering to be paid; payouts are not enabled yet.'
        : 'Somebody who has not registered to be paid.'
  return html`<section class="learned" aria-labelledby="learned">
  <h2 id="learned">What this app knows about you</h2>
  <p>${sentence} It learned that from the headers which the dashboard added to this request.</p>
  ${
    person &&
    html`<dl>
    <dt>x-accountid</dt><dd><code>${person.accountid}</code></dd>
    ${headers.map(([name, value]) => html`<dt>${name}</dt><dd>${headerValue(value)}</dd>`)}
  </dl>`
  }
</section>`
}

function headerValue(value: string): Html {
  if (value.length <= 40) return html`<code>${value}</code>`
  return html`<details><summary>${value.length} bytes of JSON</summary><pre tabindex="0">${JSON.stringify(JSON.parse(value), undefined, 2)}</pre></details>`
}

export interface SellForm {
  name: string
  price: string
  problem: string | undefined
}

export function sellPage(own: readonly Good[], { name, price, problem }: SellForm): Html {
  return html`<h1>Sell what you make</h1>
${problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`}
<div class="columns">
  <form method="post" action="/sell" class="panel">
    <h2>A new thing</h2>
    <label for="name">What it is</label>
    <input id="name" name="name" maxlength="80" required value="${name}">
    <label for="price">Price in US dollars</label>
    <input id="price" name="price" inputmode="decimal" required value="${price}" placeholder="24.00">
    <button>Put it on your stall</button>
  </form>
  <section class="panel" aria-labelledby="own">
    <h2 id="own">On your stall</h2>
    ${
      own.length === 0
        ? html`<p>Nothing yet.</p>`
        : html`<ul class="stall">${own.map(
            (good) => html`<li>
      <span>${good.name}, ${money(good.price, 'USD')}</span>
      <form method="post" action="/sell/remove"><input type="hidden" name="id" value="${good.id}"><button class="plain" aria-label="Take down ${good.name}">Take down</button></form>
    </li>`,
          )}</ul>`
    }
  </section>
</div>`
}

export function earningsPage(payouts: readonly Payout[] | undefined): Html {
  const table = (rows: readonly Payout[]) => html`<div class="scroll"><table>
  <thead><tr><th scope="col">Arrives</th><th scope="col" class="amount">Amount</th><th scope="col">State</th></tr></thead>
  <tbody>${rows.map(
    ({ stripeObject: { amount, currency, status, arrival_date: arrival } }) =>
      html`<tr><td>${date(arrival)}</td><td class="amount">${money(amount, currency)}</td><td>${status.replaceAll('_', ' ')}</td></tr>`,
  )}</tbody>
</table></div>`
  return html`<h1>Your earnings</h1>
<p>What was sent to your bank account, newest first. This app asked the dashboard’s API for it on your behalf.</p>
${
  payouts === undefined
    ? html`<p class="problem" role="alert">The dashboard could not be asked just now. Try again in a moment.</p>`
    : payouts.length === 0
      ? html`<p class="panel">Nothing has been paid out yet.</p>`
      : table(payouts)
}
<p><a href="/account/connect">Look after your registration</a></p>`
}

export function messagePage(title: string, sentence: string): Html {
  return html`<h1>${title}</h1><p>${sentence}</p><p><a class="button" href="/">To the goods</a></p>`
}
