/// How the page looks and what it does, the same for all reports.
enum PageStyle {
  static let css = """
    :root { --ink: #1a1a1a; --faint: #666; --paper: #fff; --line: #ddd;
      --proved: #0a6b2d; --holds: #1d7a3a; --false: #c01818; --conditional: #9a5b00;
      --definition: #1f4f9a; --unknown: #5c5c5c; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --faint: #a0a0a0; --paper: #161616;
      --line: #3a3a3a; --proved: #5fd08a; --holds: #7fd89f; --false: #ff8a80; --conditional: #f0b050;
      --definition: #8fb8ff; --unknown: #b0b0b0; } }
    body { font: 1rem/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
      max-width: 60rem; margin: 0 auto; padding: 1rem 1rem 9rem; }
    h1 { font-size: 1.2rem; overflow-wrap: anywhere; }
    math { font-family: math, "Latin Modern Math", "STIX Two Math", "Cambria Math",
      "DejaVu Math TeX Gyre"; }
    .hint, .place, .where { color: var(--faint); font-size: .8rem; }
    .place { margin: 0; }
    section { border-top: 1px solid var(--line); padding: .5rem 0; }
    .formula { overflow-x: auto; padding: .2rem 0 .5rem; }
    .formula code { white-space: pre-wrap; }
    .summary span { margin-right: 1rem; white-space: nowrap; }
    .step { cursor: pointer; }
    :where(.step, .summary span) { border-bottom: 2px solid; }
    .proved { color: var(--proved); border-bottom-style: double; border-bottom-width: 3px; }
    .holds { color: var(--holds); border-bottom-style: solid; border-bottom-width: 1px; }
    .false { color: var(--false); border-bottom-style: solid; border-bottom-width: 4px; }
    .conditional { color: var(--conditional); border-bottom-style: dashed; }
    .definition { color: var(--definition); border-bottom-color: transparent; }
    .not-understood { color: var(--unknown); border-bottom-style: dotted; }
    .summary .definition { border-bottom-color: currentColor; border-bottom-width: 1px; }
    .warning { color: var(--conditional); }
    .bold { font-weight: bold; }
    .unknown { font-family: monospace; font-size: .8em; }
    mtd { padding-top: .25em; padding-bottom: .25em; }
    .pairs mtd, .left mtd { text-align: left; text-align: -moz-left; text-align: -webkit-left;
      padding-left: 0; padding-right: .1em; }
    .pairs mtd:nth-child(odd) { text-align: right; text-align: -moz-right; text-align: -webkit-right; }
    .steps { list-style: none; margin: .3rem 0 0; padding: 0; font-size: .85rem; }
    .steps li { display: none; border: 0; border-left: 4px solid; padding: .2rem .6rem; margin: .3rem 0; }
    .steps li.false, .steps li.conditional { display: block; }
    .steps li, #panel { overflow-x: auto; }
    #panel { position: fixed; left: 0; right: 0; bottom: 0; max-height: 8.5rem; overflow: auto;
      background: var(--paper); border: 0; border-top: 3px solid; padding: .5rem 1rem; font-size: .9rem;
      box-shadow: 0 -2px 10px #0003; }
    #panel[hidden] { display: none; }
    @media print { body { max-width: none; padding: 0; } .hint, #panel { display: none; }
      .steps li { display: block; } .formula, li { break-inside: avoid; }
      .place { break-after: avoid; } }
    """

  static let script = """
    const panel = document.getElementById('panel');
    let kept = null;
    function show(step) {
      const item = document.getElementById('step-' + step.dataset.step);
      if (!item) return;
      panel.innerHTML = item.innerHTML;
      panel.className = item.className;
      panel.hidden = false;
    }
    for (const step of document.querySelectorAll('[data-step]')) {
      step.addEventListener('mouseenter', () => show(step));
      step.addEventListener('focus', () => show(step));
      step.addEventListener('mouseleave', () => { if (kept) show(kept); else panel.hidden = true; });
      const keep = (event) => {
        event.stopPropagation();
        event.preventDefault();
        kept = kept === step ? null : step;
        show(step);
      };
      step.addEventListener('click', keep);
      step.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' || event.key === ' ') keep(event);
      });
    }
    document.addEventListener('click', () => { kept = null; panel.hidden = true; });
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') { kept = null; panel.hidden = true; }
    });
    """
}
