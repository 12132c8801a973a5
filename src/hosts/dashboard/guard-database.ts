/**
 * Knows when Dashboard's database failed. Dashboard swallows the error and takes a signed-in person for a guest: their request
 * would be passed on as a guest's, or answered with the sign-in page, which loses what they typed. It also waits for a database
 * that says nothing for longer than a person does, and answers 500 when it cannot write.
 *
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage } from 'node:http'
import { turn } from '../../core/spread.ts'
import { within } from '../../core/within.ts'
import { chargeRequest } from '../../storage/waiting.ts'
import {
  type DashboardRequest,
  type DashboardResponse,
  dashboardExports,
  type Finder,
  type Sequelize,
  type Verb,
} from './dashboard.ts'

/** Milliseconds to wait until the database says who asks, and for any other statement. Dashboard itself waits for a minute or more. */
const PATIENCE = 3_000
const PATIENCE_OF_STATEMENTS = 10_000

/** One request. */
interface Asking {
  request: IncomingMessage
  hasFailed: boolean
  /** Milliseconds that it has waited to learn who asks. */
  waited: number
}

const asking = new AsyncLocalStorage<Asking>()

const guarded = new WeakSet<object>()

class NoAnswer extends Error {
  override readonly name = 'SequelizeTimeoutError'

  constructor() {
    super('the database does not answer')
  }
}

/**
 * Answers one request, of which it is then known whether the database failed. What it waits for Dashboard's statements counts among
 * what it may wait for ours.
 */
export function noteFailures<T>(request: IncomingMessage, answer: () => T): T {
  return asking.run({ request, hasFailed: false, waited: 0 }, answer)
}

/** The request that is being answered; undefined outside of one. */
export function currentRequest(): IncomingMessage | undefined {
  return asking.getStore()?.request
}

/** Whether the database failed while this request was answered. */
export function hasFailed(): boolean {
  return asking.getStore()?.hasFailed === true
}

/** The database is known not to answer, so this request does not ask it. */
export function noteFailure(): void {
  const current = asking.getStore()
  if (current) current.hasFailed = true
}

/** @param refuse says that the database does not answer */
export function guardDatabase(
  refuse: (request: DashboardRequest, response: DashboardResponse) => Promise<unknown>,
): void {
  const { Response, Storage } = dashboardExports()
  if (guarded.has(Response)) return
  guarded.add(Response)
  noteFailuresOf(Storage.sequelize)
  listenFromTheStart(Storage.sequelize)
  for (const model of [Storage.Session, Storage.Account]) findTwice(model)
  for (const name of ['redirectToSignIn', 'throw500'] as const) {
    const answer: Verb = Response[name]
    Response[name] = (request, response, message) =>
      hasFailed() ? refuse(request, response) : answer(request, response, message)
  }
}

function noteFailuresOf(database: Sequelize): void {
  const query = database.query.bind(database)
  database.query = async (...statement) => {
    const current = asking.getStore()
    // Not a request's, such as Dashboard's clean-up.
    if (!current) return query(...statement)
    const since = performance.now()
    try {
      return await within(PATIENCE_OF_STATEMENTS, query(...statement), () => {
        throw new NoAnswer()
      })
    } catch (error) {
      if (isFailure(error)) noteFailure()
      throw error
    } finally {
      chargeRequest(current.request, performance.now() - since)
      await turn()
    }
  }
}

/** Sequelize listens to a connection's errors once it is made. One that is ended before would end the process. */
function listenFromTheStart({ connectionManager }: Sequelize): void {
  const { lib } = connectionManager
  if (!lib.Client) return
  class Client extends lib.Client {
    constructor(options: unknown) {
      super(options)
      this.on('error', () => undefined)
    }
  }
  connectionManager.lib = Object.assign(Object.create(lib), { Client })
}

function findTwice(model: Finder): void {
  const findOne = model.findOne.bind(model)
  // A second time: the first tells that a connection has ended, while a new one may be had.
  const findAgain = async (question: unknown) => {
    const current = asking.getStore()
    const before = current?.hasFailed
    try {
      return await findOne(question)
    } catch (error) {
      if (!isFailure(error)) throw error
      const found = await findOne(question)
      if (current) current.hasFailed = before === true
      return found
    }
  }
  // One patience for the session and its person, however often a request asks for them.
  model.findOne = async (question) => {
    const current = asking.getStore()
    const left = current?.hasFailed ? 0 : PATIENCE - (current?.waited ?? 0)
    if (left <= 0) {
      noteFailure()
      throw new NoAnswer()
    }
    const since = performance.now()
    try {
      return await within(left, findAgain(question), () => {
        noteFailure()
        throw new NoAnswer()
      })
    } finally {
      if (current) current.waited += performance.now() - since
      await turn()
    }
  }
}

/**
 * Whether the database failed, rather than what it was asked: Dashboard looks for the account of a session that it did not find,
 * and a cookie may have letters that no column takes.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
function isFailure(error: unknown): boolean {
  if (!(error instanceof Error) || !error.name.startsWith('Sequelize')) return false
  const { code } = (error as { original?: { code?: unknown } }).original ?? {}
  const isAboutData = typeof code === 'string' && /^22.{3}$/.test(code)
  return !isAboutData && !/^Sequelize(?:Unique|ForeignKey|Validation)/.test(error.name)
}
