/// How pages look: on a screen wide or narrow, light or dark, and on paper.
enum HandoutStyle {
  static let css = """
    :root { color-scheme: light dark; --ink: #1b1b1b; --faint: #5f5f5f; --paper: #fffefb; --line: #d9d5cb;
      --panel: #f5f2ea; --good: #18713a; --bad: #b3261e; --care: #8a5200; --link: #1b4f91; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e6e4df; --faint: #a5a29a; --paper: #17181a;
      --line: #3b3c3f; --panel: #212327; --good: #6fd08f; --bad: #ff8a80; --care: #f0b050; --link: #93bbff; } }
    * { box-sizing: border-box; }
    body { margin: 0; color: var(--ink); background: var(--paper);
      font: 1.08rem/1.55 "TeX Gyre Pagella", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, serif; }
    main, nav { max-width: 46rem; margin: 0 auto; padding: 0 1rem; }
    main { padding-bottom: 4rem; overflow-wrap: break-word; }
    nav { font: .85rem/1.4 system-ui, sans-serif; padding-top: .8rem; display: flex; flex-wrap: wrap; gap: .2rem 1rem; }
    a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .15em; }
    h1, h2, h3, h4 { font-family: system-ui, "DejaVu Sans", sans-serif; line-height: 1.25; break-after: avoid; }
    h1 { font-size: 1.7rem; margin: 1.2rem 0 .8rem; }
    h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; border-top: 1px solid var(--line); padding-top: .8rem; }
    h3 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
    math { font-family: "TeX Gyre Pagella Math", "Latin Modern Math", "STIX Two Math", "STIX Math", "Cambria Math",
      "DejaVu Math TeX Gyre", math; }
    mstyle[mathvariant="normal"] mi { text-transform: none; }
    mtd[columnalign="right"] { text-align: right; text-align: -webkit-right; text-align: -moz-right; padding-right: 0; }
    mtd[columnalign="left"] { text-align: left; text-align: -webkit-left; text-align: -moz-left; padding-left: 0; }
    mtd { padding-top: .3em; padding-bottom: .3em; }
    math[display="block"] mtd { math-style: normal; }
    annotation { display: none; }
    .equation { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; margin: .7rem 0; }
    .equation > p { margin: 0; padding: .2rem 0; overflow-x: auto; overflow-y: hidden; display: flex; }
    .equation > p > math { margin: 0 auto; }
    .display { display: block; flex: 1; min-width: 0; text-align: center; text-wrap: balance; }
    .equation > p:not(:first-child) { grid-column: 1; display: block; font-size: .9em; color: var(--faint);
      text-align: center; padding: 0 0 .3rem; }
    .equation > .evidence:not([open]) { grid-column: 2; grid-row: 1; }
    .evidence { font: .78rem/1.45 system-ui, sans-serif; }
    .evidence > summary { list-style: none; cursor: pointer; color: var(--good); text-align: center;
      width: 1.6rem; height: 1.6rem; line-height: 1.6rem; border-radius: .8rem; }
    .evidence > summary::-webkit-details-marker { display: none; }
    .evidence > summary:hover, .evidence > summary:focus-visible, .evidence[open] > summary { background: var(--panel); }
    .evidence.definition > summary { color: var(--faint); }
    .evidence.conditional > summary { color: var(--care); }
    .evidence.false > summary { color: var(--bad); }
    .evidence ol, .evidence ul, .evidence p { margin: .3rem 0; overflow-wrap: anywhere; }
    .evidence ol, .evidence ul { padding-left: 1.4rem; }
    .equation > .evidence[open] { grid-column: 1 / -1; background: var(--panel); border-radius: .4rem; padding: .2rem .7rem; }
    .equation > .evidence[open] > summary { margin-left: auto; }
    .claims li { margin: .35rem 0; }
    .above { font: .78rem system-ui, sans-serif; color: var(--good); text-decoration: none; white-space: nowrap; }
    .claims .evidence { display: inline-block; vertical-align: top; max-width: 100%; }
    .claims .evidence[open] { display: block; background: var(--panel); border-radius: .4rem; padding: .2rem .7rem; }
    main :is(p, li):has(> math) { overflow-x: auto; overflow-y: hidden; }
    main li:has(> math) { list-style: inside; }
    .computed { border-bottom: 1px dotted var(--faint); }
    pre, code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .84em; }
    code { background: var(--panel); border-radius: .2rem; padding: .05em .25em; overflow-wrap: anywhere; }
    pre { background: var(--panel); border-radius: .4rem; padding: .7rem .9rem; overflow-x: auto; line-height: 1.4; }
    pre code { padding: 0; background: none; font-size: 1em; overflow-wrap: normal; }
    pre a { color: inherit; text-decoration: none; }
    .kw, .cf { font-weight: 600; } .co, .do { color: var(--faint); font-style: italic; } .st, .ch { color: var(--good); }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .9rem; margin: .8rem auto; }
    th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
    thead th { border-bottom: 2px solid var(--line); }
    figure { margin: 1.2rem 0; text-align: center; }
    figure img, p > img { max-width: 100%; height: auto; background: #fff; border-radius: .3rem; }
    figcaption { font-size: .88em; color: var(--faint); }
    blockquote { margin: 1rem 0; padding: 0 1rem; border-left: 3px solid var(--line); color: var(--faint); }
    .exercise { border-left: 3px solid var(--line); padding-left: 1rem; margin: 1.4rem 0; }
    .exercise h3 { margin-top: 0; }
    .solution > summary { cursor: pointer; color: var(--link); font: .9rem system-ui, sans-serif; }
    .index li { margin: 1rem 0; } .index .links { font: .85rem system-ui, sans-serif; }
    @page { size: A4; margin: 20mm 18mm 22mm;
      @bottom-center { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #666; } }
    @media print {
      :root { --ink: #000; --faint: #444; --paper: #fff; --line: #bbb; --panel: #f4f4f4; --good: #0d5c2b;
        --bad: #a11; --care: #7a4800; --link: #000; }
      body { font-size: 10pt; line-height: 1.45; } main { max-width: none; padding: 0; } nav { display: none; }
      a { text-decoration: none; } h1 { margin-top: 0; }
      .equation > p, figure, tr { break-inside: avoid; } figure img { max-height: 110mm; }
      pre { white-space: pre-wrap; font-size: 7.6pt; } table { font-size: 8.4pt; }
      .scroll { overflow: visible; }
      .equation { display: block; } .equation > p { break-after: avoid; }
      .equation > .evidence, .claims .evidence { display: block; font-size: 7pt; line-height: 1.3; color: var(--faint); }
      .evidence > summary { float: left; width: 1.2em; height: auto; line-height: inherit; }
      .claims .evidence > summary { display: none; }
      .evidence::details-content { content-visibility: visible; }
      .evidence ol, .evidence ul, .evidence p { margin: 0; }
      .solution > summary { color: var(--ink); font-weight: 600; }
      .solution::details-content { content-visibility: visible; }
    }
    """
}
