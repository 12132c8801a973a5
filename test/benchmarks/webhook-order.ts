/** How the benchmark of webhooks and its processes speak with each other. */

/** What is to be done. */
export interface Order {
  /** Events at a time. */
  connections: number
  seconds: number
  /** Where they are posted. */
  url?: string
}

/** What was done. */
export interface Load {
  events: number
  seconds: number
  /** Milliseconds that one event in a hundred took, or longer. */
  p99: number
}

/** What becomes of one event after the other. */
export interface Line {
  /** Takes the next event, as long as there are any. @returns false when there are none left */
  next(): Promise<boolean>
}

/**
 * Answers what the benchmark says: makes ready, begins at `go`, tells of its use of the CPU and stops.
 *
 * @param makeReady opens as many lines as events are taken at a time
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
