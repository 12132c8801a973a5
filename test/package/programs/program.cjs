const express = require('express')
const face = require('@layeredapps/stripe-connect')
const manifest = require('@layeredapps/stripe-connect/package.json')
const use = require('./use.cjs')

use({ face, manifest, express, load: require }).then((found) => process.stdout.write(JSON.stringify(found)))
