/**
 * The part of the app's answers that is held in memory: a page to be put into the template, a file to be given a tag. A person who
 * does not read keeps it there.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { runningServices } from '../../application/running.ts'
import { onceClosed } from '../../core/once-closed.ts'
import { answerBudget } from '../../web/body-budget.ts'
import { networkOf } from '../../web/network.ts'
import { clientAddress } from '../../web/request-facts.ts'
import type { DashboardRequest, DashboardResponse } from './dashboard.ts'

/** Bytes of one answer. */
const HELD = 1024 * 1024

export interface Beginning {
  bytes: Buffer
  /** Whether this is the whole answer. */
  isWhole: boolean
  /** Says that the bytes are no longer held. Said by itself when the response is closed. */
  release(): void
}

/** Reads an answer as far as there is room: to its end, to one megabyte, or until too much is held for other people. */
export async function beginningOf(
  answer: IncomingMessage,
  request: DashboardRequest,
  response: DashboardResponse,
): Promise<Beginning> {
  const { trustedProxies = 0 } = runningServices()?.config ?? {}
  const hold = answerBudget.hold(networkOf(clientAddress(request, trustedProxies)))
  const release = () => hold.release()
  onceClosed(response, release)
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of answer.iterator({ destroyOnReturn: false })) {
    pieces.push(piece)
    size += piece.length
    if (size > HELD || !hold.take(piece.length))
      return { bytes: Buffer.concat(pieces), isWhole: false, release }
  }
  return { bytes: Buffer.concat(pieces), isWhole: true, release }
}
