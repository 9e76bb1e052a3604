/** The first days with the program: what is entered already, and what comes next. */
import Type from 'typebox'
import { endpoint } from '#kernel/contract.ts'

export const steps = [
  'practice',
  'sites',
  'hours',
  'rooms',
  'providers',
  'visit-types',
  'weeks',
  'payers',
  'fees',
  'people',
] as const

export const readSetup = endpoint({
  method: 'GET',
  path: '/setup',
  summary: 'What of the practice is set up, in the order it is needed',
  permission: 'practice.read',
  reply: Type.Array(
    Type.Object({
      step: Type.Enum(steps),
      done: Type.Boolean(),
      /** What there is of it: sites, rooms, fees. */
      count: Type.Integer(),
    }),
  ),
})
