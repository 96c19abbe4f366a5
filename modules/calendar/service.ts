import type { Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { calendar } from './contract.ts'
import { calendarOf } from './doors.ts'
import { addDays, addMonths, dayDetail } from './rules-days.ts'

export const service: Service<typeof calendar, Ctx> = {
  month: async (ctx, { params: { month } }) => {
    const county = await calendarOf(ctx)
    const items = []
    const first = `${month}-01`
    for (let day = first; day < addMonths(first, 1); day = addDays(day, 1)) {
      const { decidedBy = null, name = null, ...detail } = dayDetail(day, county)
      items.push({ ...detail, decidedBy, name })
    }
    return { items }
  },
}
