/**
 * After each test file: this process holds no byte of a body or an answer, so every request gave back what it took.
 *
 * @module
 */
import { afterAll, expect } from 'vitest'
import {
  answerBudget,
  guestBudget,
  guestUploadBudget,
  textBudget,
  uploadBudget,
  webhookBudget,
} from '../../src/web/body-budget.ts'
import { eventually } from './eventually.ts'

const held = () => ({
  uploads: uploadBudget.held,
  guestUploads: guestUploadBudget.held,
  texts: textBudget.held,
  guests: guestBudget.held,
  webhooks: webhookBudget.held,
  answers: answerBudget.held,
})

const NOTHING = { uploads: 0, guestUploads: 0, texts: 0, guests: 0, webhooks: 0, answers: 0 }

afterAll(() => eventually(() => expect(held()).toEqual(NOTHING)))
