/** The local directory's style sheet: light and dark, without images or fonts. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --surface: #fff; --text: #17212b; --quiet: #556270; --line: #d8dee5; --hover: #f0f7f6;
  --accent: #0b6661; --tint: #e0f0ee; --shadow: 0 1px 2px rgb(23 33 43 / .06);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #10161c; --surface: #182029; --text: #e9eef3; --quiet: #a5b1bd; --line: #2d3844; --hover: #1c2832;
    --accent: #68cdc2; --tint: #15383a; --shadow: none;
  }
}
*, ::before, ::after { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text); -webkit-text-size-adjust: 100%;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
.bar, main { max-width: 62rem; margin: 0 auto; padding: 0 1.5rem; }
.bar { display: flex; align-items: center; gap: .625rem; padding-top: 1.5rem; font-weight: 600; }
.bar svg {
  width: 1.75rem; height: 1.75rem; fill: none; stroke: var(--accent);
  stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round;
}
.tag { margin-left: auto; padding: .125rem .75rem; border: 1px solid var(--line); border-radius: 99px; color: var(--quiet); font-size: .8125rem; font-weight: 500; }
main { padding-top: 3rem; padding-bottom: 4rem; }
h1 { margin: 0; font-size: 2rem; line-height: 1.2; letter-spacing: -.02em; text-wrap: balance; }
.lead { max-width: 46rem; margin: .625rem 0 0; color: var(--quiet); font-size: 1.0625rem; text-wrap: pretty; }
.note { margin: 1.5rem 0 0; padding: .75rem 1rem; border-left: 3px solid var(--accent); border-radius: .25rem; background: var(--tint); font-size: .9375rem; }
h2 { margin: 2.5rem 0 .875rem; font-size: 1.125rem; letter-spacing: -.01em; }
h3 { display: inline; margin: 0; font-size: 1rem; font-weight: 600; }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: .75rem; margin: 0; padding: 0; list-style: none; }
button, input { font: inherit; color: inherit; }
.person {
  display: flex; align-items: center; gap: .875rem; width: 100%; height: 100%; padding: .875rem 1rem; cursor: pointer; text-align: left;
  border: 1px solid var(--line); border-radius: .625rem; background: var(--surface); box-shadow: var(--shadow);
}
.person:hover { border-color: var(--accent); background: var(--hover); }
.initials {
  display: grid; flex: none; place-items: center; width: 2.5rem; height: 2.5rem; border-radius: 50%;
  background: var(--tint); color: var(--accent); font-size: .875rem; font-weight: 600;
}
.about { min-width: 0; }
.about span { display: block; overflow-wrap: anywhere; color: var(--quiet); font-size: .875rem; line-height: 1.4; }
.about .name { color: var(--text); font-size: 1rem; font-weight: 600; }
.about .sign-in-name { font-size: .8125rem; }
details { border: 1px solid var(--line); border-radius: .625rem; background: var(--surface); }
details + details { margin-top: .5rem; }
summary { display: flex; align-items: baseline; gap: .625rem; padding: .75rem 1rem; border-radius: .625rem; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before {
  content: ""; align-self: center; width: .5rem; height: .5rem;
  border: solid var(--quiet); border-width: 0 2px 2px 0; transform: rotate(-45deg);
}
details[open] > summary::before { transform: rotate(45deg) translate(-1px, -1px); }
summary:hover { background: var(--hover); }
.count { color: var(--quiet); font-size: .875rem; }
details ul { padding: .25rem 1rem 1rem; }
details .person { padding: .625rem .75rem; box-shadow: none; }
details .initials { width: 2rem; height: 2rem; font-size: .75rem; }
.find { display: flex; align-items: end; gap: .5rem; margin-top: 2rem; }
.find label { flex: 0 1 24rem; font-size: .875rem; font-weight: 600; }
.find input {
  display: block; width: 100%; margin-top: .25rem; padding: .5rem .75rem; border: 1px solid var(--quiet); border-radius: .5rem;
  background: var(--surface); font-weight: 400; font-size: 1rem;
}
.plain { padding: .5rem 1rem; border: 1px solid var(--quiet); border-radius: .5rem; background: var(--surface); cursor: pointer; font-weight: 500; }
.plain:hover { border-color: var(--accent); background: var(--hover); }
.leave { margin-top: 2.5rem; }
a { color: var(--accent); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 40rem) {
  .bar, main { padding-left: 1rem; padding-right: 1rem; }
  main { padding-top: 2rem; }
  h1 { font-size: 1.625rem; }
}
`;
