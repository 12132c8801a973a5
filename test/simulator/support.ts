import Stripe from 'stripe'
import { afterAll, expect } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/start.ts'
import { stripeVerdicts } from './oracle.ts'

/** A simulator and clients for it. */
export interface Bench extends Simulator {
  stripe: Stripe
  client(options?: Partial<Stripe.StripeConfig> & { key?: string }): Stripe
  /** Calls one of the simulator's own routes. */
  control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Record<string, unknown>>
  advance(seconds: number): Promise<void>
}

/** Starts a simulator whose every answer is checked against Stripe's specification, and stops it after the tests. */
export async function startBench(options: SimulatorOptions = {}): Promise<Bench> {
  const verdicts = await stripeVerdicts()
  const faults: unknown[] = []
  const simulator = await startSimulator({
    onResponse: verdicts.onResponse,
    onError: (error) => faults.push(error),
    ...options,
  })
  afterAll(async () => {
    await simulator.close()
    expect(verdicts.problems).toEqual([])
    expect(faults).toEqual([])
  })

  const { hostname: host, port } = new URL(simulator.url)
  const client: Bench['client'] = ({ key = 'sk_test_bench', ...config } = {}) =>
    new Stripe(key, { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0, ...config })
  const control: Bench['control'] = async (method, path, body) => {
    const response = await fetch(`${simulator.url}/_simulator/${path}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    })
    const answer = (await response.json()) as Record<string, unknown>
    if (!response.ok) throw new Error(JSON.stringify(answer))
    return answer
  }
  return {
    ...simulator,
    stripe: client(),
    client,
    control,
    advance: async (seconds) => void (await control('POST', 'clock', { advance: seconds })),
  }
}

/** The smallest picture that its first bytes say it is. */
export const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
