import { done } from '#kernel/contract.ts'
import type { Http } from '#platform/http.ts'
import { addSchedule, changeSchedule, importFees as importList, setFee as setOne } from './commands.ts'
import {
  addFeeSchedule,
  changeFeeSchedule,
  importFees,
  readFeeSchedules,
  readFees,
  setFee,
} from './contract.ts'

export function feeRoutes({ answer, perform }: Http) {
  answer(readFeeSchedules, async (db) => ({
    schedules: await db
      .selectFrom('insurance.feeSchedule as schedule')
      .leftJoin('insurance.payer as payer', 'payer.id', 'schedule.payerId')
      .selectAll('schedule')
      .select('payer.name as payerName')
      .select((eb) =>
        eb
          .selectFrom('insurance.fee')
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .whereRef('insurance.fee.feeScheduleId', '=', 'schedule.id')
          .as('feeCount'),
      )
      .orderBy('payer.name', (order) => order.asc().nullsFirst())
      .orderBy('schedule.effectiveFrom', 'desc')
      .execute()
      .then((rows) => rows.map((row) => ({ ...row, feeCount: row.feeCount ?? 0 }))),
  }))
  answer(readFees, async (db, { params }) => ({
    fees: await db
      .selectFrom('insurance.fee')
      .select(['code', 'modifier', 'amountCents'])
      .where('feeScheduleId', '=', params.id)
      .orderBy('code')
      .orderBy('modifier')
      .execute(),
  }))
  perform(addFeeSchedule, async (tx, { body }) => {
    await addSchedule(tx, body)
    return done
  })
  perform(changeFeeSchedule, async (tx, { params, body }) => {
    await changeSchedule(tx, params.id, body)
    return done
  })
  perform(setFee, async (tx, { params, body }) => {
    await setOne(tx, params.id, body)
    return done
  })
  perform(importFees, (tx, { params, query }, { stream }) =>
    importList(tx, params.id, stream, query.apply ?? false),
  )
}
