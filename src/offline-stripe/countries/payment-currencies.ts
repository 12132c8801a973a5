/**
 * The currencies that a charge can be presented in (https://docs.stripe.com/currencies#presentment-currencies).
 *
 * @module
 */
const CURRENCIES =
  'aed afn all amd ang aoa ars aud awg azn bam bbd bdt bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny ' +
  'cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr ' +
  'isk jmd jpy kes kgs khr kmf krw kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr ' +
  'mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos ' +
  'srd std szl thb tjs top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw'

/** Brazil charges in its own currency only. Every other country charges in all of Stripe's currencies, listed with its own first. */
export function paymentCurrencies(country: string, own: string): string[] {
  if (country === 'BR') return [own]
  return [own, ...CURRENCIES.split(' ').filter((currency) => currency !== own)]
}
