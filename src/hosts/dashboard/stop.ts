/**
 * Ends the module when Dashboard ends, or the process.
 *
 * @module
 */
import type { dashboardExports } from './dashboard.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Dashboard itself ends nothing on a signal: once the module has finished what was under way, the signal does what it would
 * have done, unless the application listens for it and ends in its own way.
 *
 * @returns stops the module, once
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
