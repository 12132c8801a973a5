import Stripe from 'stripe'

/**
 * The version of Stripe's API that this module is written for: the client's own.
 *
 * @see https://docs.stripe.com/api/versioning
 */
export const API_VERSION = Stripe.API_VERSION
