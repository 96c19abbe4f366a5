import type { Settings } from '@doorstep/kernel'

type Agency = NonNullable<Settings['agency']>
/** The `provider` under which the link to a person at this agency is kept: another issuer is another provider. */
export const agencyProvider = ({ issuer }: Pick<Agency, 'issuer'>): string => `oidc ${issuer}`
