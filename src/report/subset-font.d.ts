/** What subset-font 2.9 offers and we use; it ships no types. */
declare module 'subset-font' {
  export default function subsetFont(
    font: Buffer,
    text: string,
    options: {
      targetFormat: 'truetype';
      variationAxes?: Readonly<Record<string, number>>;
    },
  ): Promise<Buffer>;
}
