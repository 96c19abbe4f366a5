declare module 'subset-font' {
  /** @param text the characters to keep */
  export default function subsetFont(
    font: Uint8Array,
    text: string,
    options: { targetFormat: 'truetype'; noLayoutClosure?: boolean; variationAxes?: Record<string, number> },
  ): Promise<Uint8Array>
}
