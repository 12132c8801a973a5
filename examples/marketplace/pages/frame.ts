/** What every page of the market has around it. */
import { type Html, html } from '../../html.ts'
import type { Person } from '../dashboard.ts'

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
      ${person ? link('/payouts', 'Payouts') : undefined}
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
  <p>This market is a demo. It is an Express app, and its code is in <code>examples/marketplace</code>.</p>
</footer>
</body>
</html>
`.text
}

export function messagePage(title: string, sentence: string): Html {
  return html`<h1>${title}</h1><p>${sentence}</p><p><a class="button" href="/">To the goods</a></p>`
}

/** Days are those of Stripe, which counts them in UTC. */
export function date(day: Date): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(day)
}
