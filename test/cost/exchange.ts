/** Whole requests as bytes, and what a server answers to them. */
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

/**
 * Sends bytes and reads the complete answer.
 *
 * @returns its status; 0 if the connection is closed instead, as for a body in pieces of one byte
 */
export async function exchange(url: string, bytes: string): Promise<number> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.write(bytes)
  const answer = await text(socket).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') throw error
    return ''
  })
  return Number(answer.slice('HTTP/1.1 '.length).slice(0, 3))
}

export const LAST = 'host: x\r\nconnection: close\r\n'
export const get = (target: string, headers = '') => `GET ${target} HTTP/1.1\r\n${LAST}${headers}\r\n`
export const post = (target: string, type: string, body: string, headers = '') =>
  `POST ${target} HTTP/1.1\r\n${LAST}${headers}content-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

export const FORM = 'application/x-www-form-urlencoded'
export const part = (name: string, value = '') =>
  `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
export const many = (count: number, one: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => one(at)).join('')
