/** A seller in the browser, who answers every field on a page from a table. */

import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { png } from '../support/picture.ts'

/** Answers by the id of an input; the end of the requirement's name is enough. */
export type Answers = Record<string, string>

const PASSWORD = 'correct horse battery'

/** One address for each name: people in a browser test share a marketplace. */
const emailOf = (name: string) => `${name.toLowerCase().replaceAll(' ', '.')}@example.com`

export async function signIn(page: Page, name: string): Promise<void> {
  await page.fill('#email', emailOf(name))
  await page.fill('#password', PASSWORD)
  await send(page)
}

export async function register(page: Page, url: string, name: string): Promise<void> {
  await page.goto(url)
  await page.fill('#name', name)
  await page.fill('#email', emailOf(name))
  await page.fill('#password', PASSWORD)
  await page.click('#submit-button')
}

/** The controls that a person would fill in. */
function controls(page: Page): Promise<{ id: string; tag: string; type: string }[]> {
  return page
    .locator('#submit-form')
    .locator('input, select, textarea')
    .evaluateAll((all) =>
      (all as unknown as { id: string; tagName: string; type: string }[])
        .filter(({ id, type }) => id && type !== 'hidden')
        .map(({ id, tagName, type }) => ({ id, tag: tagName.toLowerCase(), type })),
    )
}

/** The answer with the longest name that ends the control's id. */
function answerFor(id: string, answers: Answers): string | undefined {
  const names = Object.keys(answers).filter((name) => id === name || id.endsWith(`_${name}`))
  return answers[names.sort((a, b) => b.length - a.length)[0] ?? '']
}

/**
 * Answers every control that the table has an answer for, and sends the form.
 *
 * @returns the ids of the controls that were answered
 */
export async function answer(page: Page, answers: Answers): Promise<string[]> {
  const answered: string[] = []
  for (const { id, tag, type } of await controls(page)) {
    const value = answerFor(id, answers)
    if (value === undefined) continue
    const control = page.locator(`[id="${id}"]`)
    if (type === 'file') await control.setInputFiles({ name: value, mimeType: 'image/png', buffer: png() })
    else if (type === 'checkbox' || type === 'radio') await control.check()
    else if (tag === 'select') await control.selectOption(value)
    else await control.fill(value)
    answered.push(id)
  }
  await send(page)
  return answered
}

/** Sends the form and waits for the next page. */
export async function send(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('domcontentloaded'), page.click('#submit-button')])
}

/**
 * Goes through the steps from where the seller is, up to the page that asks for consent.
 *
 * @param seen called on each page before it is answered
 */
export async function completeSteps(
  page: Page,
  answers: Answers,
  seen: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  let total = 0
  for (let steps = 0; !page.url().includes('/submit-stripe-account'); steps += 1) {
    await seen(page)
    const before = page.url()
    const [, of = 0] = /Step \d+ of (\d+)/.exec(await page.locator('.step-line').innerText()) ?? []
    expect(Number(of), `fewer steps than before at ${before}`).toBeGreaterThanOrEqual(total)
    total = Number(of)
    await answer(page, answers)
    const refused = await page.locator('.error').allTextContents()
    expect(refused, `refused at ${before}`).toEqual([])
    expect(steps, `the steps do not end: ${page.url()}`).toBeLessThan(10)
  }
}

/** Waits until the status page shows this status, without reloading it. Work of a killed process takes longest. */
export async function turns(page: Page, status: string): Promise<void> {
  const badge = page.locator('#account-now .badge')
  const seen = async () => expect(await badge.getAttribute('class')).toContain(status)
  await eventually(seen)
}
