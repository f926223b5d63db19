/** The few things done to the document. Text goes in as text nodes only. */

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no element ${id}`);
  return element as T;
}

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, options: { text?: string; className?: string; children?: readonly Node[] } = {}): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (options.text !== undefined) element.textContent = options.text;
  if (options.className !== undefined) element.className = options.className;
  if (options.children !== undefined) element.append(...options.children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** The chip of an evidence class, as the template draws it. */
export function makeChip(chip: { text: string; look: string }): HTMLElement {
  const svg = document.createElementNS(SVG, 'svg');
  const rect = document.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({ width: '14', height: '10', 'aria-hidden': 'true' })) svg.setAttribute(name, value);
  for (const [name, value] of Object.entries({ class: `look-${chip.look}`, x: '0.5', y: '0.5', width: '13', height: '9', rx: '2' })) rect.setAttribute(name, value);
  svg.append(rect);
  return make('span', { className: 'chip', children: [svg, document.createTextNode(chip.text)] });
}

/** A custom property of the style as a colour that a canvas understands. */
export function colourOf(property: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
