/**
 * What answers at the moment. Dashboard keeps the handler that it is given as the path of a file and may load it again:
 * what the file answers with must be found from there.
 *
 * @module
 */
import type { DashboardRequest, DashboardResponse } from './dashboard.ts'

/** @param message what Dashboard passes to a page that is to be shown again instead of taking its form */
export type Answer = (request: DashboardRequest, response: DashboardResponse, message?: string) => void

interface State {
  answer: Answer | undefined
  /** False while the database in which Dashboard keeps its sessions is known not to answer. */
  areSessionsRead(): boolean
  /** Stops what runs. */
  stop(): Promise<void>
}

export const state: State = { answer: undefined, areSessionsRead: () => true, stop: async () => {} }
