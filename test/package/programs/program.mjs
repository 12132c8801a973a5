import * as face from '@layeredapps/stripe-connect'
import manifest from '@layeredapps/stripe-connect/package.json' with { type: 'json' }
import express from 'express'
import use from './use.cjs'

const load = async (entry) => (await import(entry)).default
process.stdout.write(JSON.stringify(await use({ face, manifest, express, load })))
