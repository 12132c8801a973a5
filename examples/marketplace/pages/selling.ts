/** The pages for sellers. */
import { type Html, html } from '../../html.ts'
import type { Payout } from '../dashboard.ts'
import type { Good } from '../goods.ts'
import type { Seller } from '../guards.ts'
import { currencyName, examplePrice, money } from '../money.ts'
import type { SellForm } from '../sell-form.ts'
import { date } from './frame.ts'

export function sellPage(seller: Seller, own: readonly Good[], { values, problem }: SellForm): Html {
  /** What the control of a field says about a problem with it. */
  const marks = (field: string) =>
    field === problem?.field ? html` aria-invalid="true" aria-describedby="problem"` : undefined
  const label = (field: string, text: string) => html`<label for="${field}">${text}</label>
    ${field === problem?.field ? html`<p class="problem" id="problem" role="alert">${problem.sentence}</p>` : undefined}`
  return html`<h1>Sell what you make</h1>
${
  seller.active
    ? undefined
    : html`<p class="notice">You cannot be paid yet, so nobody can buy your goods. <a href="/account/connect">See what Stripe needs</a></p>`
}
<div class="columns">
  <form method="post" action="/sell" class="panel" novalidate>
    <h2>A new thing</h2>
    ${label('name', 'What it is')}
    <input id="name" name="name" maxlength="80" required value="${values.name}"${marks('name')}>
    ${label('about', 'More about it (optional)')}
    <textarea id="about" name="about" maxlength="500" rows="3"${marks('about')}>${values.about}</textarea>
    ${label('price', `Price in ${currencyName(seller.account.default_currency)}`)}
    <input id="price" name="price" inputmode="decimal" required value="${values.price}" placeholder="${examplePrice(seller.account.default_currency)}"${marks('price')}>
    ${label('maker', 'Name of your stall')}
    <input id="maker" name="maker" maxlength="60" required value="${values.maker}"${marks('maker')}>
    <button>Put it on your stall</button>
  </form>
  <section class="panel" aria-labelledby="own">
    <h2 id="own">On your stall</h2>
    ${
      own.length === 0
        ? html`<p>Nothing yet.</p>`
        : html`<ul class="stall">${own.map(
            (good) => html`<li>
      <span><a href="/goods/${good.id}">${good.name}</a>, ${money(good.price, good.currency)}</span>
      <form method="post" action="/sell/remove"><input type="hidden" name="id" value="${good.id}"><button class="plain" aria-label="Take down ${good.name}">Take down</button></form>
    </li>`,
          )}</ul>`
    }
  </section>
</div>`
}

/** The statuses in the words of the module's pages, so that a seller reads the same everywhere. Stripe may add more. */
const STATUS: Record<string, string> = {
  pending: 'Pending',
  in_transit: 'On its way',
  paid: 'Paid',
  failed: 'Failed',
  canceled: 'Cancelled',
}

export function payoutsPage(payouts: readonly Payout[] | undefined): Html {
  const table = (rows: readonly Payout[]) => html`<div class="scroll"><table>
  <thead><tr><th scope="col">Arrival</th><th scope="col">Status</th><th scope="col" class="amount">Amount</th></tr></thead>
  <tbody>${rows.map(
    ({ stripeObject: { amount, currency, status, arrival_date: arrival } }) =>
      html`<tr><td>${date(new Date(arrival * 1000))}</td><td>${STATUS[status] ?? status}</td><td class="amount">${money(amount, currency)}</td></tr>`,
  )}</tbody>
</table></div>`
  return html`<h1>Your payouts</h1>
<p>Payouts to your bank account, newest first. This app asked the dashboard’s API for them on your behalf.</p>
${
  payouts === undefined
    ? html`<p class="problem" role="alert">The dashboard could not be asked just now. Try again in a moment.</p>`
    : payouts.length === 0
      ? html`<p class="panel">No payouts yet.</p>`
      : table(payouts)
}
<p><a href="/account/connect">Look after your registration</a></p>`
}
