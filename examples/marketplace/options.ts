/** What the market is made of. */
import type { Request, Response } from 'express'
import type { Html } from '../html.ts'
import type { DashboardApi } from './dashboard.ts'
import type { Goods, Order } from './goods.ts'
import type { PretendPayments } from './pretend-payments.ts'
import type { Rows } from './rows.ts'

export interface MarketOptions {
  goods: Goods
  orders: Rows<Order>
  api: DashboardApi
  /** The secret with which the dashboard proves that a request is its own. */
  token: string
  /** Undefined while a real Stripe is connected: then nothing can be bought. */
  payments: PretendPayments | undefined
}

/** Answers with a page of the market. */
export type Show = (request: Request, response: Response, title: string, body: Html) => void
