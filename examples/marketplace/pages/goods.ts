/** The pages for buyers. */
import { type Html, html } from '../../html.ts'
import type { Person } from '../dashboard.ts'
import type { Good, Order } from '../goods.ts'
import { money } from '../money.ts'
import { date } from './frame.ts'

interface FrontPage {
  goods: readonly Good[]
  /** Which of the goods can be bought; undefined when that is not known. */
  forSale: ReadonlySet<Good> | undefined
  /** 1 for the newest goods. */
  number: number
  pages: number
  person: Person | undefined
  /** What the dashboard says about this person's Stripe accounts. */
  headers: readonly [string, string][]
}

export function frontPage({ goods, forSale, number, pages, person, headers }: FrontPage): Html {
  const newest = number === 1
  return html`${newest ? hero(person) : undefined}
<section aria-labelledby="goods">
  ${newest ? html`<h2 id="goods">On the stalls today</h2>` : html`<h1 id="goods">More goods</h1>`}
  <ul class="goods">${goods.map((good) => card(good, forSale === undefined || forSale.has(good)))}</ul>
  ${pages > 1 ? pageLinks(number, pages) : undefined}
</section>
${newest ? learned(person, headers) : undefined}`
}

function hero(person: Person | undefined): Html {
  return html`<section class="hero">
  <h1>Handmade goods, sold by their makers</h1>
  <p>Register to be paid, list what you make, and get payouts to your bank account.</p>
  <p class="actions"><a class="button" href="/sell">Sell what you make</a>
  ${person ? undefined : html`<a class="button plain" href="/account/signin?return-url=%2F">Sign in</a>`}</p>
</section>`
}

function card(good: Good, forSale: boolean): Html {
  return html`<li class="good">
  ${picture(good)}
  <h3><a href="/goods/${good.id}">${good.name}</a></h3>
  <p class="maker">${good.maker}</p>
  <p class="price">${money(good.price, good.currency)}</p>
  ${forSale ? undefined : html`<p class="maker">Cannot be bought yet</p>`}
</li>`
}

function picture({ hue, name }: Good): Html {
  return html`<div class="picture hue-${hue}" aria-hidden="true">${name.slice(0, 1)}</div>`
}

function pageLinks(number: number, pages: number): Html {
  const link = (to: number, label: string) =>
    to < 1 || to > pages ? undefined : html`<a class="button plain" href="/?page=${to}">${label}</a>`
  return html`<nav class="actions" aria-label="Pages of goods">
  ${link(number - 1, 'Newer goods')}
  <span>Page ${number} of ${pages}</span>
  ${link(number + 1, 'Older goods')}
</nav>`
}

/** Shows a developer which headers arrive with a request. */
function learned(person: Person | undefined, headers: readonly [string, string][]): Html {
  const sentence = !person
    ? 'A guest: nobody is signed in, so no header says anything about Stripe accounts.'
    : person.active
      ? 'A seller: payouts to them are enabled.'
      : person.account
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

export interface GoodPage {
  /** The id of the order that the button places. */
  order: string
  /** Why the good cannot be bought. */
  hindrance?: string | undefined
  /** Why the last try failed. */
  problem?: string
}

export function goodPage(good: Good, { order, hindrance, problem }: GoodPage): Html {
  return html`<div class="columns">
  ${picture(good)}
  <div>
    <h1>${good.name}</h1>
    <p class="maker">Sold by ${good.maker}</p>
    <p class="price large">${money(good.price, good.currency)}</p>
    ${good.about ? html`<p>${good.about}</p>` : undefined}
    ${problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`}
    ${hindrance === undefined ? buyForm(good, order) : html`<p class="notice">${hindrance}</p>`}
    <p><a href="/">All goods</a></p>
  </div>
</div>`
}

function buyForm({ id, maker }: Good, order: string): Html {
  return html`<form method="post" action="/goods/${id}/buy">
      <input type="hidden" name="order" value="${order}">
      <button>Buy (pretend)</button>
    </form>
    <p class="maker">No card is asked for and nobody pays. ${maker} gets the price at the offline Stripe.</p>`
}

/** @param today the offline Stripe's date; undefined while it does not answer */
export function orderPage({ id, good }: Order, today: Date | undefined): Html {
  return html`<h1>You bought “${good.name}”</h1>
<p>This was a pretend purchase: no card was charged. ${money(good.price, good.currency)} went into the balance of ${good.maker} at the offline Stripe. From there it goes to the seller’s bank account with a payout.</p>
<p class="actions"><a class="button" href="/">See more goods</a></p>
${
  today &&
  html`<section class="panel" aria-labelledby="payout">
  <h2 id="payout">See the payout sooner</h2>
  <p>Stripe holds a sale back for some days and makes payouts by the seller’s schedule. A payout arrives two business days later. When days pass at the offline Stripe, the seller sees a next payout and then a paid one.</p>
  <p>The offline Stripe’s date is <strong>${date(today)}</strong>.</p>
  <form method="post" action="/orders/${id}/later" class="actions">
    <button class="plain" name="days" value="1">Let a day pass</button>
    <button class="plain" name="days" value="7">Let a week pass</button>
  </form>
</section>`
}`
}
