/** The part of autocannon that the benchmarks use; it ships without types. */
declare module 'autocannon' {
  interface Request {
    method?: string
    path?: string
    headers?: Record<string, string>
    body?: string
  }

  interface Options {
    url: string
    connections: number
    /** In seconds. */
    duration: number
    headers?: Record<string, string>
    requests?: (Request & { setupRequest?(request: Request): Request })[]
  }

  interface Result {
    /** In seconds. */
    duration: number
    '2xx': number
    non2xx: number
    errors: number
  }

  export default function autocannon(options: Options): Promise<Result>
}
