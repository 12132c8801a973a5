/**
 * Stops the module when Dashboard or the process stops.
 *
 * @module
 */
import type { dashboardExports } from './dashboard.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Dashboard itself does nothing on a signal. When the module has finished its work, the signal has its usual effect, unless the
 * application listens for it and stops in its own way.
 *
 * @returns a function that stops the module once
 */
export function stopWithDashboard(
  dashboard: Pick<ReturnType<typeof dashboardExports>, 'stop'>,
  stopModule: () => Promise<void>,
): () => Promise<void> {
  const stopDashboard = dashboard.stop
  let stopped: Promise<void> | undefined
  const stop = () => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
    dashboard.stop = stopDashboard
    stopped ??= stopModule()
    return stopped
  }
  const onSignal = (signal: NodeJS.Signals) => {
    void stop().then(() => {
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
    })
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  dashboard.stop = () => {
    void stop()
    return stopDashboard()
  }
  return stop
}
