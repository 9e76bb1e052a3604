import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Column, filterRows, nextOrder, orderOf, sortRows } from './table.ts'

type Row = { name: string; due: Temporal.PlainDate | null; cents: number }
const rows: readonly Row[] = [
  { name: 'Claim 10', due: Temporal.PlainDate.from('2026-12-01'), cents: 900 },
  { name: 'claim 9', due: null, cents: -100 },
  { name: 'Claim 2', due: Temporal.PlainDate.from('2026-02-01'), cents: 10_000 },
]
const columns: readonly Column<Row>[] = [
  { key: 'name', title: 'Name', cell: () => null, sort: (row) => row.name },
  { key: 'due', title: 'Due', cell: () => null, sort: (row) => row.due },
  { key: 'cents', title: 'Amount', cell: () => null, sort: (row) => row.cents },
]
const names = (order: string) => sortRows(rows, columns, orderOf(order)).map(({ name }) => name)

describe('the rows of a table', () => {
  it('sort numbers inside words as people count them', () => {
    assert.deepEqual(names('name'), ['Claim 2', 'claim 9', 'Claim 10'])
  })
  it('sort amounts as numbers and dates as days', () => {
    assert.deepEqual(names('cents'), ['claim 9', 'Claim 10', 'Claim 2'])
    assert.deepEqual(names('due'), ['Claim 2', 'Claim 10', 'claim 9'])
  })
  it('keep what has no value at the end, whichever way one sorts', () => {
    assert.deepEqual(names('-due'), ['Claim 10', 'Claim 2', 'claim 9'])
  })
  it('stay as they came for an address that names no column', () => {
    assert.deepEqual(names('nothing'), ['Claim 10', 'claim 9', 'Claim 2'])
  })
  it('go from ascending to descending to unsorted by the head', () => {
    assert.equal(nextOrder(null, 'due'), 'due')
    assert.equal(nextOrder(orderOf('due'), 'due'), '-due')
    assert.equal(nextOrder(orderOf('-due'), 'due'), '')
    assert.equal(nextOrder(orderOf('-due'), 'name'), 'name')
  })
  it('are found by every word typed, in any order', () => {
    assert.equal(filterRows(rows, '10 claim', ({ name }) => name).length, 1)
    assert.equal(filterRows(rows, '  ', ({ name }) => name).length, 3)
  })
})
