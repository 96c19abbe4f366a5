import type { Failures } from '@doorstep/contract'

export const failures = {
  'findings.missing': 'missing',
  'findings.wrongState': 'conflict',
  'findings.matterMissing': 'invalid',
  'findings.nothingLeft': 'invalid',
  'findings.signTaken': 'conflict',
  'findings.tableWrong': 'invalid',
  'findings.idTaken': 'conflict',
  'findings.placeOutside': 'invalid',
} as const satisfies Failures
