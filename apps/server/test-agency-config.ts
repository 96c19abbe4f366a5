import type { Config } from './config.ts'

/** The agency's own sign-in in the table of settings: what it gives by default, what works, what does not. */
type Env = Record<string, string>
type Row = { none: unknown; right: [Env, unknown][]; wrong: [Env, string][] }
type Name = `DOORSTEP_OIDC_${'ISSUER' | 'CLIENT' | 'SECRET' | 'LABEL' | 'CLAIM'}`
const agency = {
  DOORSTEP_OIDC_ISSUER: 'https://sso.example',
  DOORSTEP_OIDC_CLIENT: 'doorstep',
  DOORSTEP_OIDC_SECRET: 'hush-hush',
}
const agencyFound = {
  issuer: 'https://sso.example',
  clientId: 'doorstep',
  secret: 'hush-hush',
  label: '统一身份认证',
  claim: 'preferred_username',
}

export const agencyRows: Record<Name, Row> = {
  DOORSTEP_OIDC_ISSUER: {
    none: null,
    right: [[agency, agencyFound]],
    wrong: [
      [{ ...agency, DOORSTEP_OIDC_ISSUER: 'sso' }, 'a URL that begins with http:// or https://'],
      [{ ...agency, NODE_ENV: 'production', DOORSTEP_OIDC_ISSUER: 'http://sso.example' }, 'begins with https://'],
    ],
  },
  DOORSTEP_OIDC_CLIENT: { none: null, right: [], wrong: [[{ ...agency, DOORSTEP_OIDC_CLIENT: '' }, 'one is missing']] },
  DOORSTEP_OIDC_SECRET: { none: null, right: [], wrong: [[{ ...agency, DOORSTEP_OIDC_SECRET: '' }, 'one is missing']] },
  DOORSTEP_OIDC_LABEL: {
    none: null,
    right: [
      [
        { ...agency, DOORSTEP_OIDC_LABEL: '公安网' },
        { ...agencyFound, label: '公安网' },
      ],
    ],
    wrong: [],
  },
  DOORSTEP_OIDC_CLAIM: {
    none: null,
    right: [
      [
        { ...agency, DOORSTEP_OIDC_CLAIM: 'badge' },
        { ...agencyFound, claim: 'badge' },
      ],
    ],
    wrong: [],
  },
}
export const agencyFields: Record<Name, (config: Config) => unknown> = {
  DOORSTEP_OIDC_ISSUER: ({ agency }) => agency,
  DOORSTEP_OIDC_CLIENT: ({ agency }) => agency,
  DOORSTEP_OIDC_SECRET: ({ agency }) => agency,
  DOORSTEP_OIDC_LABEL: ({ agency }) => agency,
  DOORSTEP_OIDC_CLAIM: ({ agency }) => agency,
}
