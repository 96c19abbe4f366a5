import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { html, paragraphs } from './html.ts'

describe('html', () => {
  it('escapes what is put in, in text and in attributes', () => {
    const bad = `"><script>alert('1')</script>&`
    expect(html`<a title="${bad}">${bad}</a>`.markup).toBe(
      '<a title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;</a>',
    )
  })
  it('nests what it made itself, lists and nothing', () => {
    expect(html`<ul>${[html`<li>${1}</li>`, false, null, html`<li>二</li>`]}</ul>`.markup).toBe(
      '<ul><li>1</li><li>二</li></ul>',
    )
  })
  it('takes nobody else’s word for being markup', () => {
    const forged = { markup: '<script>' } as never
    expect(() => html`${forged}`).toThrow()
  })
  it('holds for any text: no sign of it can open a tag or leave a quote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inner = /^<p title="([\s\S]*)">([\s\S]*)<\/p>$/.exec(html`<p title="${text}">${text}</p>`.markup)
        expect(inner?.[1]).not.toMatch(/["'<>]/)
        expect(inner?.[2]).not.toMatch(/["'<>]/)
      }),
    )
  })
  it('makes paragraphs of empty lines', () => {
    expect(paragraphs('一\n二\n\n<三>').map(({ markup }) => markup)).toEqual(['<p>一<br>二</p>', '<p>&lt;三&gt;</p>'])
  })
})
