/** What a seller does in the browser, by what the page shows: every field on it is answered from a table. */

import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { png } from '../support/picture.ts'

/** Answers by the id of an input; of the requirement's name, only its end has to be given. */
export type Answers = Record<string, string>

const PASSWORD = 'correct horse battery'

/** One for each name: people of one browser test share a marketplace. */
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

/** The identifiers of the controls that a person would fill in. */
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

/** The answer whose name the control's id ends with, the longest such name winning. */
function answerFor(id: string, answers: Answers): string | undefined {
  const names = Object.keys(answers).filter((name) => id === name || id.endsWith(`_${name}`))
  return answers[names.sort((a, b) => b.length - a.length)[0] ?? '']
}

/**
 * Answers every control on the page that the table knows, and sends the form.
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

/** Sends the form and waits until the next page has come. */
export async function send(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('domcontentloaded'), page.click('#submit-button')])
}

/**
 * Goes through the steps from wherever the seller is, until the page that asks for consent.
 *
 * @param seen called on each page before it is answered
 */
export async function completeSteps(
  page: Page,
  answers: Answers,
  seen: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  for (let steps = 0; !page.url().includes('/submit-stripe-account'); steps += 1) {
    await seen(page)
    const before = page.url()
    await answer(page, answers)
    const refused = await page.locator('.field-error').allTextContents()
    expect(refused, `refused at ${before}`).toEqual([])
    expect(steps, `the steps do not end: ${page.url()}`).toBeLessThan(10)
  }
}

/** Waits until the status page says so, without reloading it. What a killed process had in work takes the longest. */
export async function turns(page: Page, status: string): Promise<void> {
  const badge = page.locator('#account-now .badge')
  const seen = async () => expect(await badge.getAttribute('class')).toContain(status)
  await eventually(seen)
}
