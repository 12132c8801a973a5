/** The messages between the webhook benchmark and its processes. */

/** The benchmark's order. */
export interface Order {
  /** Events at a time. */
  connections: number
  seconds: number
  /** The address to post them to. */
  url?: string
}

/** The result of an order. */
export interface Load {
  events: number
  seconds: number
  /** Milliseconds that the slowest one in a hundred events took, at least. */
  p99: number
}

/** Handles one event after another. */
export interface Line {
  /** Handles the next event. @returns false if there is none left */
  next(): Promise<boolean>
}

/**
 * Follows the benchmark's orders: makes ready, starts at `go`, reports its CPU use and stops.
 *
 * @param makeReady opens one line for each event at a time
 */
export function followOrders(
  makeReady: (order: Order) => Promise<Line[]>,
  stop: () => Promise<void> = async () => {},
): void {
  let [seconds, lines]: [number, Line[]] = [0, []]
  process.on('disconnect', () => process.exit())
  process.on('message', async (message: 'go' | 'usage' | 'stop' | Order) => {
    if (message === 'usage') process.send?.(process.cpuUsage())
    else if (message === 'go') process.send?.(await work(lines, seconds))
    else if (message === 'stop') {
      await stop()
      process.exit()
    } else {
      seconds = message.seconds
      lines = await makeReady(message)
      process.send?.('ready')
    }
  })
}

async function work(lines: readonly Line[], seconds: number): Promise<Load> {
  const times: number[] = []
  const start = performance.now()
  const end = start + seconds * 1000
  const takeAll = async (line: Line) => {
    for (let before = start; before < end; ) {
      if (!(await line.next())) return
      const now = performance.now()
      times.push(now - before)
      before = now
    }
  }
  await Promise.all(lines.map(takeAll))
  const took = (performance.now() - start) / 1000
  times.sort((one, other) => one - other)
  const p99 = times[Math.floor(times.length * 0.99)] ?? Number.NaN
  return { events: times.length, seconds: took, p99 }
}
