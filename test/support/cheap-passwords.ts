/**
 * Makes the hashes of this process cheap: half the time of the tests of signing in went into them. What they cost in truth is
 * seen by the tests that start the command line.
 *
 * @module
 */
import { HASHING_COST } from '../../src/hosts/standalone/passwords.ts'

HASHING_COST.N = 2 ** 10
