/**
 * Knows when Dashboard's database did not say who asks. Dashboard swallows the error and takes a signed-in person for a guest:
 * their request would be passed on as a guest's, or answered with the sign-in page, which loses what they typed. It also waits
 * for a database that says nothing for longer than a person does.
 *
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { within } from '../../core/within.ts'
import {
  type DashboardRequest,
  type DashboardResponse,
  dashboardExports,
  type Finder,
  type Verb,
} from './dashboard.ts'

/** Milliseconds. Dashboard itself waits for a minute or more. */
const PATIENCE = 3_000

/** One request. */
interface Asking {
  hasFailed: boolean
}

const asking = new AsyncLocalStorage<Asking>()

const guarded = new WeakSet<object>()

/** Answers one request, of which it is then known whether the database failed. */
export function noteFailures<T>(answer: () => T): T {
  return asking.run({ hasFailed: false }, answer)
}

/** Whether the database failed while this request was answered. */
export function hasFailed(): boolean {
  return asking.getStore()?.hasFailed === true
}

/** @param refuse says that the database does not answer */
export function guardSignIn(
  refuse: (request: DashboardRequest, response: DashboardResponse) => Promise<unknown>,
): void {
  const { Response, Storage } = dashboardExports()
  if (guarded.has(Response)) return
  guarded.add(Response)
  for (const model of [Storage.Session, Storage.Account]) noteFailuresOf(model)
  for (const name of ['redirectToSignIn', 'throw500'] as const) {
    const answer: Verb = Response[name]
    Response[name] = (request, response, message) =>
      hasFailed() ? refuse(request, response) : answer(request, response, message)
  }
}

function noteFailuresOf(model: Finder): void {
  const findOne = model.findOne.bind(model)
  // A second time: the first tells that a connection has ended, while a new one may be had.
  const findAgain = (question: unknown) => findOne(question).catch(() => findOne(question))
  model.findOne = async (question) => {
    try {
      return await within(PATIENCE, findAgain(question), () => {
        throw new Error('the database does not answer')
      })
    } catch (error) {
      const current = asking.getStore()
      if (current) current.hasFailed = true
      throw error
    }
  }
}
