/** The pages of the practice room, and the document around them and around the module's pages. */
import type { IncomingHttpHeaders } from 'node:http'
import { type Html, html } from '../html.ts'
import { INSTRUMENTS, type Lesson } from './lessons.ts'
import type { Session } from './people.ts'

interface DocumentOptions {
  title: string | Html
  visitor: Session | undefined
  /** Marks the current page in the menu. */
  path: string
  language?: string
  /** The tags that a page of the module needs in the document's head. */
  head?: Html
}

export function documentOf(
  { title, visitor, path, language = 'en', head }: DocumentOptions,
  body: Html,
): string {
  const link = (to: string, label: string) => {
    const here = to === '/' ? path === '/' : path.startsWith(to)
    return html`<li><a href="${to}"${here ? html` aria-current="page"` : undefined}>${label}</a></li>`
  }
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · The practice room</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
${head}
<link rel="stylesheet" href="/site.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
  <div class="width">
    <a class="name" href="/">The practice room</a>
    <nav aria-label="Main">
      <ul>
        ${link('/', 'Lessons')}
        ${link('/teach', 'Teach')}
        ${visitor && link('/payments/account/connect', 'Get paid')}
        ${visitor?.person.admin ? link('/payments/administrator/connect', 'Teachers and payouts') : undefined}
        ${link('/headers', 'Headers')}
        ${visitor ? undefined : link('/signin', 'Sign in')}
      </ul>
    </nav>
    ${
      visitor &&
      html`<form class="leave" method="post" action="/signout"><span>${visitor.person.name}</span> <button>Sign out</button></form>`
    }
  </div>
</header>
<div id="content">
${head ? html`<main>${body}</main>` : html`<main class="width room">${body}</main>`}
</div>
<footer class="bottom"><div class="width">An example of <code>app.use('/payments', stripeConnect({ authenticate, layout }))</code></div></footer>
</body>
</html>
`.text
}

export function homePage(lessons: readonly Lesson[]): Html {
  return html`<h1>Half an hour with somebody who knows how</h1>
<p class="intro">Lessons by people who play. Teachers are paid to their bank account.</p>
<ul class="lessons">${lessons.map(
    ({ title, teacher, instrument, price }) => html`<li class="lesson ${instrument}">
  <p class="instrument">${instrument}</p>
  <h2>${title}</h2>
  <p>${teacher}</p>
  <p class="price">$${price}</p>
</li>`,
  )}</ul>`
}

export function teachPage({
  title,
  instrument,
  price,
  problem,
}: Partial<Record<string, string | undefined>>): Html {
  return html`<h1>Offer a lesson</h1>
<p class="intro">Stripe has checked who you are and pays you: only then does this page open.</p>
${complaint(problem)}
<form class="card" method="post" action="/teach">
  <label for="title">What you teach</label>
  <input id="title" name="title" maxlength="60" required value="${title}">
  <label for="instrument">Instrument</label>
  <select id="instrument" name="instrument">${INSTRUMENTS.map(
    (it) => html`<option${it === instrument ? html` selected` : undefined}>${it}</option>`,
  )}</select>
  <label for="price">Dollars for half an hour</label>
  <input id="price" name="price" inputmode="numeric" required value="${price}">
  <button id="submit-button">Offer it</button>
</form>`
}

/** @param headers the request's headers, with those that the module added */
export function headersPage(visitor: Session | undefined, headers: IncomingHttpHeaders): Html {
  const ours = Object.entries(headers).filter(([name]) => /^x-(?:has-active-)?stripe-account/.test(name))
  return html`<h1>What the app’s routes are told</h1>
<p class="intro">${
    visitor
      ? html`<code>connect.headers</code> adds these to <code>request.headers</code> of whoever is signed in.`
      : 'Nobody is signed in, so no header says anything about Stripe accounts.'
  }</p>
<dl class="card">${ours.map(([name, value]) => html`<dt>${name}</dt><dd>${headerValue(String(value))}</dd>`)}</dl>`
}

function headerValue(value: string): Html {
  if (value.length <= 40) return html`<code>${value}</code>`
  return html`<details><summary>${value.length} bytes of JSON</summary><pre tabindex="0">${JSON.stringify(JSON.parse(value), undefined, 2)}</pre></details>`
}

interface Typed {
  name?: string
  email?: string
  problem?: string
}

export function accountPage(
  kind: 'register' | 'signin',
  returnUrl: string,
  { name, email, problem }: Typed,
): Html {
  const registers = kind === 'register'
  const query = `return-url=${encodeURIComponent(returnUrl)}`
  return html`<h1>${registers ? 'Register' : 'Sign in'}</h1>
${complaint(problem)}
<form class="card" method="post" action="/${kind}?${query}">
  ${
    registers
      ? html`<label for="name">Your name</label>
  <input id="name" name="name" autocomplete="name" required value="${name}">`
      : undefined
  }
  <label for="email">E-mail address</label>
  <input id="email" name="email" type="email" autocomplete="username" required value="${email}">
  <label for="password">Password${registers ? ', of at least 10 characters' : ''}</label>
  <input id="password" name="password" type="password" autocomplete="${registers ? 'new' : 'current'}-password" required>
  <button id="submit-button">${registers ? 'Register' : 'Sign in'}</button>
</form>
<p>${
    registers
      ? html`Registered already? <a href="/signin?${query}">Sign in</a>. Whoever registers first is the administrator.`
      : html`New here? <a href="/register?${query}">Register</a>.`
  }</p>`
}

export function messagePage(title: string, text: string): Html {
  return html`<h1>${title}</h1><p class="intro">${text}</p>`
}

function complaint(problem: string | undefined): Html | undefined {
  return problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`
}
