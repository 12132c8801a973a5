/** A form with files, from a sender who is slow or never ends. */
import http from 'node:http'
import { text } from 'node:stream/consumers'

const BOUNDARY = 'boundary-of-the-form'

export interface FormAnswer {
  status: number
  headers: http.IncomingHttpHeaders
  body: string
}

interface SlowFormOptions {
  method?: string
  headers?: Record<string, string>
  /** The announced bytes; without it the body is sent in chunks, with no announced length. */
  length?: number
}

export class SlowForm {
  readonly #request: http.ClientRequest
  /** Rejected if the connection ends without an answer. */
  readonly answer: Promise<FormAnswer>
  /** Fulfilled when the host or the sender has closed the connection. */
  readonly closed: Promise<void>

  constructor(url: string, { method = 'POST', headers, length }: SlowFormOptions = {}) {
    this.#request = http.request(url, {
      method,
      agent: false,
      headers: {
        // As browsers send.
        connection: 'keep-alive',
        'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
        ...headers,
        ...(length !== undefined && { 'content-length': length }),
      },
    })
    this.answer = new Promise((resolve, reject) => {
      this.#request.on('error', reject)
      this.#request.on('response', async (response) => {
        const body = await text(response)
        const again = response.headers.location
        if (!again?.includes('refused='))
          return resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
        // As browsers do. The page knows its visitor by the same headers.
        http
          .get(
            new URL(again, url),
            { headers: { ...headers, cookie: cookiesOf(headers, response.headers) } },
            async (shown) =>
              resolve({ status: shown.statusCode ?? 0, headers: shown.headers, body: await text(shown) }),
          )
          .on('error', reject)
      })
    })
    this.closed = new Promise((resolve) => {
      // The host may close the connection while we send.
      this.#request.on('socket', (socket) => socket.on('error', () => {}).on('close', () => resolve()))
    })
    // Not every test waits for the answer.
    this.answer.catch(() => {})
    this.#request.flushHeaders()
  }

  field(name: string, value: string): this {
    return this.bytes(part(`name="${name}"`) + value)
  }

  /** @param content the file's bytes, or how many; the file goes on until the next part */
  file(name: string, content: Buffer | number = 1, filename = `${name}.png`): this {
    this.bytes(part(`name="${name}"; filename="${filename}"`, 'image/png'))
    return this.bytes(typeof content === 'number' ? Buffer.alloc(content, 'x') : content)
  }

  /** Sends bytes unchanged. */
  bytes(bytes: Buffer | string): this {
    this.#request.write(bytes)
    return this
  }

  async end(): Promise<FormAnswer> {
    this.#request.end(`\r\n--${BOUNDARY}--\r\n`)
    return this.answer
  }

  leave(): void {
    this.#request.destroy()
  }
}

/** The cookies that were sent, and those that were set. */
function cookiesOf(
  { cookie = '' }: Record<string, string> = {},
  { 'set-cookie': set = [] }: http.IncomingHttpHeaders,
): string {
  return [cookie, ...set.map((one) => one.split(';', 1)[0])].filter(Boolean).join('; ')
}

function part(disposition: string, type?: string): string {
  const head = `\r\n--${BOUNDARY}\r\ncontent-disposition: form-data; ${disposition}\r\n`
  return `${head}${type ? `content-type: ${type}\r\n` : ''}\r\n`
}
