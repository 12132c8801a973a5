/**
 * Loaded into a process by `NODE_OPTIONS`: writes down every answer of the process, and of its child processes, to a call of
 * Stripe's API. An answer is on disk before it is sent, however the process ends.
 *
 * @module
 */
import childProcess from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { ServerResponse } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'

const { RECORDED_ANSWERS: file, NODE_OPTIONS } = process.env

const { end } = ServerResponse.prototype
ServerResponse.prototype.end = function (...given) {
  const { method, url } = this.req
  if (url.startsWith('/v1/') && this.getHeader('content-type') === 'application/json') {
    const { pathname } = new URL(url, 'http://stripe')
    const answer = [method, pathname, this.statusCode, JSON.parse(String(given[0]))]
    appendFileSync(file, `${JSON.stringify(answer)}\n`)
  }
  return end.apply(this, given)
}

// The host gives its child processes another environment.
const { fork } = childProcess
childProcess.fork = (script, args, options) =>
  fork(script, args, { ...options, env: { ...options.env, RECORDED_ANSWERS: file, NODE_OPTIONS } })
syncBuiltinESMExports()
