/**
 * The module's current state. Dashboard keeps a handler as the path of its file and may load it again, so the handler reads its
 * state from here.
 *
 * @module
 */
import type { DashboardRequest, DashboardResponse } from './dashboard.ts'

/** @param message Dashboard's reason for refusing the page's form, so that the page is shown again */
export type Answer = (request: DashboardRequest, response: DashboardResponse, message?: string) => void

interface State {
  answer: Answer | undefined
  /** False while the database with Dashboard's sessions is known not to answer. */
  areSessionsRead(): boolean
  /** Stops the module. */
  stop(): Promise<void>
}

export const state: State = { answer: undefined, areSessionsRead: () => true, stop: async () => {} }
