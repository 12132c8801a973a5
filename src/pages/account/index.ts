import type { EventStream, Page } from '../../route.ts'

/** The pages of the person who registers to be paid. */
export const accountPages: readonly (Page | EventStream)[] = []
